package report_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/timhook/timhook/report"
)

// ownMarkup are our tags, and a link to one of our pages.
var ownMarkup = regexp.MustCompile(`</?(details|summary|code|sub)>|` +
	`\[more\]\(https://github\.com/timhook/timhook/blob/main/docs/checks/[-\w.%+~]*\.md\)`)

// checkMarkdown looks whether nothing but our own markup stands outside the fences, and whether each of these ends.
func checkMarkdown(t testing.TB, text string) {
	t.Helper()
	fence, columns, open := "", 0, 0
	for i, line := range strings.Split(text, "\n") {
		ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence != "" && line == fence:
			fence = ""
			continue
		case fence != "":
			if len(ticks) >= len(fence) {
				t.Errorf("line %d could end the fence that it is in: %q", i+1, line)
			}
			continue
		case len(ticks) >= 3:
			fence = ticks
			continue
		case strings.HasPrefix(line, "|"):
			if n := strings.Count(line, "|"); columns != 0 && n != columns {
				t.Errorf("line %d has %d bars, want %d: %q", i+1, n, columns, line)
			} else {
				columns = n
			}
		default:
			columns = 0
		}
		open += strings.Count(line, "<details>") - strings.Count(line, "</details>")
		if rest := ownMarkup.ReplaceAllString(line, ""); strings.ContainsAny(rest, "<>`[]@\\") || strings.Contains(rest, "://") {
			t.Errorf("line %d holds markup that is not ours: %q", i+1, line)
		}
	}
	if fence != "" || open != 0 {
		t.Errorf("a fence (%q) or %d details stay open", fence, open)
	}
}

func TestHostileTextDoesNotBreakOutOfMarkdown(t *testing.T) {
	for _, text := range []string{
		reporttest.Hostile, "````\n# title\n```", "| a | b |\n|---|---|", "</details><img src=x onerror=alert(1)>", "[x](javascript:alert(1)) ![](http://x)", "@everyone #1 **b** _i_ ~s~ $x$",
		"https://evil.example www.evil.example", "<!-- ", "    code", "\\`\\<", ":tada: &lt;b&gt;",
	} {
		for _, d := range []*report.Document{report.NewDocument(reporttest.Model(t, text)), report.NewDocument(suiteRun(t, text))} {
			d.Problems, d.Ended = []string{text}, text
			checkMarkdown(t, formatted(t, "markdown", d))
		}
	}
}

func TestMarkdownIsUnderstoodWithoutOpeningAnythingElse(t *testing.T) {
	d := report.NewDocument(suiteRun(t, "plain"))
	d.Problems = []string{"p95 is 400ms, want less than 300ms"}
	got := formatted(t, "markdown", d)
	for _, want := range []string{
		"## timhook: ❌ FAIL", "| callback | pass | fail | known | fixed | skip | error |", "- ❌ p95 is 400ms", "### ❌ MUST <code>check-plain</code> in",
		"^^^^^ byte 30", "- **Fix**: plain word", "timhook send plain --run", "> POST http://backend.example/im", "seed 18446744073709551615", "- 1: counted under it",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the summary lacks %q:\n%s", want, got)
		}
	}
}

// GitHub refuses a step summary of more than 1 MiB.
func TestAStepSummaryStaysWithinGitHubsLimit(t *testing.T) {
	d := report.NewDocument(reporttest.Model(t, strings.Repeat("<script>", 1000)))
	for range 200 {
		d.Findings = append(d.Findings, d.Findings[0])
		d.Cases = append(d.Cases, d.Cases[8]) // each could not be judged
	}
	var b strings.Builder
	if err := report.StepSummary(&b, d); err != nil {
		t.Fatal(err)
	}
	if b.Len() > 1<<20 {
		t.Errorf("got %d bytes, want no more than 1 MiB", b.Len())
	}
}
