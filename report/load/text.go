package loadreport

import (
	"fmt"
	"io"

	"github.com/timhook/timhook/report/why"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/report/words"
)

// Text writes a load for people: the answer to the one question first, then the figures, then what is wrong.
type Text struct {
	W       io.Writer
	Palette terminal.Palette
	ASCII   bool // the terminal shows no block characters
	Repeats bool // as [report.Text] has it
}

func writeText(w io.Writer, d *report.Document) error {
	out := &safe.StickyWriter{W: w}
	Text{W: out, Repeats: true}.Write(d)
	return out.Err
}

// Write writes the whole report.
func (t Text) Write(d *report.Document) {
	d = why.Masked(t.W, d)
	run := report.Text{W: t.W, Palette: t.Palette, Repeats: t.Repeats}
	o := words.OutcomeNamed(d.Verdict)
	fmt.Fprintf(t.W, "%s  %s\n", t.Palette.Outcome(o, report.VerdictLine(d)),
		t.Palette.Strong(t.Palette.Hang(t.W, safe.Visible(d.Load.Sentence), terminal.Columns(report.VerdictLine(d))+2)))
	t.probes(d.Load)
	fmt.Fprintln(t.W)
	for _, row := range rows(d.Load) {
		fmt.Fprintf(t.W, " %s  %s\n", t.Palette.Strong(fmt.Sprintf("%-12s", row.Name)),
			t.Palette.Hang(t.W, safe.Visible(row.Value), 15))
	}
	t.bars(d.Load)
	t.callbacks(d.Load)
	run.Findings(d.Findings)
	fmt.Fprintln(t.W)
	t.budgets(d.Load)
	run.Hints(d)
	run.Verdict(d)
}

func (t Text) probes(l *report.Load) {
	for _, p := range l.Probes {
		o, what := judge.Pass, "held"
		if !p.Held {
			o, what = judge.Fail, "not held: "+p.Why
		}
		figures := fmt.Sprintf(" p99 %s, %s late, %s", words.Milliseconds(p.P99), words.Number(p.Late), what)
		fmt.Fprintf(t.W, " %s %s\n", t.Palette.Outcome(o, fmt.Sprintf("%10s", words.Rate(p.Rate))),
			t.Palette.Hang(t.W, safe.Visible(figures), 12))
	}
}

// callbacks is a table of the callbacks, where there are several.
func (t Text) callbacks(l *report.Load) {
	if len(l.Each) < 2 {
		return
	}
	fmt.Fprintf(t.W, "\n %s\n", t.Palette.Strong(t.textRow("Callback", columns())))
	for _, c := range callbacks(l) {
		name := c.Callback
		if command, err := chat.Lookup(name); err == nil && t.isNarrow() {
			name = command.Short
		}
		fmt.Fprintf(t.W, " %s\n", t.textRow(safe.Visible(name), cells(c)))
	}
}

// isNarrow is true of a terminal that has no room for the full names of callbacks beside their figures.
func (t Text) isNarrow() bool { return t.Palette.Columns() > 0 && t.Palette.Columns() < 108 }

func (t Text) textRow(name string, cells []string) string {
	nameWidth, cellWidth := 36, 10
	if t.isNarrow() {
		nameWidth, cellWidth = 8, 7
	}
	row := fmt.Sprintf("%-*s", nameWidth, name)
	last := len(cells) - 1
	for _, c := range cells[:last] {
		row += fmt.Sprintf(" %*s", cellWidth, c)
	}
	return row + "  " + cells[last]
}

func (t Text) budgets(l *report.Load) {
	for _, b := range l.Budgets {
		o := judge.Fail
		if b.Met {
			o = judge.Pass
		}
		fmt.Fprintf(t.W, "%s  %s\n", t.Palette.Outcome(o, o.String()), t.Palette.Hang(t.W, safe.Visible(b.Text), 6))
	}
}
