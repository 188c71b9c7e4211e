package report_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/report/why"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/clipperhouse/displaywidth"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/webhook"
)

// refusedRun is a run of cases that were not reached for one reason, with another one between.
func refusedRun(t testing.TB, alike int) *conformance.Report {
	t.Helper()
	r := &conformance.Report{}
	for i := range alike {
		r.Results = append(r.Results, reporttest.Unreached(t, "connect: refused"))
		if i == 1 {
			r.Results = append(r.Results, reporttest.Unreached(t, "connect: no route"))
		}
	}
	return r
}

func TestTheSameErrorIsToldThreeTimesAndThenCounted(t *testing.T) {
	for alike, want := range map[int]string{3: "", 4: "... and 1 more", 534: "... and 531 more"} {
		t.Run(fmt.Sprint(alike), func(t *testing.T) {
			for _, format := range []string{"text", "github"} {
				got := written(t, named(t, format), refusedRun(t, alike))
				if n := strings.Count(got, "connect: refused"); n != min(alike, 4) {
					t.Errorf("%s of %d: the error is told %d times:\n%s", format, alike, n, got)
				}
				if n := strings.Count(got, "connect: no route"); n != 1 {
					t.Errorf("%s of %d: the other error is told %d times, want 1", format, alike, n)
				}
				if strings.Contains(got, "... and") != (want != "") || !strings.Contains(got, want) {
					t.Errorf("%s of %d: want %q:\n%s", format, alike, want, got)
				}
			}
		})
	}
}

func TestVerboseLinesTellEveryError(t *testing.T) {
	var buf bytes.Buffer
	lines := report.Lines{Text: report.Text{W: &buf, Verbose: 1}}
	r := refusedRun(t, 7)
	for _, result := range r.Results {
		lines.Case(why.NewCase(result))
	}
	lines.End(report.NewDocument(r))
	if got := buf.String(); strings.Count(got, "ERROR  Group.") != 8 || strings.Contains(got, "... and") {
		t.Errorf("got:\n%s", got)
	}
}

func TestALineSaysThatACaseOnlySurvived(t *testing.T) {
	r := reporttest.Outcome(t, judge.Pass, "plain")
	r.Judgement.Reaction = judge.Unclear
	run := &conformance.Report{Results: []conformance.Result{reporttest.Outcome(t, judge.Pass, "plain"), r}}
	for format, want := range map[string]string{
		"text": " · survived: the backend neither accepted nor refused\n",
		"tap":  ` · survived: the backend neither accepted nor refused"`,
		"html": " · survived: the backend neither accepted nor refused<",
	} {
		t.Run(format, func(t *testing.T) {
			if got := written(t, named(t, format), run); strings.Count(got, want) != 1 {
				t.Errorf("want %q once:\n%s", want, got)
			}
		})
	}
	if got := textOf(t, run); !strings.Contains(got, "\n1 case passed though the answer neither accepts nor refuses: ") {
		t.Errorf("the summary does not count it:\n%s", got)
	}
}

func TestDurationsAndSizesReadAsPeopleWriteThem(t *testing.T) {
	for took, want := range map[time.Duration]string{
		time.Microsecond: " · <100µs", 99 * time.Microsecond: " · <100µs", 100 * time.Microsecond: " · 100µs", 1234 * time.Microsecond: " · 1.2ms",
	} {
		t.Run(took.String(), func(t *testing.T) {
			r := reporttest.Outcome(t, judge.Fail, "plain",
				reporttest.Found(reporttest.HostileCheck("x"), payloads.Must, "plain", 0))
			r.Exchange.Timing.Total, r.Exchange.Body = took, []byte("x")
			got := textOf(t, &conformance.Report{Results: []conformance.Result{r}})
			if !strings.Contains(got, want+" · check-x") || !strings.Contains(got, want+" · 1 byte\n") {
				t.Errorf("want %q and 1 byte:\n%s", want, got)
			}
		})
	}
}

func TestNothingIsShownOfAnAnswerThatDidNotCome(t *testing.T) {
	var buf bytes.Buffer
	report.Text{W: &buf, Verbose: 1}.Case(why.NewCase(reporttest.Unreached(t, "plain")))
	if got := buf.String(); !strings.Contains(got, "\n  > {") || strings.Contains(got, "  <") {
		t.Errorf("got:\n%s", got)
	}
}

func TestTheHeadOfAFindingFitsTheTerminal(t *testing.T) {
	for _, columns := range []int{0, 60, 80, 100, 120} {
		for _, id := range []string{
			"x", "resp-keys", strings.Repeat("k", 17), strings.Repeat("k", 35), strings.Repeat("k", 36), strings.Repeat("消息", 9),
		} {
			t.Run(fmt.Sprintf("%s in %d columns", id, columns), func(t *testing.T) {
				check := &judge.Check{ID: id, Title: "plain"}
				r := reporttest.Outcome(t, judge.Fail, "plain", reporttest.Found(check, payloads.Must, "plain", 0))
				got := onTerminal(t, &conformance.Report{Results: []conformance.Result{r}}, columns)
				_, head, _ := strings.Cut(got, "\n── ")
				head, rest, _ := strings.Cut("── "+head, "\n")
				bare := strings.TrimRight(head, " ─")
				if width := displaywidth.String(head); columns > 0 && width != columns && width > displaywidth.String(bare)+2 {
					t.Errorf("the head takes %d columns, want %d: %s", width, columns, head)
				}
				inHead := strings.Contains(head, r.Name())
				if below := strings.HasPrefix(rest, " Case         "+r.Name()+"\n"); inHead == below || columns == 0 && below {
					t.Errorf("the case is in the head: %v, below it: %v", inHead, below)
				}
			})
		}
	}
}

func TestAVerdictThatCameEarlyIsNoPlainOne(t *testing.T) {
	d := report.NewDocument(&conformance.Report{Results: []conformance.Result{reporttest.Outcome(t, judge.Pass, "plain")}})
	d.Ended = "interrupted"
	for format, want := range map[string]string{
		"text": "\nPASS, ended early: interrupted  1 pass", "markdown": "✅ PASS, ended early: interrupted\n",
		"github": "::PASS, ended early: interrupted: 1 pass",
		"html":   "<title>timhook: PASS, ended early: interrupted ", "tap": "Bail out! interrupted",
		"json": `"ended": "interrupted"`,
	} {
		t.Run(format, func(t *testing.T) {
			if got := formatted(t, format, d); !strings.Contains("\n"+got, want) {
				t.Errorf("%s lacks %q:\n%s", format, want, got)
			}
		})
	}
}

// A backend that spells the keys in lower case breaks one requirement in several places, which read as one block.
func TestKeysInLowerCaseAreOneBlock(t *testing.T) {
	r := reporttest.Outcome(t, judge.Fail, "plain")
	r.Exchange.Timing.Total = time.Millisecond
	r.Exchange.Body = []byte(`{"actionstatus":"OK","errorcode":0,"errorinfo":""}`)
	r.Judgement = judge.Judge(r.Exchange, judge.Options{Expect: r.Expect})
	if len(r.Judgement.Findings) < 2 {
		t.Fatalf("got %d findings, want several", len(r.Judgement.Findings))
	}
	other := r
	other.Judgement.Findings = other.Judgement.Findings[:1]
	got := textOf(t, &conformance.Report{Results: []conformance.Result{other, r}})
	heads := map[string]int{}
	for _, f := range r.Judgement.Findings {
		heads[fmt.Sprintf("── FAIL  %s  ", f.Check.ID)]++
	}
	for head := range heads {
		if n := strings.Count(got, head); n != 1 {
			t.Errorf("%d blocks begin with %q, want 1:\n%s", n, head, got)
		}
	}
	for _, f := range r.Judgement.Findings {
		if !strings.Contains(got, f.Message()) {
			t.Errorf("the text lacks %q:\n%s", f.Message(), got)
		}
	}
}

func TestTheAnswerSaysThatItWasRedialed(t *testing.T) {
	r := reporttest.Outcome(t, judge.Pass, "plain")
	r.Exchange.Redialed = true
	if got := written(t, named(t, "json"), &conformance.Report{Results: []conformance.Result{r}}); !strings.Contains(got, `"redialed": true`) {
		t.Errorf("got:\n%s", got)
	}
}

var errPlain = errors.New("plain")

// failed is an exchange that was not answered.
func failed(t testing.TB, address string, class webhook.FailureClass, err error) conformance.Result {
	t.Helper()
	endpoint, parseErr := webhook.ParseEndpoint(address)
	if parseErr != nil {
		t.Fatal(parseErr)
	}
	r := reporttest.Unreached(t, "plain")
	failure := &webhook.Failure{Class: class, Err: fmt.Errorf("step: %w", err)}
	r.Exchange = &webhook.Exchange{
		Request: webhook.Target{URL: endpoint}.Request(conformance.CallbackOf(r.Packet), time.Unix(0, 0)),
		Failure: failure,
	}
	r.Judgement.Err = failure
	return r
}
