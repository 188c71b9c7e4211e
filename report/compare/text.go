package comparereport

import (
	"fmt"
	"io"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// Text writes the comparison for people: what broke as [report.Text] has it, then what is fixed, what got slower, which
// cases cannot be compared, and the counts.
func (c *Comparison) Text(w io.Writer, palette terminal.Palette) error {
	out := &safe.StickyWriter{W: w}
	t := text{out, palette}
	report.Text{W: out, Palette: palette, Brief: true}.Findings(why.Masked(w, c.Broke))
	c = why.Masked(w, c)
	t.section("Fixed", judge.Pass, c.fixedLines())
	t.section("Slower, by "+c.Limits.String(), judge.Warn, c.slowerLines())
	for _, l := range c.changes() {
		t.section(l.title, l.outcome, l.lines)
	}
	t.section("The runs differ", judge.Info, c.Differs)
	if len(c.Broke)+len(c.Fixed)+len(c.Slower)+len(c.Differs) > 0 {
		fmt.Fprintln(out)
	}
	verdict, outcome := c.heading()
	line := verdict + "  " + safe.Visible(c.counted())
	for i, l := range terminal.Wrap(line, palette.Columns()) {
		if i == 0 {
			l = palette.Outcome(outcome, verdict) + strings.TrimPrefix(l, verdict)
		}
		fmt.Fprintln(out, l)
	}
	return out.Err
}

type text struct {
	w       io.Writer
	palette terminal.Palette
}

func (t text) section(title string, o judge.Outcome, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(t.w, "\n%s\n", t.palette.Outcome(o, safe.Visible(title)))
	for _, line := range lines {
		for i, part := range terminal.Wrap(safe.Visible(line), max(0, t.palette.Columns()-4)) {
			indent := "  "
			if i > 0 {
				indent = "    "
			}
			fmt.Fprintln(t.w, indent+safe.Unobeyed(part))
		}
	}
}

// heading is the verdict as people read it, and its colour.
func (c *Comparison) heading() (string, judge.Outcome) {
	switch c.Verdict {
	case "broke":
		return "BROKE", judge.Fail
	case "notJudged":
		return "NOT JUDGED", judge.Error
	case "nothing":
		return "NOTHING TO COMPARE", judge.Skip
	case "slower":
		return "SLOWER", judge.Warn
	case "warned":
		return "WARN", judge.Warn
	case "fixed":
		return "FIXED", judge.Pass
	}
	return "SAME", judge.Pass
}

// counted is what the comparison comes to in numbers.
func (c *Comparison) counted() string {
	parts := []string{words.Plural(c.Compared, "case") + " compared"}
	add := func(n int, what string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, what))
		}
	}
	add(len(c.Broke), "broke")
	add(len(c.Fixed), "fixed")
	add(len(c.Slower), "slower")
	add(len(c.NotJudged), "not judged now")
	add(len(c.Added), "added")
	add(len(c.Gone), "gone")
	add(len(c.Skipped), "skipped now")
	add(len(c.Judged), "not judged before")
	return strings.Join(parts, ", ")
}

// fixedLines name the requirements that hold again.
func (c *Comparison) fixedLines() (lines []string) {
	for _, f := range c.Fixed {
		line := f.Check + "  " + f.Level + "  " + why.ShortCase(f.Case)
		if f.Count > 1 {
			line += " and " + why.MoreCases(f)
		}
		lines = append(lines, line)
	}
	return lines
}

func (c *Comparison) slowerLines() (lines []string) {
	for _, l := range c.Slower {
		lines = append(lines, l.Callback+"  "+l.line())
	}
	return lines
}
