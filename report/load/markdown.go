package loadreport

import (
	"fmt"
	"io"

	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/markdown"
	"github.com/timhook/timhook/report/words"
)

func writeMarkdown(w io.Writer, d *report.Document) error {
	return report.WriteMarkdown(w, d, markdownFigures)
}

func markdownFigures(m *markdown.Writer, d *report.Document) {
	m.Table(append([]string{"callback"}, columns()...)...)
	for _, c := range callbacks(d.Load) {
		m.Row(append([]string{markdown.Code(c.Callback)}, cells(c)...)...)
	}
	m.Line("", "| | |", "| --- | --- |")
	for _, row := range rows(d.Load) {
		m.Row(row.Name, markdown.Text(row.Value))
	}
	if len(d.Load.Budgets)+len(d.Load.Probes) > 0 {
		m.Line("")
	}
	for _, b := range d.Load.Budgets {
		if b.Met { // the others are among the problems
			m.Line("- ✅ " + markdown.Text(b.Text))
		}
	}
	for _, p := range d.Load.Probes {
		line := fmt.Sprintf("- %s: held, p99 %s", words.Rate(p.Rate), words.Milliseconds(p.P99))
		if !p.Held {
			line = fmt.Sprintf("- %s: not held, %s", words.Rate(p.Rate), markdown.Text(p.Why))
		}
		m.Line(line)
	}
}
