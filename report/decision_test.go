package report_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/reporttest"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// decidedRun is a run in which a backend has decided on a message, and on another one with a finding.
func decidedRun(t testing.TB, answer string) *conformance.Report {
	t.Helper()
	c, err := chat.Lookup("before-send")
	if err != nil {
		t.Fatal(err)
	}
	p := payloads.Packet{Command: c, Variant: &c.Variants()[0], Body: []byte(c.Sample)}
	endpoint, err := webhook.ParseEndpoint("http://backend.example/im")
	if err != nil {
		t.Fatal(err)
	}
	target := webhook.Target{URL: endpoint, SDKAppID: 1400000000}
	result := func(took time.Duration) conformance.Result {
		ex := &webhook.Exchange{
			Request: target.Request(conformance.CallbackOf(p), time.Unix(1700000000, 0)),
			Proto:   "HTTP/1.1", Status: 200, Reason: "OK", Body: []byte(answer), Timing: webhook.Timing{Total: took},
		}
		return conformance.Result{
			Delivery: conformance.Delivery{Packet: p}, Exchange: ex,
			Judgement: judge.Judge(ex, judge.Options{Command: c}),
		}
	}
	passes, fails := result(12*time.Millisecond), result(40*time.Millisecond)
	passes.Judgement.Outcome, passes.Judgement.Findings = judge.Pass, nil
	fails.Judgement.Outcome = judge.Fail
	fails.Judgement.Findings = []judge.Finding{reporttest.Found(judge.Checks()[0], payloads.Must, "x", -1)}
	return &conformance.Report{
		Version: "1.0", Backend: "http://backend.example/im", Command: "timhook send",
		Results: []conformance.Result{passes, passes, fails},
	}
}

const (
	refusal  = `{"ActionStatus":"OK","ErrorInfo":"no links","ErrorCode":10101}`
	sentence = "Chat would refuse this message; the sender sees 10101 and your text."
)

func TestEveryFormatSaysWhatChatWouldDo(t *testing.T) {
	for _, w := range writers(t) {
		if w.name == "badge" || w.name == "statement" {
			continue // they tell what was met, and of no answer
		}
		text := strings.Join(strings.Fields(written(t, w, decidedRun(t, refusal))), " ")
		if !strings.Contains(text, sentence) {
			t.Errorf("%s: got %s, want %q", w.name, text, sentence)
		}
	}
}

func TestTheTimeOfAnAnswerThatDecidesIsWhatSomebodyWaits(t *testing.T) {
	run := decidedRun(t, refusal)
	for _, w := range writers(t) {
		switch text := strings.Join(strings.Fields(written(t, w, run)), " "); {
		case w.name == "html" && !strings.Contains(text, "12 ms, at most 40 ms"):
			t.Errorf("%s: got %s, want how long users wait", w.name, text)
		case !strings.HasPrefix(w.name, "text"):
		case w.name != "text-brief" && !strings.Contains(text, "200 · the sender waits 12ms · Chat would"),
			!strings.Contains(text, "200 OK · the sender waits 40ms"),
			!strings.Contains(text, "decided: before-send, 3 answers: "+sentence+" The sender waits 12ms, at most 40ms."):
			t.Errorf("%s: got %s, want what the sender waits", w.name, text)
		}
	}
}

func TestADecisionIsData(t *testing.T) {
	var out bytes.Buffer
	if err := report.WriteJSON(&out, report.NewDocument(decidedRun(t, refusal))); err != nil {
		t.Fatal(err)
	}
	var doc report.Document
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	want := report.Decision{
		Does: "refuse", Sentence: sentence, Evidence: "documented", Code: 10101, Shown: 10101, Asker: "sender", WaitsMS: 12,
	}
	got := doc.Cases[0].Exchanges[0].Decision
	if got == nil || got.Does != want.Does || got.Sentence != want.Sentence || got.Evidence != want.Evidence ||
		got.Code != want.Code || got.Shown != want.Shown || got.Asker != want.Asker || got.WaitsMS != want.WaitsMS {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// What a backend writes into its answer, and a secret in it, reach no report as they are.
func TestADecisionHidesSecretsAndControls(t *testing.T) {
	for _, w := range writers(t) {
		var out bytes.Buffer
		redactor := safe.NewRedactor(&out)
		redactor.Hide("k7Qd2mXz9TnB4vRw")
		run := decidedRun(t, `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,`+
			`"MsgBody":"k7Qd2mXz9TnB4vRw \u001b[31m\r\n::error::x"}`)
		if err := w.write(redactor, run); err != nil {
			t.Fatal(err)
		}
		if err := redactor.Flush(); err != nil {
			t.Fatal(err)
		}
		if text := out.String(); strings.Contains(text, "k7Qd2mXz9TnB4vRw") ||
			strings.Contains(strings.ReplaceAll(text, "\x1b[", ""), "\x1b") || strings.Contains(text, "\n::error::x") {
			t.Errorf("%s: got %q", w.name, text)
		}
	}
}
