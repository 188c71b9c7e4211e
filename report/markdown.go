package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/timhook/timhook/report/markdown"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

// Bounds of the Markdown, which GitHub cuts at 65,536 characters in a comment and at 1 MiB in a step summary.
const (
	markdownFindings = 20
	markdownBytes    = 1500      // of a request or an answer
	markdownEnough   = 400 << 10 // no further finding behind so many bytes
)

// StepSummary writes the Markdown of a run, as a GitHub workflow appends it to the file named in GITHUB_STEP_SUMMARY:
// the verdict, the counts, and each finding with its requirement, its place, its remedy and how to repeat it.
func StepSummary(w io.Writer, d *Document) error { return WriteMarkdown(w, d, markdownCounts) }

// WriteMarkdown writes what the reader of a pull request needs without opening anything else. The figures are what the
// kind of document has between the verdict and the findings.
func WriteMarkdown(w io.Writer, d *Document, figures func(*markdown.Writer, *Document)) error {
	d = Masked(w, d)
	m := markdown.New(w)
	m.Line(fmt.Sprintf("## %s: %s %s", heading(d), markdown.Mark(d.Verdict), markdown.Text(VerdictLine(d))), "")
	if d.Load != nil {
		m.Line("**"+markdown.Text(d.Load.Sentence)+"**", "")
	}
	m.Line(fmt.Sprintf("%s against %s in %s.", counted(d, safe.Palette{}), markdown.Code(d.Backend),
		words.Seconds(d.Seconds)), "")
	figures(m, d)
	markdownProblems(m, d)
	findings := slices.DeleteFunc(slices.Clone(d.Findings), func(f Finding) bool { return isNote(f.Outcome) })
	for i, f := range findings {
		if i == markdownFindings || m.Size() > markdownEnough {
			m.Line("", fmt.Sprintf("_… and %d further findings; another format has them all._", len(findings)-i))
			break
		}
		markdownFinding(m, f)
	}
	markdownFoot(m, d)
	return m.Err()
}

// markdownCounts is a table of the callbacks and how many of their cases have which outcome.
func markdownCounts(m *markdown.Writer, d *Document) {
	columns := []string{"callback"}
	for _, o := range caseOutcomes() {
		if d.Counts[words.Outcome(o)] > 0 {
			columns = append(columns, words.Outcome(o))
		}
	}
	m.Table(columns...)
	for _, cases := range byCallback(d) {
		cells := []string{markdown.Code(cases[0].Callback)}
		counts := countOutcomes(cases)
		for _, c := range columns[1:] {
			cells = append(cells, orDash(counts[c]))
		}
		m.Row(cells...)
	}
	if line := unlistedLine(d); line != "" {
		m.Line("", "_"+line+"_")
	}
}

func markdownProblems(m *markdown.Writer, d *Document) {
	var list []string
	for _, p := range d.Problems {
		list = append(list, "❌ "+markdown.Text(p))
	}
	for _, c := range d.Cases {
		switch c.Outcome {
		case "error":
			list = append(list, "🚫 "+markdown.Code(c.Name)+" could not be judged: "+markdown.Text(answerLine(c)))
		case "fixed":
			list = append(list, "❌ "+markdown.Code(c.Name)+": "+markdown.Text(fixedLine(c)))
		}
	}
	for _, h := range d.Hints {
		list = append(list, "Hint: "+markdown.Text(h))
	}
	for i, l := range list {
		if i == 0 {
			m.Line("")
		}
		if i == markdownFindings {
			m.Line(fmt.Sprintf("- … and %d more", len(list)-i))
			break
		}
		m.Line("- " + l)
	}
}

func markdownFinding(m *markdown.Writer, f Finding) {
	m.Line("", fmt.Sprintf("### %s %s %s in %s", markdown.Mark(f.Outcome), f.Level, markdown.Code(f.Check),
		markdown.Code(f.Case)), "", "**"+markdown.Text(f.Title)+"**", "")
	if p, ok := placeOf(f); ok {
		blanks, carets := p.carets()
		m.Fence("", fmt.Sprintf("body  %s\n      %s%s byte %d\n", p.line(), blanks, carets, f.Offset))
	}
	m.Line("- Found: "+markdown.Text(f.Message), "- Impact: "+markdown.Text(f.Impact),
		"- **Fix**: "+markdown.Text(f.Fix), "- Source: "+markdown.Text(f.Source)+" ("+markdown.Text(f.Evidence)+")")
	if f.Count > 1 {
		m.Line("- Same cause: " + markdown.Text(moreCases(f)))
	}
	if f.Shrunk != "" {
		m.Line("- Shrunk: " + markdown.Text(f.Shrunk))
	}
	if f.Reproduce != "" && len(f.Reproduce) <= longestCurl {
		m.Line("", "Reproduce:", "")
		m.Fence("sh", safe.Visible(f.Reproduce)+"\n")
	}
	m.Fold("Request and answer", func() {
		m.Fence("", visibleLines(requestText(f.Sample.Request), "> ",
			markdownBytes)+visibleLines(answerText(f.Sample.Answer), "< ", markdownBytes))
	})
	if f.Curl != "" && len(f.Curl) <= longestCurl {
		m.Fold("As curl", func() { m.Fence("", safe.Visible(f.Curl)+"\n") })
	}
}

func markdownFoot(m *markdown.Writer, d *Document) {
	if slow := slowestOf(d); len(slow) > 0 {
		m.Fold("Slowest cases", func() {
			m.Table("case", "took")
			for _, c := range slow {
				m.Row(markdown.Code(c.Name), words.Seconds(c.Seconds))
			}
		})
	}
	if len(d.Unverified) > 0 {
		m.Line("", "### Not verified", "")
		for _, u := range d.Unverified {
			m.Line("- " + markdown.Text(u.String()) + ": give " + markdown.Text(u.Give))
		}
	}
	if notes := notedIn(d, true); len(notes) > 0 {
		m.Fold("Notes", func() {
			for _, n := range notes {
				m.Line("- " + markdown.Text(n.String()))
			}
		})
	}
	if skipped := skippedFor(d); len(skipped) > 0 {
		m.Fold("Skipped cases", func() {
			for _, s := range skipped {
				m.Line(fmt.Sprintf("- %d: %s", s.count, markdown.Text(s.text)))
			}
		})
	}
	parts := append([]string{"timhook " + markdown.Text(d.Version), "catalogue " + markdown.Text(d.Catalogue)},
		repeats(d)...)
	m.Line("", "<sub>"+strings.Join(parts, " · ")+"</sub>")
}

func orDash(n int) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprint(n)
}
