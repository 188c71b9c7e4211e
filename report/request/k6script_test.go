package request_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/reporttest"
	"github.com/timhook/timhook/report/request"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
)

const k6Now = 1767323045

// shots are deliveries of packets with these bodies.
func shots(t testing.TB, bodies ...string) []conformance.Delivery {
	t.Helper()
	var list []conformance.Delivery
	for _, body := range bodies {
		list = append(list, conformance.Delivery{Packet: reporttest.Packet(t, body)})
	}
	return list
}

func k6Target(t testing.TB, url string) webhook.Target {
	t.Helper()
	endpoint, err := webhook.ParseEndpoint(url)
	if err != nil {
		t.Fatal(err)
	}
	return webhook.Target{URL: endpoint, SDKAppID: 1400000000, Token: "p@ss/wörd+1= $x", Extra: []webhook.Param{{Name: "x y", Value: "&="}, {Name: "Sign", Value: "no"}}}
}

// The URL, the signature above all, the header and the body are those of Target.Request in that second.
func TestTheScriptSendsWhatWouldBeSent(t *testing.T) {
	addresses := []string{"http://127.0.0.1:8080", "https://www.example.com/im/你?key=a%20b&&Zed=1&A=&=c&é", "http://[::1]:80/a%2Fb;c?Sign=own&contenttype"}
	times := []webhook.RequestTime{
		{},
		{Offset: -90 * time.Second},
		{Fixed: true, Unix: 1<<53 + 1, Offset: time.Hour},
		{Fixed: true, Unix: endingInZero(k6Target(t, addresses[0]).Token)},
	}
	for i, address := range addresses {
		for j, order := range webhook.QueryOrders() {
			at := times[(2*i+j)%len(times)]
			t.Run(fmt.Sprintf("%s %s %s", address, order, at), func(t *testing.T) {
				target := k6Target(t, address)
				target.Order, target.At = order, at
				sendsTheSame(t, target)
			})
		}
	}
}

// endingInZero is a time whose Sign ends in 0, which is spoilt in another way than the others.
func endingInZero(token string) int64 {
	at := int64(k6Now)
	for !strings.HasSuffix(signer.Sign(token, at), "0") {
		at++
	}
	return at
}

func sendsTheSame(t *testing.T, target webhook.Target) {
	t.Helper()
	deliveries := shots(t, "{}")
	for i, mode := range webhook.SigningModes() {
		deliveries = append(deliveries,
			conformance.Delivery{Packet: reporttest.Packet(t, fmt.Sprintf("{%d}", i)), Signing: mode})
	}
	run := k6Run{
		Env: map[string]string{"TIMHOOK_TOKEN": target.Token}, Now: k6Now,
		Answers: slices.Repeat([]k6Answer{answered("")}, len(deliveries)),
	}
	for i, got := range exchanges(t, request.NewK6(deliveries, target), run) {
		signed := target
		signed.Signing = deliveries[i].Signing
		want := signed.Request(conformance.CallbackOf(deliveries[i].Packet), time.Unix(k6Now, 0))
		if got.URL != want.URL() || string(got.Body) != string(want.Body) {
			t.Errorf("%s: got\n%s %s, want\n%s %s", signed.Signing, got.URL, got.Body, want.URL(), want.Body)
		}
		if diff := cmp.Diff(map[string]string{"User-Agent": "timhook", "Content-Type": "application/json"}, got.Params.Headers); diff != "" {
			t.Errorf("header (-want +got):\n%s", diff)
		}
		if got.Params.Timeout != 2000 || got.Params.Redirects != 0 || got.Params.ResponseType != "binary" {
			t.Errorf("got %+v, want two seconds, no redirects and bytes", got.Params)
		}
	}
}

func TestTheScriptSendsAnyBody(t *testing.T) {
	var list []string
	for _, body := range bodies() {
		list = append(list, body)
	}
	list = append(list, reporttest.Hostile, "</script>", "`${1}`", "\u2028\u2029\ufeff", "\ufffd", "'\\u0041\\", "*/",
		"//", "__proto__")
	k := request.NewK6(shots(t, list...), k6Target(t, "http://127.0.0.1:8080/im"))
	run := k6Run{
		Env: map[string]string{"TIMHOOK_TOKEN": "x"}, Answers: slices.Repeat([]k6Answer{answered("")}, len(list)),
	}
	for i, got := range exchanges(t, k, run) {
		if string(got.Body) != list[i] {
			t.Errorf("got the body %.100q, want %.100q", got.Body, list[i])
		}
	}
}

func TestTheScriptTakesItsSettingsFromTheEnvironment(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("sesame\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	signed, unsigned := k6Target(t, "http://127.0.0.1:8080/im"), k6Target(t, "http://127.0.0.1:8080/im")
	unsigned.Token = ""
	for _, c := range []struct {
		name      string
		target    webhook.Target
		env       map[string]string
		url, fail string // a part of the URL, or of the error
	}{
		{"no token", signed, nil, "", "set TIMHOOK_TOKEN"},
		{"no token wanted", unsigned, nil, "http://127.0.0.1:8080/im?SdkAppid=1400000000&", ""},
		{"a token all the same", unsigned, map[string]string{"TIMHOOK_TOKEN": "sesame"}, "&RequestTime=1767323045", ""},
		{
			"a token in another variable", signed,
			map[string]string{"TIMHOOK_TOKEN": "env:IM", "IM": "sesame"},
			"&RequestTime=1767323045", "",
		},
		{
			"a variable that is missing", unsigned,
			map[string]string{"TIMHOOK_TOKEN": "env:IM"},
			"",
			"TIMHOOK_TOKEN: IM is not set",
		},
		{
			"a token in a file", signed,
			map[string]string{"TIMHOOK_TOKEN": "file:" + file},
			"&RequestTime=1767323045",
			"",
		},
		{
			"another URL", unsigned,
			map[string]string{"TIMHOOK_URL": "https://b.example/x?own=1#y"},
			"https://b.example/x?own=1&SdkAppid=", "",
		},
		{
			"a URL without a path", unsigned,
			map[string]string{"TIMHOOK_URL": "http://b.example?own=1"},
			"http://b.example/?own=1&SdkAppid=", "",
		},
		{"a port", unsigned, map[string]string{"TIMHOOK_URL": ":9000/im"}, "http://127.0.0.1:9000/im?SdkAppid=", ""},
		{
			"no URL", unsigned,
			map[string]string{"TIMHOOK_URL": "ftp://secret"},
			"",
			"TIMHOOK_URL: want http:// or https://, a host and a path",
		},
		{"a wrong rate", unsigned, map[string]string{"TIMHOOK_RATE": "0"}, "", `TIMHOOK_RATE: got "0"`},
		{"a wrong duration", unsigned, map[string]string{"TIMHOOK_DURATION": "30"}, "", `TIMHOOK_DURATION: got "30"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := underNode(t, request.NewK6(shots(t, "{}"), c.target),
				k6Run{Env: c.env, Now: k6Now, Answers: []k6Answer{answered("")}})
			if c.fail != "" {
				if !strings.Contains(got.Error, c.fail) || strings.Contains(got.Error, "secret") {
					t.Errorf("got the error %q, want %q", got.Error, c.fail)
				}
				return
			}
			if got.Error != "" || !strings.Contains(got.Exchanges[0].URL, c.url) {
				t.Errorf("got %q and %+v, want %s in the URL", got.Error, got.Exchanges, c.url)
			}
		})
	}
	for name, env := range map[string]map[string]string{"env": {"TIMHOOK_TOKEN": "env:IM", "IM": "sesame"}, "file": {"TIMHOOK_TOKEN": "file:" + file}} {
		want := signed
		want.Token = "sesame"
		sent := want.Request(conformance.CallbackOf(reporttest.Packet(t, "{}")), time.Unix(k6Now, 0))
		got := exchanges(t, request.NewK6(shots(t, "{}"), signed),
			k6Run{Env: env, Now: k6Now, Answers: []k6Answer{answered("")}})
		if got[0].URL != sent.URL() {
			t.Errorf("%s: got %s, want %s", name, got[0].URL, sent.URL())
		}
	}
}

func TestTheScriptKeepsToTheRate(t *testing.T) {
	k := request.NewK6(shots(t, "{}"), k6Target(t, "http://127.0.0.1:8080/im"))
	for _, c := range []struct {
		env                   map[string]string
		rate, vus, most, asks int
		unit, duration        string
	}{
		{nil, 50, 10, 110, 1500, "1s", "30s"},
		{map[string]string{"TIMHOOK_RATE": "500", "TIMHOOK_DURATION": "1m30s"}, 500, 100, 1010, 45000, "1s", "1m30s"},
		{map[string]string{"TIMHOOK_RATE": "7/m", "TIMHOOK_DURATION": "1.5m"}, 7, 1, 11, 11, "1m", "1.5m"},
		{map[string]string{"TIMHOOK_RATE": "0.25/s", "TIMHOOK_DURATION": "4s"}, 25, 1, 11, 1, "100s", "4s"},
		{
			map[string]string{"TIMHOOK_RATE": "10/h", "TIMHOOK_VUS": "3", "TIMHOOK_MAX_VUS": "2"},
			10, 3, 3, 1, "1h",
			"30s",
		},
		{
			map[string]string{"TIMHOOK_RATE": "100/s", "TIMHOOK_DURATION": "1500ms", "TIMHOOK_MAX_VUS": "64"},
			100, 20,
			64, 150, "1s", "1500ms",
		},
	} {
		t.Run(fmt.Sprint(c.env), func(t *testing.T) {
			run := k6Run{Env: map[string]string{"TIMHOOK_TOKEN": "x"}}
			for name, value := range c.env {
				run.Env[name] = value
			}
			run.Answers = slices.Repeat([]k6Answer{answered("")}, min(c.asks, 2000)+3)
			got := underNode(t, k, run)
			s := got.Options.Scenarios["callbacks"]
			if s.Executor != "constant-arrival-rate" || s.Rate != c.rate || s.TimeUnit != c.unit || s.Duration != c.duration || s.PreAllocatedVUs != c.vus || s.MaxVUs != c.most {
				t.Errorf("got %+v, want %+v", s, c)
			}
			sent := 0
			for _, x := range got.Exchanges {
				if x.URL != "" {
					sent++
				}
			}
			if c.asks <= 2000 && sent != c.asks {
				t.Errorf("got %d callbacks, want %d", sent, c.asks)
			}
			if got.Options.UserAgent == nil || *got.Options.UserAgent != "" {
				t.Errorf("k6 would add a User-Agent of its own")
			}
		})
	}
}

// Each callback is tagged with its name and counted; which request is sent is the iteration's number.
func TestTheScriptTakesTheCallbacksInTurn(t *testing.T) {
	deliveries := shots(t, "{1}", "{2}")
	deliveries[1].Packet.Command = chat.All()[0]
	deliveries = append(deliveries,
		conformance.Delivery{Packet: reporttest.Packet(t, "{3}"), Expect: payloads.ExpectRefuse})
	target := k6Target(t, "http://127.0.0.1:8080/im")
	target.Token = ""
	k := request.NewK6(deliveries, target)
	k.Budgets = budgets(t, "fail=0", "s*:fail=0")
	result := underNode(t, k, k6Run{Answers: slices.Repeat([]k6Answer{answered(judge.Canonical)}, 7)})
	plan := planOf(t, k)
	if diff := cmp.Diff(plan.Thresholds, result.Options.Thresholds); diff != "" || len(plan.Thresholds) != 2 {
		t.Errorf("thresholds (-plan +options):\n%s", diff)
	}
	if len(result.Exchanges) != 7 {
		t.Fatalf("got %d exchanges and the error %q, want 7", len(result.Exchanges), result.Error)
	}
	for i, got := range result.Exchanges {
		want := deliveries[i%3]
		name := want.Packet.Command.Name
		if string(got.Body) != string(want.Packet.Body) || got.Params.Tags["name"] != name || got.Params.Tags["callback"] != name || !maps.Equal(got.Tags, plan.Tags[name]) {
			t.Errorf("%d: got %s with the tags %v and %v, want %s", i, got.Body, got.Tags, got.Params.Tags, name)
		}
		accepted, counted := got.Samples["timhook_accepted"]
		if has := want.Expect.Accepts(); counted != has || has && (accepted.Value != 1 || accepted.Tags["callback"] != name) || (got.Params.ResponseCallback != nil) != has {
			t.Errorf("%d: got %+v, want %t", i, accepted, has)
		}
	}
}
