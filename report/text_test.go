package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report"
)

func textOf(t testing.TB, r *conformance.Report) string {
	t.Helper()
	return written(t, named(t, "text"), r)
}

func TestALineOfAFailureNamesTheCheckAndWhatWasFound(t *testing.T) {
	r := suiteRun(t, "plain")
	r.Results, r.Suite = nil, r.Suite[:2]
	got, _, _ := strings.Cut(textOf(t, r), "\n\n")
	want := "" +
		"FAIL   Group.CallbackAfterSendMsg/a-ordinary                       200 · 1.23s · check-plain: /plain: got plain, want plainMUST · 2 requests\n" +
		"PASS   Group.CallbackAfterSendMsg/b-fine                           200 · 1.23s · the backend refused · 2 requests"
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestFindingsOfOneCheckInOneCaseShareWhatIsCommon(t *testing.T) {
	check := reporttest.HostileCheck("x")
	one, two := reporttest.Found(check, payloads.Must, "one", 2), reporttest.Found(check, payloads.Must, "two", 17)
	other := reporttest.Found(reporttest.HostileCheck("y"), payloads.Must, "three", 2)
	got := textOf(t,
		&conformance.Report{Results: []conformance.Result{reporttest.Outcome(t, judge.Fail, "plain", one, other, two)}})
	for text, count := range map[string]int{
		"── FAIL": 2, " Requirement ": 2, " Impact ": 2, " Fix ": 2, " Reproduce ": 2, " byte 2, /one: ": 1, " byte 17, /two: ": 1, " byte 2, /three: ": 1,
	} {
		t.Run(text, func(t *testing.T) {
			if n := strings.Count(got, text); n != count {
				t.Errorf("%q is there %d times, want %d:\n%s", text, n, count, got)
			}
		})
	}
	if strings.Index(got, "/two: ") > strings.Index(got, "/three: ") {
		t.Errorf("the findings of a check are apart:\n%s", got)
	}
}

func TestSkippedCasesAreCountedByReason(t *testing.T) {
	r := &conformance.Report{}
	for _, reason := range []string{"no token", "no TLS", "no token"} {
		r.Results = append(r.Results, reporttest.Skipped(t, reason))
	}
	if got := textOf(t, r); !strings.Contains(got, "\nskipped 2: no token\nskipped 1: no TLS\n") {
		t.Errorf("got:\n%s", got)
	}
}

func TestOnlyALongRunNamesItsSlowestCases(t *testing.T) {
	for elapsed, want := range map[time.Duration]string{
		900 * time.Millisecond:  "",
		1100 * time.Millisecond: "slowest: G/6 600ms, G/5 500ms, G/4 400ms, G/3 300ms, G/2 200ms",
	} {
		d := &report.Document{Seconds: elapsed.Seconds()}
		for i := 1; i <= 6; i++ {
			d.Cases = append(d.Cases,
				report.Case{Name: fmt.Sprintf("G/%d", i), Outcome: "pass", Seconds: float64(i) / 10})
		}
		d.Settle()
		var buf bytes.Buffer
		report.Text{W: &buf}.End(d)
		_, line, _ := strings.Cut(buf.String(), "slowest")
		line, _, named := strings.Cut(line, "\n")
		if got := "slowest" + line; named && got != want || !named && want != "" {
			t.Errorf("%v: got %q, want %q", elapsed, got, want)
		}
	}
}

func TestTheTextSaysWhatElseFailsTheRun(t *testing.T) {
	d := report.NewDocument(suiteRun(t, "plain"))
	d.Problems, d.Ended = []string{"p95 is 400ms\n::error::x"}, "interrupted"
	if got := formatted(t, "text", d); !strings.Contains(got, "\nFAIL  p95 is 400ms\\n::error::x\n") || !strings.Contains(got, ", ended early: interrupted  ") {
		t.Errorf("got:\n%s", got)
	}
}

// With -vv every byte is shown, and a case of several requests shows each.
func TestVerboseTextShowsTheWireOfEveryRequest(t *testing.T) {
	r := reporttest.Outcome(t, judge.Pass, "plain")
	r.Exchange.Raw = []byte("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 plain\r\n\r\n{}stray")
	var buf bytes.Buffer
	report.Text{W: &buf, Verbose: 2}.Case(report.NewCase(r))
	for _, want := range []string{"  > POST /im?", "  < HTTP/1.1 100 Continue\n", "  < {}stray\n"} {
		if !strings.Contains(buf.String(), want) {
			t.Errorf("the text lacks %q:\n%s", want, buf.String())
		}
	}
	buf.Reset()
	report.Text{W: &buf, Verbose: 1}.Case(report.NewSuiteCase(suiteRun(t, "plain").Suite[0]))
	if n := strings.Count(buf.String(), `  > {"Text":plain}`); n != 2 {
		t.Errorf("got %d requests, want 2:\n%s", n, buf.String())
	}
}
