package conformance_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// planned is what the plan makes of one variant; "" is the ordinary packet.
func planned(t testing.TB, to webhook.Target, variant string, overrides ...string) conformance.Delivery {
	t.Helper()
	c := sendCommand(t)
	p := payloads.Params{Seed: 7, Now: time.Now()}
	for _, o := range overrides {
		override, err := payloads.ParseSet(o)
		if err != nil {
			t.Fatal(err)
		}
		p.Overrides = append(p.Overrides, override)
	}
	var v *payloads.Variant
	if variant != "" {
		i := slices.IndexFunc(c.Variants(), func(v payloads.Variant) bool { return v.ID == variant })
		if i < 0 {
			t.Fatalf("no variant %s", variant)
		}
		v = &c.Variants()[i]
	}
	packets, err := c.Build(v, p)
	if err != nil {
		t.Fatal(err)
	}
	return conformance.Deliveries(packets, to)[0]
}

func TestWhatIsExpectedFollowsTheSignature(t *testing.T) {
	for _, c := range []struct {
		token, mode, at string
		want            payloads.Expect
		note            string
	}{
		{token, "auto", "now", payloads.ExpectOK, ""},
		{token, "off", "now", payloads.ExpectRefuse, "signing off"},
		{token, "missing", "now", payloads.ExpectRefuse, "signing missing"},
		{token, "wrong", "now", payloads.ExpectRefuse, "signing wrong"},
		{token, "stale", "now", payloads.ExpectRefuse, "1m30s away"},
		{token, "future", "now", payloads.ExpectRefuse, "1m30s away"},
		{token, "auto", "-50s", payloads.ExpectOK, ""},
		{token, "auto", "+50s", payloads.ExpectOK, ""},
		{token, "auto", "-55s", payloads.ExpectOK, ""},
		{token, "auto", "-56s", payloads.ExpectInfo, "edge"},
		{token, "auto", "-60s", payloads.ExpectInfo, "edge"},
		{token, "auto", "+60s", payloads.ExpectInfo, "edge"},
		{token, "auto", "+65s", payloads.ExpectInfo, "edge"},
		{token, "auto", "-66s", payloads.ExpectRefuse, "1m6s away"},
		{token, "auto", "-70s", payloads.ExpectRefuse, "1m10s away"},
		{token, "auto", "+70s", payloads.ExpectRefuse, "1m10s away"},
		{token, "auto", "1000000000", payloads.ExpectRefuse, "away"},
		{token, "wrong", "-70s", payloads.ExpectRefuse, "signing wrong"},
		{token, "stale", "+90s", payloads.ExpectOK, ""},        // which makes it right again
		{token, "future", "-30s", payloads.ExpectInfo, "edge"}, // and which leaves it at the edge
		{"", "auto", "now", payloads.ExpectOK, ""},
		{"", "auto", "-70s", payloads.ExpectOK, ""},
		{"", "off", "now", payloads.ExpectOK, ""},
	} {
		t.Run(fmt.Sprintf("token %v, --sign %s, --request-time %s", c.token != "", c.mode, c.at), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				to := target(t)
				to.Token = c.token
				var err error
				if to.Signing, err = webhook.ParseSigning(c.mode); err != nil {
					t.Fatal(err)
				}
				if to.At, err = webhook.ParseRequestTime(c.at); err != nil {
					t.Fatal(err)
				}
				got := planned(t, to, "")
				if got.Expect != c.want || !strings.Contains(got.Note, c.note) || (c.note == "") != (got.Note == "") ||
					got.Skip != "" {
					t.Errorf("token %v, --sign %s, --request-time %s: got %v %q %q, want %v %q", c.token != "", c.mode,
						c.at, got.Expect, got.Note, got.Skip, c.want, c.note)
				}
				if got.Signing != to.Signing {
					t.Errorf("--sign %s: the case is signed %v", c.mode, got.Signing)
				}
			})
		})
	}
}

// Without a token nobody knows whether the backend should refuse, so that nothing may pass.
func TestAWrongSignatureIsSkippedWithoutAToken(t *testing.T) {
	for _, mode := range []webhook.Signing{webhook.SignMissing, webhook.SignWrong, webhook.SignStale, webhook.SignFuture} {
		to := target(t)
		to.Token, to.Signing = "", mode
		if got := planned(t, to, ""); got.Skip != "no token given (--token)" {
			t.Errorf("--sign %v: got skip %q, want the token asked for", mode, got.Skip)
		}
	}
}

func TestVariantsAboutSigningNeedAToken(t *testing.T) {
	for _, c := range []struct {
		token, variant string
		expect         payloads.Expect
		signing        webhook.Signing
		skip, note     string
	}{
		{"", "baseline-signed", payloads.ExpectOK, webhook.SignAuto, "no token given (--token)", ""},
		{
			"", "baseline-unsigned", payloads.ExpectOK, webhook.SignAuto, "",
			"no token given, so this is an ordinary packet",
		},
		{token, "baseline-signed", payloads.ExpectOK, webhook.SignAuto, "", ""},
		{token, "baseline-unsigned", payloads.ExpectRefuse, webhook.SignOff, "", ""},
	} {
		t.Run(fmt.Sprintf("%s, token %v", c.variant, c.token != ""), func(t *testing.T) {
			to := target(t)
			to.Token = c.token
			got := planned(t, to, c.variant)
			if got.Expect != c.expect || got.Signing != c.signing || got.Skip != c.skip || got.Note != c.note {
				t.Errorf("token %v, %s: got %v, signing %v, skip %q, note %q", c.token != "", c.variant, got.Expect,
					got.Signing, got.Skip, got.Note)
			}
		})
	}
}

func TestAForgedSignatureIsAMustWhateverThePacketIs(t *testing.T) {
	to := target(t)
	to.Signing = webhook.SignWrong
	tried := 0
	c := sendCommand(t)
	for i := range c.Variants() {
		if v := &c.Variants()[i]; v.Level != payloads.Must {
			tried++
			if got := planned(t, to, v.ID); got.Expect != payloads.ExpectRefuse || got.Level != payloads.Must {
				t.Errorf("%s: got %v %v, want MUST REFUSE", v.ID, got.Level, got.Expect)
			}
		}
	}
	if tried == 0 {
		t.Error("there is no variant below MUST to try it with")
	}
}

func TestAPacketOutsideTheDocumentationOnlyHasToBeSurvived(t *testing.T) {
	for _, c := range []struct {
		variant  string
		override []string
		want     payloads.Expect
	}{
		{"", nil, payloads.ExpectOK},
		{"", []string{"Random=4294967295"}, payloads.ExpectOK},
		{"", []string{"GroupId:=7"}, payloads.ExpectSurvive},
		{"", []string{"MsgBody:={}"}, payloads.ExpectSurvive},
		{"field-msgpriority", nil, payloads.ExpectSame},                          // departs on purpose
		{"field-msgpriority", []string{"GroupId:=null"}, payloads.ExpectSurvive}, // and now elsewhere, too
	} {
		t.Run(strings.Join(append([]string{c.variant}, c.override...), " "), func(t *testing.T) {
			got := planned(t, target(t), c.variant, c.override...)
			if got.Expect != c.want ||
				(c.want == payloads.ExpectSurvive) != strings.Contains(got.Note, "only has to be survived") {
				t.Errorf("%s %s: got %v %q, want %v", c.variant, c.override, got.Expect, got.Note, c.want)
			}
		})
	}
}

func TestNamesOfCasesTellThePacketsApart(t *testing.T) {
	var names []string
	for i, c := range sequence(t, 3) {
		names = append(names, c.Name())
		if want := fmt.Sprintf("#%d", i+1); i > 0 && !strings.HasSuffix(c.Name(), want) {
			t.Errorf("got %s, want it to end in %s", c.Name(), want)
		}
	}
	if len(slices.Compact(slices.Sorted(slices.Values(names)))) != len(names) {
		t.Errorf("two cases have one name: %s", names)
	}
}
