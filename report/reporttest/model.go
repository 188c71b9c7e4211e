// Package reporttest has what the tests of reports share: a run with every outcome, hostile texts, tokens that are
// easy to leave in a text, golden files, schemas and a browser.
package reporttest

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

// Hostile is a text that does all that a backend could do to a terminal, a log, a page or a workflow.
const Hostile = "\x1b[31m<script>alert(1)</script>]]>\x00\u202e\xff\r\n::error::pwned%0A::warning::too\u009b2J\u2028 " +
	"##[error]x 'q' \"q\" $(id) 你好 👩\u200d🚀"

// Model builds one report with every outcome. Two calls give equal models.
func Model(t testing.TB, text string) *conformance.Report {
	t.Helper()
	check := HostileCheck(text)
	return &conformance.Report{
		Version: "1.0 " + text, Seed: 18446744073709551615, Now: time.Date(2026, 1, 2, 3, 4, 5, 678, time.UTC),
		Backend: "http://backend.example/" + text, SDKAppID: 1400000000, Command: "timhook send " + text,
		Started: time.Date(2026, 1, 2, 3, 4, 6, 0, time.UTC), Elapsed: 1500 * time.Millisecond,
		Results: []conformance.Result{
			Outcome(t, judge.Pass, text),
			Outcome(t, judge.Fail, text, Found(check, payloads.Must, text, 30)),
			Outcome(t, judge.Fail, text, Found(check, payloads.Must, text, 30), Found(check, payloads.Must, text, -1)),
			Outcome(t, judge.Warn, text, Found(check, payloads.Should, text, 0)),
			Outcome(t, judge.Info, text, Found(check, payloads.May, text+"i", 3)),
			Outcome(t, judge.Known, text, Found(check, payloads.Must, text+"k", 1<<30)),
			Outcome(t, judge.Fixed, text),
			Skipped(t, text),
			Unreached(t, text),
			cutOff(t, text, check),
		},
	}
}

// HostileCheck is a check whose texts are all this one.
func HostileCheck(text string) *judge.Check {
	return &judge.Check{
		ID: "check-" + text, Title: text, Source: text, Impact: text,
		Fix: text + " " + strings.Repeat("word ", 40) + "\n::error::" + text,
	}
}

// Found is a finding at an offset of the answer; -1 is no place in it.
func Found(c *judge.Check, level payloads.Level, text string, offset int) judge.Finding {
	return judge.Finding{
		Check: c, Level: level, Path: "/" + text, Offset: offset, Length: 5, Got: text,
		Want: text + level.String(),
	}
}

// sendCommand is always the same one, so that two models are equal.
var sendCommand = sync.OnceValues(func() (*payloads.Command, error) { return chat.Lookup("send") })

// Packet is a group message with this body.
func Packet(t testing.TB, body string) payloads.Packet {
	t.Helper()
	c, err := sendCommand()
	if err != nil {
		t.Fatal(err)
	}
	return payloads.Packet{
		Command: c, Variant: &c.Variants()[0], Body: []byte(body), ClientIP: "203.0.113.24",
		OptPlatform: "Android",
	}
}

// Outcome is a result with a hostile answer.
func Outcome(t testing.TB, o judge.Outcome, text string, findings ...judge.Finding) conformance.Result {
	t.Helper()
	endpoint, err := webhook.ParseEndpoint("http://backend.example/im?key=1")
	if err != nil {
		t.Fatal(err)
	}
	p := Packet(t, `{"Text":`+text+`}`)
	p.Label = text
	body := `{"ActionStatus":"FAIL","ErrorInfo":"` + text + `"}`
	request := webhook.Target{
		URL: endpoint, SDKAppID: 1400000000, Token: "sesame",
	}.Request(conformance.CallbackOf(p), time.Unix(1700000000, 0))
	return conformance.Result{
		Delivery: conformance.Delivery{Packet: p, Note: text},
		Exchange: &webhook.Exchange{
			Request: request, Sent: request.AppendWire(nil),
			Proto: "HTTP/1.1", Status: 200, Reason: text, Body: []byte(body),
			Raw: []byte("HTTP/1.1 200 " + text + "\r\n\r\n" + body),
			Timing: webhook.Timing{
				Connect: time.Millisecond, FirstByte: 20 * time.Millisecond, Total: 1234 * time.Millisecond,
			},
		},
		Judgement: judge.Judgement{Outcome: o, Reaction: judge.Refused, Findings: findings},
	}
}

// Skipped is a result that was not sent, for this reason.
func Skipped(t testing.TB, text string) conformance.Result {
	return conformance.Result{Delivery: conformance.Delivery{Packet: Packet(t, "{}"), Skip: text}}
}

// Unreached is a result without an answer, for this reason.
func Unreached(t testing.TB, text string) conformance.Result {
	r := Outcome(t, judge.Error, text)
	failure := &webhook.Failure{Class: webhook.Connect, Err: errors.New(text)}
	r.Judgement.Err, r.Judgement.Reaction = failure, judge.NoReaction
	r.Exchange = &webhook.Exchange{Request: r.Exchange.Request, Failure: failure}
	return r
}

// cutOff is an answer that broke in the middle.
func cutOff(t testing.TB, text string, c *judge.Check) conformance.Result {
	r := Outcome(t, judge.Fail, text, Found(c, payloads.Must, text+"cut", -1))
	r.Redelivery = "again"
	r.Exchange.Failure = &webhook.Failure{Class: webhook.Closed, Err: errors.New(text)}
	return r
}

// SignOf is the signature of a request.
func SignOf(t testing.TB, r *webhook.Request) string {
	t.Helper()
	for _, p := range r.Query {
		if p.Name == "Sign" && len(p.Value) == 64 {
			return p.Value
		}
	}
	t.Fatal("the request is not signed")
	return ""
}
