package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/timhook/timhook/report/why"

	"github.com/timhook/timhook/report/markdown"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
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
	d = why.Masked(w, d)
	m := markdown.New(w)
	m.Line(fmt.Sprintf("## %s: %s %s", heading(d), markdown.Mark(d.Verdict), markdown.Text(VerdictLine(d))), "")
	if d.Load != nil {
		m.Line("**"+markdown.Text(d.Load.Sentence)+"**", "")
	}
	m.Line(fmt.Sprintf("%s against %s in %s.", counted(d, terminal.Palette{}), markdown.Code(d.Backend),
		words.Seconds(d.Seconds)), "")
	figures(m, d)
	markdownProblems(m, d)
	MarkdownFindings(m, d.Findings)
	markdownFoot(m, d)
	return m.Err()
}

// MarkdownFindings writes findings, those on one answer as one block, as far as a comment of GitHub has room.
func MarkdownFindings(m *markdown.Writer, findings []Finding) {
	blocks := why.Grouped(withoutNotes(findings), why.AnswerOf)
	for i, group := range blocks {
		if i == markdownFindings || m.Size() > markdownEnough {
			m.Line("", fmt.Sprintf("_… and %d further answers with findings; another format has them all._",
				len(blocks)-i))
			break
		}
		markdownBlock(m, group)
	}
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

// more leads to the page about a check.
func more(f why.Finding) string {
	if f.Docs == "" {
		return ""
	}
	return " " + markdown.Link("more", f.Docs)
}

// markdownBlock writes the findings on one answer.
func markdownBlock(m *markdown.Writer, group []Finding) {
	first := group[0]
	m.Line("")
	for _, f := range group {
		m.Line(fmt.Sprintf("### %s %s %s in %s", markdown.Mark(f.Outcome), f.Level, markdown.Code(f.Check),
			markdown.Code(f.Case)), "", "**"+markdown.Text(f.Title)+"**"+more(f), "")
	}
	var answer strings.Builder
	shown := slices.Clone(group)
	for i := range shown {
		shown[i].Message = safe.Cut(shown[i].Message, markdownBytes)
	}
	Text{W: &answer}.places(shown)
	m.Fence("", answer.String())
	item := func(name string, values ...string) {
		for _, value := range words.Once(values) {
			m.Line("- " + name + ": " + markdown.Text(value))
		}
	}
	item("Decision", why.Texts(group[:1], why.DecisionIn)...)
	item("Cause", why.Texts(group, func(f Finding) string { return f.Cause })...)
	item("Impact", first.Impact)
	item("**Fix**", why.Texts(group, func(f Finding) string { return f.Fix })...)
	item("Corrected", why.Texts(group, why.CorrectedLine)...)
	item("Source", why.Texts(group, why.SourceLine)...)
	for _, f := range group {
		item(why.SameWord(f), why.Texts([]Finding{f}, why.OthersLine)...)
	}
	item("Not sent", why.Texts(group, why.NotSentLine)...)
	item("Shrunk", why.Texts(group, func(f Finding) string { return f.Shrunk })...)
	if first.Reproduce != "" && len(first.Reproduce) <= longestCurl {
		m.Line("", "Reproduce:", "")
		m.Fence("sh", safe.Visible(first.Reproduce)+"\n")
	}
	if link := why.LinkOf(first); link != "" {
		m.Line("", markdown.Link("What the backend logged", link))
	}
	m.Fold("Request and answer", func() {
		m.Fence("", visibleLines(requestText(first.Sample.Request), "> ",
			markdownBytes)+visibleLines(answerText(first.Sample.Answer), "< ", markdownBytes))
	})
	if first.Curl != "" && len(first.Curl) <= longestCurl {
		m.Fold("As curl", func() { m.Fence("", safe.Visible(first.Curl)+"\n") })
	}
}

// knownList is a list for --known-failing that names what fails now and nothing else, to be pruned by its reader.
func knownList(d *Document) string {
	var b strings.Builder
	n := 0
	for _, f := range withoutNotes(d.Findings) {
		for _, name := range f.Cases {
			entry := why.KnownEntry(name, f.Check)
			if f.Outcome != "known" && n < mostNames && len(entry) <= markdownBytes {
				fmt.Fprintf(&b, "%s\n", safe.Visible(entry))
				n++
			}
		}
	}
	return b.String()
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
		for _, line := range unverifiedLines(d) {
			m.Line("- " + markdown.Text(line))
		}
	}
	if lines := decisionLines(d); len(lines) > 0 {
		m.Line("", "### Decided", "")
		for _, line := range lines {
			m.Line("- " + markdown.Text(line))
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
	if list := knownList(d); list != "" {
		m.Fold("As known failures", func() { m.Fence("", list) })
	}
	if d.Rerun != "" && len(d.Rerun) <= longestCurl {
		m.Line("", "Run again what failed:", "")
		m.Fence("sh", safe.Visible(d.Rerun)+"\n")
	}
	parts := append([]string{markdown.Text(d.Version)}, repeats(d)...)
	m.Line("", "<sub>"+strings.Join(parts, " · ")+"</sub>")
}

func orDash(n int) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprint(n)
}
