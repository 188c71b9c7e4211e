package replay_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/replay"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

// one is the only delivery that the plan makes of an input.
func one(t testing.TB, p *replay.Options, in read.Input) conformance.Delivery {
	t.Helper()
	var list []conformance.Delivery
	run := p.Run(replay.Source{Inputs: []read.Input{in}})
	for d := range run.Deliveries() {
		list = append(list, d)
	}
	if err := run.Err(); err != nil || len(list) != 1 {
		t.Fatalf("got %d deliveries (%v), want one", len(list), err)
	}
	return list[0]
}

func wire(p *replay.Options, d conformance.Delivery, now time.Time) string {
	return string(p.Request(d, now).AppendWire(nil))
}

const sendPacket = `{"CallbackCommand":"Group.CallbackAfterSendMsg","From_Account":"jared"}`

func TestACapturedRequestIsAddressedAndSignedAnew(t *testing.T) {
	now := time.Unix(1800000000, 0)
	ip, none := "198.51.100.7", ""
	signed := "&Sign=" + signer.Sign("sesame", 1800000000) + "&RequestTime=1800000000"
	captured := "SdkAppid=7&CallbackCommand=Group.CallbackAfterSendMsg&contenttype=json&ClientIP=203.0.113.9&OptPlatform=iOS"
	for _, c := range []struct {
		name, url string
		plan      *replay.Options
		want      string // of the query
	}{
		{"unsigned", "http://new.example/im", &replay.Options{}, captured},
		{"signed", "http://new.example/im", &replay.Options{Target: webhook.Target{Token: "sesame", SDKAppID: 9}}, captured + signed},
		{"not signed though there is a token", "http://new.example/im", &replay.Options{Target: webhook.Target{Token: "sesame", Signing: webhook.SignOff}}, captured},
		{"of an URL with parameters", "http://new.example/im?a=%41&ClientIP=x", &replay.Options{}, "a=%41&ClientIP=x&" + strings.Replace(captured, "&ClientIP=203.0.113.9", "", 1)},
		{"for another application", "http://new.example/im", &replay.Options{SDKAppID: true, Target: webhook.Target{SDKAppID: 9}}, strings.Replace(captured, "=7", "=9", 1)},
		{"from elsewhere", "http://new.example/im", &replay.Options{ClientIP: &ip, Platform: &none}, strings.Replace(strings.Replace(captured, "203.0.113.9", ip, 1), "&OptPlatform=iOS", "", 1)},
		{"with more", "http://new.example/im", &replay.Options{Target: webhook.Target{Extra: []webhook.Param{{Name: "b", Value: "ü"}, {Name: "contenttype", Value: "x"}}}}, strings.Replace(captured, "contenttype=json", "contenttype=x", 1) + "&b=%C3%BC"},
		{"sorted", "http://new.example/im?b=1", &replay.Options{Target: webhook.Target{Order: webhook.OrderSorted}}, "CallbackCommand=Group.CallbackAfterSendMsg&ClientIP=203.0.113.9&OptPlatform=iOS&SdkAppid=7&b=1&contenttype=json"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.plan.Target.URL = endpoint(t, c.url)
			p := c.plan
			got := wire(p, one(t, p, file(t, "calls.ndjson", record(0, sendPacket))), now)
			want := "POST /im?" + c.want + " HTTP/1.1\r\nhost: new.example\r\nX-Trace: 1\r\ncontent-type: application/json\r\ncontent-length: 71\r\n\r\n" + sendPacket
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.name, diff)
			}
		})
	}
}

func TestOnesOwnFieldsTakeThePlaceOfCapturedOnes(t *testing.T) {
	p := &replay.Options{Target: webhook.Target{URL: endpoint(t, "http://new.example/im")}}
	for _, line := range []string{"x-trace: 2", "X-New: 3", "Content-Type:"} {
		if err := p.Target.SetHeader(line); err != nil {
			t.Fatal(err)
		}
	}
	head, _, _ := strings.Cut(wire(p, one(t, p, file(t, "calls.ndjson", record(0, sendPacket))), time.Now()), "\r\n\r\n")
	_, head, _ = strings.Cut(head, "\r\n")
	if want := "host: new.example\r\nX-Trace: 2\r\ncontent-length: 71\r\nX-New: 3"; head != want {
		t.Errorf("got %q, want %q", head, want)
	}
}

// A length that was counted for the captured body would cut the mapped one. A masked parameter is left out as a masked
// field is, unless the command line gives it, in its place or in the URL.
func TestAMaskedParameterIsNotSent(t *testing.T) {
	r := record(0, sendPacket)
	r.Request.Query = strings.Replace(r.Request.Query, "SdkAppid=7&", "SdkAppid=7&api_key=masked&", 1)
	r.Redacted = append(r.Redacted, "api_key")
	calls := file(t, "calls.ndjson", r)
	for _, c := range []struct {
		name, url string
		extra     []webhook.Param
		want      string // of the beginning of the query
	}{
		{"not given", "http://new.example/im", nil, "SdkAppid=7&CallbackCommand="},
		{"given", "http://new.example/im", []webhook.Param{{Name: "api_key", Value: "k"}}, "SdkAppid=7&api_key=k&CallbackCommand="},
		{"in the URL", "http://new.example/im?api_key=k", nil, "api_key=k&SdkAppid=7&CallbackCommand="},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &replay.Options{Target: webhook.Target{URL: endpoint(t, c.url), Extra: c.extra}}
			got := wire(p, one(t, p, calls), time.Now())
			if !strings.HasPrefix(got, "POST /im?"+c.want) || strings.Contains(got, "masked") {
				t.Errorf("got %.200s, want %s", got, c.want)
			}
			found, err := p.Survey(replay.Source{Inputs: []read.Input{calls}})
			if want := (replay.Count{Name: "api_key", Count: 1}); err != nil ||
				!slices.Contains(found.Masked, want) || !slices.Contains(found.Dropped, want) {
				t.Errorf("got %v masked and %v left out (%v), want api_key", found.Masked, found.Dropped, err)
			}
		})
	}
}

func TestAMappedBodyHasItsOwnLength(t *testing.T) {
	m, err := replay.NewMapper([]replay.Mapping{{Old: "jared", New: "somebody"}})
	if err != nil {
		t.Fatal(err)
	}
	p := &replay.Options{Mapper: m, Target: webhook.Target{URL: endpoint(t, "http://new.example/im")}}
	got := wire(p, one(t, p, file(t, "calls.ndjson", record(0, sendPacket))), time.Now())
	if !strings.HasSuffix(got, "content-length: 74\r\n\r\n"+strings.Replace(sendPacket, "jared", "somebody", 1)) {
		t.Errorf("got %q", got)
	}
}

func TestAsCapturedLeavesEveryByte(t *testing.T) {
	r := record(0, sendPacket)
	p := &replay.Options{AsCaptured: true, Target: webhook.Target{URL: endpoint(t, "http://new.example/im?a=b"), Token: "sesame", SDKAppID: 9}}
	d := one(t, p, file(t, "calls.ndjson", r))
	request := p.Request(d, time.Now())
	got := string(request.AppendWire(nil))
	want := "POST /old?" + r.Request.Query + " HTTP/1.1\r\n"
	for _, f := range r.Request.Header {
		want += f.Name + ": " + f.Value + "\r\n"
	}
	if want += "\r\n" + sendPacket; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if request.Endpoint.Addr != "new.example:80" {
		t.Errorf("it goes to %s", request.Endpoint.Addr)
	}
	if d.Expect != payloads.ExpectInfo || !strings.Contains(d.Note, "masked") {
		t.Errorf("got %s (%s), want INFO, since its Sign was masked", d.Expect, d.Note)
	}
}

func TestAPacketGetsTheTargetsRequest(t *testing.T) {
	p := &replay.Options{Target: webhook.Target{URL: endpoint(t, "http://new.example/im"), SDKAppID: 9, Token: "sesame"}}
	now := time.Unix(1800000000, 0)
	d := one(t, p, input("packet.json", "// a comment\n"+sendPacket))
	got := wire(p, d, now)
	want := string(p.Target.Request(conformance.CallbackOf(d.Packet), now).AppendWire(nil))
	if got != want || !strings.HasSuffix(got, sendPacket) || !strings.Contains(got, "ClientIP=203.0.113.") || !strings.Contains(got, "Sign="+signer.Sign("sesame", 1800000000)) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// unqueried came without the parameters that Chat sends.
func unqueried(body string) *capture.Record {
	r := record(0, body)
	r.Request.Query, r.Redacted = "a=b", nil
	return r
}

func TestWhatIsExpectedFollowsThePacketAndTheSignature(t *testing.T) {
	packet := func(command string) string { return `{"CallbackCommand":"` + command + `"}` }
	get, cut, plain := record(0, sendPacket), record(0, sendPacket), record(0, sendPacket)
	get.Request.Method, cut.Request.Truncated = "GET", true
	plain.Request.Query, plain.Redacted = "a=b", nil
	signed := record(0, sendPacket)
	signed.Request.Query = "Sign=" + strings.Repeat("0a", 32) + "&RequestTime=1"
	send, err := chat.Lookup("send")
	if err != nil {
		t.Fatal(err)
	}
	whole, err := send.Build(nil, payloads.Params{Seed: 1, Now: noon()})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		plan   *replay.Options
		record *capture.Record
		want   payloads.Expect
		note   string
		skip   string
	}{
		{"as documented", &replay.Options{}, record(0, string(whole[0].Body)), payloads.ExpectOK, "", ""},
		{"not as documented", &replay.Options{}, unqueried(packet("Bot.OnGroupMessage")), payloads.ExpectSurvive, "leaves the documentation", ""},
		{"another callback", &replay.Options{}, unqueried(packet("C2C.CallbackAfterNewThing")), payloads.ExpectSurvive, "no callback command that timhook knows", ""},
		{"a misspelt one", &replay.Options{}, unqueried(packet("group.callbackaftersendmsg")), payloads.ExpectSurvive, "survived; Group.CallbackAfterSendMsg?", ""},
		{"the query has the last word", &replay.Options{}, record(0, packet("Bot.OnGroupMessage")), payloads.ExpectSurvive, "leaves the documentation", ""},
		{"a short name is none", &replay.Options{}, unqueried(packet("bot")), payloads.ExpectSurvive, "bot is no callback command", ""},
		{"no JSON", &replay.Options{}, record(0, "\xff"), payloads.ExpectSurvive, "leaves the documentation", ""},
		{"signed wrongly", &replay.Options{Target: webhook.Target{Token: "sesame", Signing: webhook.SignWrong}}, record(0, string(whole[0].Body)), payloads.ExpectRefuse, "refuses", ""},
		{"signed wrongly without a token", &replay.Options{Target: webhook.Target{Signing: webhook.SignWrong}}, record(0, sendPacket), payloads.ExpectSurvive, "", "no token"},
		{"as captured, with its old Sign", &replay.Options{AsCaptured: true}, signed, payloads.ExpectInfo, "time of the capture", ""},
		{"as captured, unsigned", &replay.Options{AsCaptured: true}, plain, payloads.ExpectSurvive, "leaves the documentation", ""},
		{"no POST", &replay.Options{}, get, payloads.ExpectSurvive, "", "the method is GET"},
		{"cut at capture", &replay.Options{}, cut, payloads.ExpectSurvive, "", "only the first 71 bytes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.plan.Target.URL = endpoint(t, "http://new.example/im")
			d := one(t, c.plan, file(t, "calls.ndjson", c.record))
			if d.Expect != c.want || !strings.Contains(d.Note, c.note) || !strings.Contains(d.Skip, c.skip) || (c.skip == "") != (d.Skip == "") {
				t.Errorf("got %s (note %q, skip %q), want %s (%q, %q)", d.Expect, d.Note, d.Skip, c.want, c.note, c.skip)
			}
			if isNew := c.name == "another callback" || c.name == "a misspelt one"; isNew != (d.Under == judge.Unhandled) {
				t.Errorf("it is judged under %v", d.Under)
			}
			if d.Name() != d.Packet.Command.Name+"/calls.ndjson#1" {
				t.Errorf("got the name %q", d.Name())
			}
		})
	}
}

// Each round begins anew; the distances between packets and within them stay.
func TestTheFirstCallbackOfARoundIsDatedWhenItIsDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dated := func(second string) string {
			return `{"CallbackCommand":"Group.CallbackAfterSendMsg","MsgTime":14906862` + second + `,"EventTime":"14906862` + second + `123"}`
		}
		records := []*capture.Record{record(0, numbered(0)), record(time.Second, dated("22")), record(11*time.Second, dated("25"))}
		p := &replay.Options{RefreshTimes: true, Loops: 2, Pace: replay.Pace{Speed: 1}}
		begun := time.Now().Unix()
		got, _ := played(t.Context(), t, p, replay.Source{Inputs: []read.Input{file(t, "x", records...)}}, takes(0), 2)
		// Whole seconds, rounded down: the first is due after 1 s, and was at 0.123 s. A round takes 11 s, and 5.5 s pass
		// before the next, whose first packet with a time is due at 17.5 s.
		var want []string
		for _, second := range []int64{0, 17} {
			now := func(after int64) string {
				return fmt.Sprintf(`{"CallbackCommand":"Group.CallbackAfterSendMsg","MsgTime":%d,"EventTime":"%d123"}`, begun+second+after, begun+second+after)
			}
			want = append(want, numbered(0), now(0), now(3))
		}
		var bodies []string
		for _, a := range got {
			bodies = append(bodies, a.body)
		}
		if diff := cmp.Diff(want, bodies); diff != "" {
			t.Errorf("bodies (-want +got):\n%s", diff)
		}
	})
}
