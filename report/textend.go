package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

// End writes the findings, what else fails the run, and the summary.
func (t Text) End(d *Document) {
	d = Masked(t.W, d)
	t.Findings(d.Findings)
	if len(d.Cases) > 1 || len(d.Findings) > 0 {
		fmt.Fprintln(t.W)
	}
	t.summary(d)
}

// Findings writes findings, those of the same check in the same case together.
func (t Text) Findings(findings []Finding) {
	same := func(f Finding) [3]string { return [3]string{f.Check, f.Case, f.Outcome} }
	findings = slices.DeleteFunc(slices.Clone(findings), func(f Finding) bool { return isNote(f.Outcome) })
	for _, group := range grouped(findings, same) {
		fmt.Fprintln(t.W)
		t.findings(group)
	}
}

// headWidth is the width of a finding's title. With the rule in front of it, it takes 100 columns.
const headWidth = 96

// findings writes those of one check in one case: what they have in common once, and the place of each.
func (t Text) findings(group []Finding) {
	first := group[0]
	o := words.OutcomeNamed(first.Outcome)
	head := safe.Visible(fmt.Sprintf("%s  %s  %s", o, first.Check, first.Level))
	whole := head + "  " + safe.Visible(first.Case)
	fits := displaywidth.String(whole) <= headWidth
	if fits {
		head = whole
	}
	fmt.Fprintf(t.W, "── %s %s\n", t.Palette.Outcome(o, head),
		t.Palette.Faint(strings.Repeat("─", max(0, headWidth-displaywidth.String(head)))))
	if !fits {
		t.line("Case", safe.Visible(first.Case))
	}
	t.row("Requirement", first.Title)
	t.row("Source", fmt.Sprintf("%s (%s)", first.Source, first.Evidence))
	t.row("Sent", sentLine(first))
	if first.Shrunk != "" {
		t.row("Shrunk", first.Shrunk)
	}
	t.row("Got", gotLine(first.Sample.Answer))
	for _, f := range group {
		t.place(f)
		if others := f.Count - 1; others > 0 && len(group) > 1 {
			t.row("", moreCases(f))
		}
	}
	t.row("Impact", first.Impact)
	t.row("Fix", first.Fix)
	if others := first.Count - 1; others > 0 && len(group) == 1 {
		t.row("Same cause", moreCases(first))
	}
	t.line("Reproduce", safe.Visible(first.Reproduce)) // in one piece, to be copied
	if first.Curl != "" && len(first.Curl) <= longestCurl {
		t.line("As curl", safe.Visible(first.Curl))
	}
}

// longestCurl is how long a line may be that people copy from a screen.
const longestCurl = 4 << 10

func moreCases(f Finding) string {
	text := fmt.Sprintf("%d more", f.Count-1)
	if f.Spread != "" {
		text += ": " + f.Spread
	}
	return text
}

// place writes the answer with carets under the bytes in question. Without a place it writes only the message.
// The answer has a word in front, since GitHub's runner would obey a line that begins with two colons.
func (t Text) place(f Finding) {
	p, ok := placeOf(f)
	if !ok {
		if body := f.Sample.Answer.Text(); body != "" {
			t.line("Body", safe.Excerpt(body, before+after))
		}
		t.row("", f.Message)
		return
	}
	t.line("Body", p.line())
	blanks, carets := p.carets()
	t.line("", blanks+t.Palette.Strong(fmt.Sprintf("%s byte %d, %s", carets, f.Offset, safe.Visible(f.Message))))
}

// label is the width of the names in front of values.
const label = 13

// row writes a name and its value, which it wraps. No line begins with two colons: GitHub's runner would obey it.
func (t Text) row(name, value string) {
	for i, line := range wrap(safe.Visible(value), 100) {
		if i > 0 {
			name = ""
		}
		if name == "" && strings.HasPrefix(line, "::") {
			line = `\x3a` + line[1:]
		}
		t.line(name, line)
	}
}

// line writes a value that is visible already.
func (t Text) line(name, value string) {
	fmt.Fprintf(t.W, " %s%s\n", t.Palette.Strong(fmt.Sprintf("%-*s", label, name)), value)
}

func sentLine(f Finding) string {
	r := f.Sample.Request
	line := fmt.Sprintf("%s %s · %s · expected: %s", r.Method, cmp.Or(r.Given, r.URL), words.Bytes(r.Bytes), f.Sample.Expect)
	if f.Doc != "" {
		line += " · " + f.Doc
	}
	if f.Sample.Label != "" {
		line += " (" + f.Sample.Label + ")"
	}
	return line
}

func gotLine(a Answer) string {
	took := words.Seconds(a.WholeMS / 1000)
	if a.Failure != "" && a.Status == 0 {
		return a.Failure + " · " + took
	}
	line := fmt.Sprintf("%d %s · %s · %s", a.Status, a.Reason, took, words.Bytes(a.Bytes))
	if a.Failure != "" {
		line += " · " + a.Failure
	}
	return line
}

// wrap breaks a text at spaces.
func wrap(s string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(s) {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
