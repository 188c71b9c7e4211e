package replay_test

import (
	"testing"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/replay"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

// judged is a result with findings of these checks.
func judged(o judge.Outcome, checks ...string) conformance.Result {
	r := conformance.Result{Judgement: judge.Judgement{Outcome: o}}
	for _, id := range checks {
		r.Judgement.Findings = append(r.Judgement.Findings, judge.Finding{Check: &judge.Check{ID: id}, Path: "/p", Want: "w"})
	}
	return r
}

func TestWhatFailedBeforeIsFixedStillOrChanged(t *testing.T) {
	type results = []conformance.Result
	found := func(checks ...string) (list []capture.Finding) {
		for _, id := range checks {
			list = append(list, capture.Finding{Check: id, Path: "/p", Want: "w"})
		}
		return list
	}
	elsewhere := []capture.Finding{{Check: "a", Path: "/other", Want: "w"}}
	for _, c := range []struct {
		name    string
		verdict string
		before  []capture.Finding
		now     results
		want    replay.Comparison
	}{
		{"it passes", "fail", found("a"), results{judged(judge.Pass)}, replay.Fixed},
		{"it only informs", "fail", found("a"), results{judged(judge.Info, "a")}, replay.Untried},
		{"it fails alike", "fail", found("a", "b"), results{judged(judge.Fail, "b", "a")}, replay.Still},
		{"less is found", "fail", found("a", "b"), results{judged(judge.Fail, "a")}, replay.Changed},
		{"more is found", "warn", found("a"), results{judged(judge.Fail, "a", "b")}, replay.Changed},
		{"it is found elsewhere", "fail", elsewhere, results{judged(judge.Fail, "a")}, replay.Changed},
		{"what failed is not known", "fail", nil, results{judged(judge.Fail, "a")}, replay.Still},
		{"it was not reached and is not", "error", nil, results{judged(judge.Error)}, replay.Still},
		{"it was not reached and fails", "ERROR", nil, results{judged(judge.Fail, "a")}, replay.Changed},
		{"it failed and is not reached", "fail", found("a"), results{judged(judge.Error)}, replay.Untried},
		{"it failed, and is lost on the way", "fail", found("a"), results{judged(judge.Fail, "b"), judged(judge.Error)}, replay.Changed},
		{"it was not tried", "fail", found("a"), results{{Delivery: conformance.Delivery{Skip: "gone"}}}, replay.Untried},
		{"nothing came of it", "fail", found("a"), nil, replay.Untried},
		{"only its redelivery fails", "fail", found("a"), results{judged(judge.Pass), judged(judge.Fail, "a")}, replay.Still},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := &read.Entry{Record: capture.Record{Verdict: c.verdict, Findings: c.before}}
			if !replay.Failed(before) {
				t.Errorf("%q is not taken for a failure", c.verdict)
			}
			if got := replay.Compare(before, c.now); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	for _, verdict := range []string{"", "pass", "info", "skip"} {
		if replay.Failed(&read.Entry{Record: capture.Record{Verdict: verdict}}) {
			t.Errorf("%q is taken for a failure", verdict)
		}
	}
}

func TestTheVerdictIsTheWorstOfItsDeliveries(t *testing.T) {
	for want, results := range map[string][]conformance.Result{
		"":      nil,
		"pass":  {judged(judge.Info), judged(judge.Pass)},
		"info":  {judged(judge.Info)},
		"warn":  {judged(judge.Warn), judged(judge.Pass)},
		"fail":  {judged(judge.Warn), judged(judge.Error), judged(judge.Fail)},
		"error": {judged(judge.Error), judged(judge.Warn)},
	} {
		t.Run(want, func(t *testing.T) {
			if got := replay.Verdict(results); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// A record of what was sent again is known as the entry that it came from, in whatever file it lies.
func TestAnOriginSurvivesBeingSentAgain(t *testing.T) {
	e := &read.Entry{Record: *record(0, sendPacket), Input: "calls.ndjson", Number: 3}
	first := replay.OriginOf(e)
	if first.From != "calls.ndjson#3" || replay.Name(e) != first.From {
		t.Errorf("got %q and the name %q, want calls.ndjson#3", first.From, replay.Name(e))
	}
	resigned, other := *e, *e
	resigned.Request.Query += "&RequestTime=9&Sign=0a"
	other.Request.Body = []byte("{}")
	if replay.OriginOf(&resigned).Key != first.Key || replay.OriginOf(&other).Key == first.Key {
		t.Error("the key does not tell requests apart, or tells signatures apart")
	}
	again := &read.Entry{Record: *record(0, "{}"), Input: "failed.ndjson", Number: 1}
	again.Extra = `"more":{"replayOf":1},` + first.Extra()
	if got := replay.OriginOf(again); got != first || replay.Name(again) != "calls.ndjson#3" {
		t.Errorf("got %v, want %v", got, first)
	}
	for _, extra := range []string{`"replayOf":1`, `"replayOf":{"key":"","from":"x"}`, `"replayOf":`, `"x":"replayOf"`} {
		again.Extra = extra
		if got := replay.OriginOf(again).From; got != "failed.ndjson#1" {
			t.Errorf("%s: got %q", extra, got)
		}
	}
}
