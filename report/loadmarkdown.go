package report

import (
	"fmt"
	"io"

	"github.com/timhook/timhook/report/safe"
)

// writeLoadMarkdown writes what the reader of a pull request needs: the sentence, the figures, the findings.
func writeLoadMarkdown(w io.Writer, d *Document) error {
	d = maskedFor(w, d)
	m := markdown{w: &safe.StickyWriter{W: w}, size: new(int)}
	m.line(fmt.Sprintf("## timhook load: %s %s", markOf(d.Verdict), mdText(verdictLine(d))), "", "**"+mdText(d.Load.Sentence)+"**", "",
		fmt.Sprintf("%s against %s in %s.", counted(d, safe.Palette{}), mdCode(d.Backend), seconds(d.Seconds)), "")
	m.loadTable(d.Load)
	m.line("", "| | |", "| --- | --- |")
	for _, row := range d.Load.rows() {
		m.line(fmt.Sprintf("| %s | %s |", row.Name, mdText(row.Value)))
	}
	m.loadBudgets(d.Load)
	m.problems(d)
	m.findings(d)
	m.foot(d)
	return m.w.Err
}

func (m markdown) loadTable(l *Load) {
	m.line("| callback | sent | p50 | p95 | p99 | max | past 2 s |", "| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
	for _, c := range l.callbacks() {
		x := c.Latency
		m.line(fmt.Sprintf("| %s | %s | %s | %s | %s | %s | %s |", mdCode(c.Callback), grouping(c.Sent),
			x.cell(x.P50), x.cell(x.P95), x.cell(x.P99), x.cell(x.Max), share(c.PastDeadline, c.Sent)))
	}
}

func (m markdown) loadBudgets(l *Load) {
	if len(l.Budgets)+len(l.Probes) == 0 {
		return
	}
	m.line("")
	for _, b := range l.Budgets {
		if b.Met { // the others stand with the problems
			m.line("- ✅ " + mdText(b.Text))
		}
	}
	for _, p := range l.Probes {
		line := fmt.Sprintf("- %s: held, p99 %s", ratePerSecond(p.Rate), milliseconds(p.P99))
		if !p.Held {
			line = fmt.Sprintf("- %s: not held, %s", ratePerSecond(p.Rate), mdText(p.Why))
		}
		m.line(line)
	}
}
