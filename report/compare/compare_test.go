package comparereport_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report"
	comparereport "github.com/timhook/timhook/report/compare"
	"github.com/timhook/timhook/report/reporttest"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/report/words"
)

// runOf is a run of cases such as "a=fail:resp-json", "b=pass", "c=skip". Cases with the same check have one cause.
func runOf(cases ...string) *report.Document {
	d := &report.Document{Version: "timhook 1", Catalogue: "2026-01-02", Backend: "http://a/im", Findings: []report.Finding{}}
	at := map[string]int{}
	for _, text := range cases {
		name, rest, _ := strings.Cut(text, "=")
		outcome, check, _ := strings.Cut(rest, ":")
		c := report.Case{Name: "Group.CallbackAfterSendMsg/" + name, Callback: "Group.CallbackAfterSendMsg", Outcome: outcome}
		if outcome == "skip" {
			c.Skipped = "no token given"
		} else {
			x := report.Exchange{Outcome: outcome, Answer: report.Answer{Status: 200, WholeMS: 5}}
			if check != "" {
				x.Found = []report.Found{{Check: check, Outcome: outcome, Message: name, Offset: -1}}
				c.Reproduce = "timhook test --run " + name
				if _, ok := at[check]; !ok {
					at[check] = len(d.Findings)
					d.Findings = append(d.Findings, report.Finding{
						Check: check, Outcome: outcome, Case: c.Name, Sample: x, Shrunk: "from 9 to 2 bytes", Reproduce: "first",
					})
				}
				f := &d.Findings[at[check]]
				f.Cases, f.Count = append(f.Cases, c.Name), f.Count+1
			}
			c.Exchanges = []report.Exchange{x}
		}
		d.Cases = append(d.Cases, c)
	}
	d.Settle()
	return d
}

func compared(before, after *report.Document) *comparereport.Comparison {
	return comparereport.New([2]string{"a", "b"}, before, after, comparereport.Slower{Percent: 50, LeastMS: 20})
}

// checks are findings as "resp-json in x,y".
func checks(list []report.Finding) (texts []string) {
	for _, f := range list {
		texts = append(texts, f.Check+" in "+strings.ReplaceAll(strings.Join(f.Cases, ","), "Group.CallbackAfterSendMsg/", ""))
	}
	return texts
}

// TestARunThatEndedEarlyIsNotGreen compares with a run that did not come to all cases: what it skipped, and what is
// missing in it, held before.
func TestARunThatEndedEarlyIsNotGreen(t *testing.T) {
	for name, after := range map[string]*report.Document{"skipped": runOf("x=pass", "y=skip"), "gone": runOf("x=pass")} {
		if c := compared(runOf("x=pass", "y=pass"), after); c.Verdict != "same" {
			t.Errorf("%s: got %s for a run that did not end early", name, c.Verdict)
		}
		after.Ended = "--max-time is over"
		if c := compared(runOf("x=pass", "y=pass"), after); c.Verdict != "notJudged" || len(c.NotJudged) != 1 {
			t.Errorf("%s: got %s with %d cases not judged, want notJudged with one", name, c.Verdict, len(c.NotJudged))
		}
	}
}

func TestWhatBrokeAndWhatIsFixed(t *testing.T) {
	type cases = []string
	for _, tt := range []struct {
		name          string
		before, after cases
		broke, fixed  []string
		verdict       string
	}{
		{"nothing", cases{"x=pass"}, cases{"x=pass"}, nil, nil, "same"},
		{"a MUST broke", cases{"x=pass"}, cases{"x=fail:resp-json"}, []string{"resp-json in x"}, nil, "broke"},
		{"it was broken before", cases{"x=fail:resp-json"}, cases{"x=fail:resp-json"}, nil, nil, "same"},
		{"it is fixed", cases{"x=fail:resp-json"}, cases{"x=pass"}, nil, []string{"resp-json in x"}, "fixed"},
		{
			"another requirement of a case that failed",
			cases{"x=fail:resp-json"},
			cases{"x=fail:resp-status-200"},
			[]string{"resp-status-200 in x"},
			[]string{"resp-json in x"},
			"broke",
		},
		{
			"only the cases that changed count",
			cases{"x=fail:resp-json", "y=pass"},
			cases{"x=fail:resp-json", "y=fail:resp-json"},
			[]string{"resp-json in y"},
			nil, "broke",
		},
		{"a SHOULD broke", cases{"x=pass"}, cases{"x=warn:resp-json"}, []string{"resp-json in x"}, nil, "warned"},
		{"a SHOULD became a MUST", cases{"x=warn:resp-json"}, cases{"x=fail:resp-json"}, []string{"resp-json in x"}, nil, "broke"},
		{"a MUST became a SHOULD", cases{"x=fail:resp-json"}, cases{"x=warn:resp-json"}, nil, nil, "same"},
		{"a listed failure", cases{"x=pass"}, cases{"x=known:resp-json"}, []string{"resp-json in x"}, nil, "same"},
		{"a failure is taken off the list", cases{"x=known:resp-json"}, cases{"x=fail:resp-json"}, nil, nil, "same"},
		{"a note", cases{"x=pass"}, cases{"x=info:resp-json"}, nil, nil, "same"},
		{"skipped before", cases{"x=skip", "y=pass"}, cases{"x=fail:resp-json", "y=pass"}, nil, nil, "same"},
		{"skipped now", cases{"x=fail:resp-json", "y=pass"}, cases{"x=skip", "y=pass"}, nil, nil, "same"},
		{"added and failing", cases{"y=pass"}, cases{"x=fail:resp-json", "y=pass"}, nil, nil, "same"},
		{"not judged", cases{"x=pass"}, cases{"x=error"}, nil, nil, "notJudged"},
		{"not judged in both", cases{"x=error"}, cases{"x=error"}, nil, nil, "nothing"},
		{"nothing in common", cases{"x=pass"}, cases{"y=pass"}, nil, nil, "nothing"},
		{"of two deliveries the worse", cases{"x=pass", "x=pass"}, cases{"x=fail:resp-json", "x=pass"}, []string{"resp-json in x"}, nil, "broke"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := compared(runOf(tt.before...), runOf(tt.after...))
			if diff := cmp.Diff(tt.broke, checks(c.Broke)); diff != "" {
				t.Errorf("broke (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.fixed, checks(c.Fixed)); diff != "" {
				t.Errorf("fixed (-want +got):\n%s", diff)
			}
			if c.Verdict != tt.verdict {
				t.Errorf("got the verdict %s, want %s", c.Verdict, tt.verdict)
			}
		})
	}
}

// The case in front must be one that broke: its answer, its line, and nothing of the other's.
func TestTheCaseInFrontIsOneThatBroke(t *testing.T) {
	c := compared(runOf("x=fail:resp-json", "y=pass", "z=pass"), runOf("x=fail:resp-json", "y=fail:resp-json", "z=fail:resp-json"))
	f := c.Broke[0]
	got := []string{f.Case, f.Message, f.Reproduce, f.Shrunk, strings.Join(f.Listed, ", ")}
	want := []string{"Group.CallbackAfterSendMsg/y", "y", "timhook test --run y", "", "z (send)"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCasesThatCannotBeComparedAreListed(t *testing.T) {
	c := compared(runOf("a=pass", "b=pass", "c=pass", "d=skip", "e=pass"), runOf("a=pass", "b=skip", "c=error", "d=fail:resp-json", "f=pass"))
	got := [][]comparereport.Change{c.Gone, c.Added, c.Skipped, c.NotJudged, c.Judged}
	name := func(id string) string { return "Group.CallbackAfterSendMsg/" + id }
	want := [][]comparereport.Change{
		{{Case: name("e"), Before: "pass"}},
		{{Case: name("f"), After: "pass"}},
		{{Case: name("b"), Before: "pass", After: "skip", Why: "no token given"}},
		{{Case: name("c"), Before: "pass", After: "error"}},
		{{Case: name("d"), Before: "skip", After: "fail", Why: "no token given"}},
	}
	if diff := cmp.Diff(want, got); diff != "" || c.Compared != 1 {
		t.Errorf("%d compared (-want +got):\n%s", c.Compared, diff)
	}
}

// A run that is too long to keep lists the cases that show its findings. The others held.
func TestACaseThatIsNotListedHasHeld(t *testing.T) {
	before, after := runOf("y=pass"), runOf("x=fail:resp-json", "y=pass")
	before.Unlisted = map[string]int{"pass": 7}
	c := compared(before, after)
	if got := checks(c.Broke); len(got) != 1 || len(c.Added) > 0 {
		t.Errorf("got %q broke and %v added, want one that broke", got, c.Added)
	}
}

// slow is a run of n cases of one callback whose answers took so many milliseconds, the last tenth of them last.
func slow(n int, ms, last float64) *report.Document {
	var cases []string
	for i := range n {
		cases = append(cases, fmt.Sprintf("c%d=pass", i))
	}
	d := runOf(cases...)
	for i := range d.Cases {
		answer := &d.Cases[i].Exchanges[0].Answer
		if answer.WholeMS = ms; i >= n*9/10 {
			answer.WholeMS = last
		}
	}
	return d
}

func TestACallbackIsSlowerPastBothLimits(t *testing.T) {
	for _, tt := range []struct {
		name          string
		before, after *report.Document
		want          bool
	}{
		{"the same", slow(100, 10, 10), slow(100, 10, 10), false},
		{"the median", slow(100, 30, 30), slow(100, 60, 60), true},
		{"a large percentage of nothing", slow(100, 1, 1), slow(100, 20, 20), false},
		{"a small percentage of much", slow(100, 500, 500), slow(100, 700, 700), false},
		{"the p95 alone", slow(100, 10, 10), slow(100, 10, 100), true},
		{"faster", slow(100, 60, 60), slow(100, 10, 10), false},
		{"too few cases", slow(19, 10, 10), slow(19, 1000, 1000), false},
		{"just enough", slow(20, 10, 10), slow(20, 1000, 1000), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := len(compared(tt.before, tt.after).Slower) > 0; got != tt.want {
				t.Errorf("got slower %t, want %t", got, tt.want)
			}
		})
	}
}

// A case that sends many at once, or is played again, counts with its fastest answer.
func TestACaseCountsWithItsFastestAnswer(t *testing.T) {
	before, after := slow(20, 10, 10), slow(20, 10, 10)
	for i := range after.Cases {
		burst := report.Exchange{Answer: report.Answer{Status: 200, WholeMS: 900}}
		after.Cases[i].Exchanges = append(after.Cases[i].Exchanges, burst)
	}
	if c := compared(before, after); len(c.Slower) > 0 || len(c.Latency) != 1 {
		t.Errorf("got %+v, want one callback that is no slower", c.Latency)
	}
}

func TestTheRuleForSlowerIsRead(t *testing.T) {
	for text, want := range map[string]comparereport.Slower{
		"50%": {Percent: 50, LeastMS: 20}, "0%,0s": {}, "12.5%,1.5ms": {Percent: 12.5, LeastMS: 1.5},
	} {
		t.Run(text, func(t *testing.T) {
			if got, err := comparereport.ParseSlower(text); err != nil || got != want {
				t.Errorf("got %v (%v), want %v", got, err, want)
			}
		})
	}
	for _, text := range []string{"", "50", "%", "-1%", "NaN%", "50%,", "50%,-1s", "50%,5", "50%,5ms,"} {
		t.Run("no "+text, func(t *testing.T) {
			if got, err := comparereport.ParseSlower(text); err == nil {
				t.Errorf("got %v, want an error", got)
			}
		})
	}
}

// hostile is a comparison in which every text does what a backend could do.
func hostile(t *testing.T) *comparereport.Comparison {
	model := reporttest.Model(t, reporttest.Hostile)
	model.Results = slices.DeleteFunc(model.Results, func(r conformance.Result) bool { return r.Outcome() != judge.Fail })
	after, before := report.NewDocument(model), report.NewDocument(model)
	before.Findings, before.Backend, before.Version = nil, "x"+before.Backend, "x"
	for i := range before.Cases {
		c := &before.Cases[i]
		c.Outcome, c.Skipped, c.Exchanges = "pass", "", nil
	}
	names := [2]string{"a" + reporttest.Hostile, "b" + reporttest.Hostile}
	c := comparereport.New(names, before, after, comparereport.Slower{Percent: 50, LeastMS: 20})
	change := comparereport.Change{Case: reporttest.Hostile, Before: "pass", After: "pass", Why: reporttest.Hostile}
	c.Added, c.Gone, c.Skipped = append(c.Added, change), append(c.Gone, change), append(c.Skipped, change)
	c.Slower = append(c.Slower, comparereport.Latency{Callback: reporttest.Hostile, Cases: 20, P50After: 90, P95After: 3000})
	c.Latency = append(c.Slower, comparereport.Latency{Callback: "y", Cases: 20})
	c.Fixed = append(c.Fixed, after.Findings...)
	return c
}

func TestNothingOfAFileIsPrintedRaw(t *testing.T) {
	c := hostile(t)
	if len(c.Broke) == 0 {
		t.Fatal("nothing broke")
	}
	for name := range comparereport.Formats().Docs() {
		t.Run(name, func(t *testing.T) {
			f, _ := comparereport.Formats().Named(name)
			var out strings.Builder
			if err := f.Write(&out, terminal.NewPalette(false), c); err != nil {
				t.Fatal(err)
			}
			for _, raw := range []string{"\x1b", "\x00", "\u202e", "\u009b", "\xff"} {
				if name != "json" && strings.Contains(out.String(), raw) {
					t.Errorf("%q is in it", raw)
				}
			}
			for line := range strings.Lines(out.String()) {
				if strings.HasPrefix(strings.TrimSpace(line), "::") {
					t.Errorf("a runner of GitHub would obey %q", line)
				}
			}
			reporttest.Golden(t, "compare-"+name, out.String())
		})
	}
}

// A terminal of 60 columns breaks no line, but for what is to be copied.
func TestAComparisonFitsATerminal(t *testing.T) {
	c := compared(runOf("a=pass", "b=skip", "c=fail:resp-status-200"), runOf("a=fail:resp-json", "b=pass", "c=pass", "d=pass"))
	c.Broke[0].Reproduce = ""
	c.Differs = append(c.Differs, "seed: 18446744073709551615 -> 7 (other ids, texts and numbers in the packets)")
	var out strings.Builder
	if err := c.Text(&out, terminal.NewPalette(false).Within(60)); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if n := terminal.Columns(strings.TrimSuffix(line, "\n")); n > 60 {
			t.Errorf("%s: %q", words.Plural(n, "column"), line)
		}
	}
	reporttest.Golden(t, "compare-60", out.String())
}

func TestAFullDiskIsAnError(t *testing.T) {
	for name := range comparereport.Formats().Docs() {
		t.Run(name, func(t *testing.T) {
			f, _ := comparereport.Formats().Named(name)
			if f.Write(&reporttest.Full{After: 100}, terminal.NewPalette(false), hostile(t)) == nil {
				t.Error("got no error")
			}
		})
	}
}
