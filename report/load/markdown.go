package loadreport

import (
	"fmt"
	"io"

	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/markdown"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

// writeMarkdown writes what the reader of a pull request needs: the sentence, the figures, the findings.
func writeMarkdown(w io.Writer, d *report.Document) error {
	d = report.MaskedFor(w, d)
	m := markdown.Writer{W: &safe.StickyWriter{W: w}, Size: new(int)}
	m.Line(fmt.Sprintf("## timhook load: %s %s", markdown.Mark(d.Verdict), markdown.Text(report.VerdictLine(d))), "", "**"+markdown.Text(d.Load.Sentence)+"**", "",
		fmt.Sprintf("%s against %s in %s.", report.Counted(d, safe.Palette{}), markdown.Code(d.Backend), words.Seconds(d.Seconds)), "")
	loadTable(m, d.Load)
	m.Line("", "| | |", "| --- | --- |")
	for _, row := range rows(d.Load) {
		m.Line(fmt.Sprintf("| %s | %s |", row.Name, markdown.Text(row.Value)))
	}
	loadBudgets(m, d.Load)
	report.Problems(m, d)
	report.Findings(m, d)
	report.Foot(m, d)
	return m.W.Err
}

func loadTable(m markdown.Writer, l *report.Load) {
	m.Line("| callback | sent | p50 | p95 | p99 | max | past 2 s |", "| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
	for _, c := range callbacks(l) {
		x := c.Latency
		m.Line(fmt.Sprintf("| %s | %s | %s | %s | %s | %s | %s |", markdown.Code(c.Callback), words.Grouping(c.Sent),
			cell(x, x.P50), cell(x, x.P95), cell(x, x.P99), cell(x, x.Max), share(c.PastDeadline, c.Sent)))
	}
}

func loadBudgets(m markdown.Writer, l *report.Load) {
	if len(l.Budgets)+len(l.Probes) == 0 {
		return
	}
	m.Line("")
	for _, b := range l.Budgets {
		if b.Met { // the others stand with the problems
			m.Line("- ✅ " + markdown.Text(b.Text))
		}
	}
	for _, p := range l.Probes {
		line := fmt.Sprintf("- %s: held, p99 %s", ratePerSecond(p.Rate), words.Milliseconds(p.P99))
		if !p.Held {
			line = fmt.Sprintf("- %s: not held, %s", ratePerSecond(p.Rate), markdown.Text(p.Why))
		}
		m.Line(line)
	}
}
