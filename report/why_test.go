package report_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/webhook"
)

// failedRun is a suite whose cases of these names drew an answer: "send/random-zero".
func failedRun(t *testing.T, status int, body string, names ...string) *conformance.Report {
	t.Helper()
	r := &conformance.Report{Command: "timhook test http://127.0.0.1:8080/im", Seed: 7, Started: time.Unix(0, 0)}
	for _, name := range names {
		short, id, _ := strings.Cut(name, "/")
		c, err := chat.Lookup(short)
		if err != nil {
			t.Fatal(err)
		}
		v, err := c.Variant(id)
		if err != nil {
			t.Fatal(err)
		}
		result := conformance.Result{Delivery: conformance.Delivery{Packet: payloads.Packet{Command: c, Variant: v, Body: []byte("{}")}}}
		endpoint, err := webhook.ParseEndpoint("http://127.0.0.1:8080/im")
		if err != nil {
			t.Fatal(err)
		}
		result.Exchange = &webhook.Exchange{Request: &webhook.Request{Endpoint: endpoint, Body: []byte("{}")}, Status: status, Body: []byte(body)}
		result.Judgement = judge.Judge(result.Exchange, judge.Options{})
		r.Suite = append(r.Suite, conformance.SuiteResult{Case: conformance.VariantCase(c, v, false), Results: []conformance.Result{result}})
		r.Results = append(r.Results, result)
	}
	return r
}

func TestAFindingNamesItsCasesAndItsCause(t *testing.T) {
	d := report.NewDocument(failedRun(t, 500, "error", "bot/random-int32-over", "send/random-int32-over", "bot/random-real", "send/random-real"))
	if len(d.Findings) != 1 {
		t.Fatalf("got %d findings, want 1", len(d.Findings))
	}
	f := d.Findings[0]
	if diff := cmp.Diff([]string{"random-int32-over (send)", "random-real (bot, send)"}, f.Listed); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !strings.HasPrefix(f.Cause, "A number above 2147483647") || !strings.HasSuffix(f.Cause, ".") || !strings.Contains(f.Fix, "64 bits") {
		t.Errorf("got the cause %q and the fix %q", f.Cause, f.Fix)
	}
}

func TestAfterTenTheCasesAreCounted(t *testing.T) {
	var names []string
	for _, id := range []string{
		"face", "face-control", "custom-full", "custom-empty-opts", "unknown", "stream", "relay-list", "relay-key", "relay-nested",
		"content-first", "text", "location", "location-negative", "location-integer", "image",
	} {
		names = append(names, "send/elem-"+id)
	}
	d := report.NewDocument(failedRun(t, 200, "OK", names...))
	listed := d.Findings[0].Listed
	if len(listed) != 11 || listed[10] != "and 4 more" {
		t.Errorf("got %q, want ten and how many more", listed)
	}
}

func TestTheRunEndsWithTheLineThatRunsAgainWhatFailed(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		cases  []string
		want   string
	}{
		{"nothing", 200, []string{"send/random-zero"}, ""},
		{"one", 500, []string{"send/random-zero"}, "timhook test http://127.0.0.1:8080/im --run send/random-zero --seed 7 --now 0001-01-01T00:00:00Z"},
		{"one of all callbacks that were played", 500, []string{"send/random-zero", "bot/random-zero"}, "timhook test http://127.0.0.1:8080/im --run random-zero --seed 7 --now 0001-01-01T00:00:00Z"},
		{"many", 500, []string{"send/random-zero", "send/random-real", "send/text-empty", "send/at-all", "send/ccd-plain", "send/elem-face", "send/text-cjk"}, "timhook test http://127.0.0.1:8080/im --last-failed --seed 7 --now 0001-01-01T00:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := judge.Canonical
			if got := report.NewDocument(failedRun(t, c.status, body, c.cases...)).Rerun; got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestTheOwnAnswerIsCorrected(t *testing.T) {
	for _, c := range []struct {
		status     int
		body, want string
		sure       bool
	}{
		{200, `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":"0","id":7}`, `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"id":7}`, true},
		{201, judge.Canonical, "HTTP 200  " + judge.Canonical, true},
		{200, "OK", judge.Canonical, false},
		{403, `{"ActionStatus":"FAIL"}`, "", false},
	} {
		t.Run(fmt.Sprint(c.status, c.body), func(t *testing.T) {
			f := report.NewDocument(failedRun(t, c.status, c.body, "send/text-ascii")).Findings[0]
			if f.Corrected != c.want || f.CorrectedSure != c.sure {
				t.Errorf("got %q, sure %v, want %q, sure %v", f.Corrected, f.CorrectedSure, c.want, c.sure)
			}
		})
	}
}
