package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/report/why"

	"github.com/clipperhouse/displaywidth"
	"github.com/timhook/timhook/report/reporttest"
	"github.com/timhook/timhook/report/terminal"

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

func TestFindingsOnOneAnswerAreOneBlock(t *testing.T) {
	check := reporttest.HostileCheck("x")
	one, two := reporttest.Found(check, payloads.Must, "one", 2), reporttest.Found(check, payloads.Must, "two", 17)
	weaker := reporttest.HostileCheck("y")
	weaker.Fix, weaker.Source = "another fix", check.Source
	other := reporttest.Found(weaker, payloads.Should, "three", 2)
	got := textOf(t,
		&conformance.Report{Results: []conformance.Result{reporttest.Outcome(t, judge.Fail, "plain", one, other, two)}})
	if strings.Index(got, "byte 2, /three: ") > strings.Index(got, "byte 17, /two: ") {
		t.Errorf("the carets do not follow the bytes:\n%s", got)
	}
	for text, count := range map[string]int{
		"\n── FAIL  check-x  MUST": 1, "\n── WARN  check-y  SHOULD": 1,
		" Requirement ": 1, " Source ": 1, " Sent ": 1, " Body ": 1, " Fix ": 1, " Reproduce ": 1,
		"\n Fix          - x word": 1, "\n              - another fix\n": 1,
		"^^^^^ byte 2, /one: ": 1, "^^^^^ byte 17, /two: ": 1, "^^^^^ byte 2, /three: ": 1,
	} {
		t.Run(text, func(t *testing.T) {
			if n := strings.Count(got, text); n != count {
				t.Errorf("%q is there %d times, want %d:\n%s", text, n, count, got)
			}
		})
	}
}

func TestFindingsOfTwoAnswersAreTwoBlocks(t *testing.T) {
	result := func(body string) conformance.Result {
		r := reporttest.Outcome(t, judge.Fail, "plain", reporttest.Found(reporttest.HostileCheck(body), payloads.Must, body, 2))
		r.Exchange.Body = []byte(body)
		return r
	}
	got := textOf(t, &conformance.Report{Results: []conformance.Result{result("one"), result("two")}})
	if n := strings.Count(got, "\n Reproduce "); n != 2 {
		t.Errorf("got %d blocks, want 2:\n%s", n, got)
	}
}

// onTerminal is the text on a terminal of so many columns; 0: through a pipe.
func onTerminal(t testing.TB, r *conformance.Report, columns int) string {
	t.Helper()
	var buf bytes.Buffer
	text := report.Lines{Text: report.Text{W: &buf, Palette: terminal.NewPalette(false).Within(columns)}}
	d := report.NewDocument(r)
	for _, c := range d.Cases {
		text.Case(c)
	}
	text.End(d)
	return buf.String()
}

func TestNothingIsWiderThanTheTerminalButWhatIsCopied(t *testing.T) {
	for _, text := range []string{"plain", reporttest.Hostile, strings.Repeat("收到消息回调 👩‍🚀 ", 12), strings.Repeat("x", 300)} {
		for _, columns := range []int{60, 80, 120} {
			t.Run(fmt.Sprintf("%.10s in %d columns", text, columns), func(t *testing.T) {
				for _, run := range []*conformance.Report{reporttest.Model(t, text), suiteRun(t, text)} {
					isCopied := false // a word of a command stays in one piece
					for line := range strings.Lines(onTerminal(t, run, columns)) {
						line = strings.TrimRight(line, "\n")
						isCopied = beginsCommand(line) || isCopied && strings.HasPrefix(line, "           ")
						if n := displaywidth.String(line); n > columns && !isCopied && !strings.HasPrefix(line, "── ") {
							t.Errorf("%d columns: %s", n, line)
						}
					}
				}
			})
		}
	}
}

func beginsCommand(line string) bool {
	return strings.HasPrefix(line, " As curl ") || strings.HasPrefix(line, " Reproduce ") ||
		strings.HasPrefix(line, "Run again ")
}

func TestAPipeGetsEachValueInOneLine(t *testing.T) {
	got := textOf(t, suiteRun(t, strings.Repeat("word ", 100)))
	for _, name := range []string{" Requirement ", " Source ", " Impact "} {
		_, value, _ := strings.Cut(got, "\n"+name)
		if value, _, _ = strings.Cut(value, "\n"); len(value) < 400 {
			t.Errorf("%s is wrapped: %q", name, value)
		}
	}
}

func TestCaretsStandUnderTheirBytesOnEveryLineOfATerminal(t *testing.T) {
	body := `{"ErrorInfo":"` + strings.Repeat("收到", 30) + `","ErrorCode":"0"}`
	at := strings.Index(body, `"0"`)
	r := reporttest.Outcome(t, judge.Fail, "plain", judge.Finding{
		Check: reporttest.HostileCheck("x"), Level: payloads.Must, Path: "/ErrorCode", Offset: at, Length: 3,
		Got: `the string "0"`, Want: "an integer",
	})
	r.Exchange.Body = []byte(body)
	got := onTerminal(t, &conformance.Report{Results: []conformance.Result{r}}, 60)
	want := "" +
		` Body         {"ErrorInfo":"收到收到收到收到收到收到收到收` + "\n" +
		`              到收到收到收到收到收到收到收到收到收到收到收` + "\n" +
		`              到收到收到收到收到收到收到收到收到收到收到收` + "\n" +
		`              到","ErrorCode":"0"}` + "\n" +
		`                              ^^^` + "\n" +
		`              byte 208, /ErrorCode: got the string "0", want` + "\n" +
		`              an integer` + "\n"
	if !strings.Contains(got, want) {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
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
	report.Text{W: &buf, Verbose: 2}.Case(why.NewCase(r))
	for _, want := range []string{"  > POST /im?", "  < HTTP/1.1 100 Continue\n", "  < {}stray\n"} {
		if !strings.Contains(buf.String(), want) {
			t.Errorf("the text lacks %q:\n%s", want, buf.String())
		}
	}
	buf.Reset()
	report.Text{W: &buf, Verbose: 1}.Case(why.NewSuiteCase(suiteRun(t, "plain").Suite[0]))
	if n := strings.Count(buf.String(), `  > {"Text":plain}`); n != 2 {
		t.Errorf("got %d requests, want 2:\n%s", n, buf.String())
	}
}
