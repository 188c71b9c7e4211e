package comparereport

import (
	"fmt"
	"io"

	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/formats"
	"github.com/timhook/timhook/report/markdown"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// Write writes a comparison. The palette is for text alone.
type Write func(io.Writer, terminal.Palette, *Comparison) error

// Formats lists the formats of a comparison.
func Formats() formats.Table[Write] {
	return formats.Table[Write]{
		{Name: "text", Doc: "for people", Write: func(w io.Writer, p terminal.Palette, c *Comparison) error {
			return c.Text(w, p)
		}},
		{Name: "markdown", Doc: "for a pull request", Write: writeMarkdown},
		{Name: "json", Doc: "one document", Write: writeJSON},
	}
}

func writeJSON(w io.Writer, _ terminal.Palette, c *Comparison) error {
	return safe.WriteJSON(w, why.Masked(w, c))
}

func writeMarkdown(w io.Writer, _ terminal.Palette, c *Comparison) error {
	c = why.Masked(w, c)
	m := markdown.New(w)
	verdict, outcome := c.heading()
	m.Line("## timhook compare: "+markdown.Mark(words.Outcome(outcome))+" "+verdict, "", markdown.Text(c.counted())+".")
	list := func(title string, lines []string) {
		if len(lines) == 0 {
			return
		}
		m.Line("", "### "+markdown.Text(title), "")
		for _, line := range lines {
			m.Line("- " + markdown.Text(line))
		}
	}
	report.MarkdownFindings(m, c.Broke)
	list("Fixed", c.fixedLines())
	c.markdownLatency(m)
	for _, l := range c.changes() {
		list(l.title, l.lines)
	}
	list("The runs differ", c.Differs)
	m.Line("", "<sub>"+markdown.Text(c.Before.File)+" → "+markdown.Text(c.After.File)+" · "+
		markdown.Text(c.After.Version)+"</sub>")
	return m.Err()
}

// markdownLatency is a table of the callbacks that got slower. Those that did not are folded.
func (c *Comparison) markdownLatency(m *markdown.Writer) {
	if len(c.Slower) > 0 {
		m.Line("", "### Slower, by "+markdown.Text(c.Limits.String()), "")
		latencyTable(m, c.Slower)
	}
	if len(c.Latency) > len(c.Slower) {
		m.Fold("Latency by callback", func() { latencyTable(m, c.Latency) })
	}
}

func latencyTable(m *markdown.Writer, list []Latency) {
	m.Table("callback", "median", "p95", "cases")
	arrow := func(before, after float64) string {
		return words.Milliseconds(before) + " → " + words.Milliseconds(after)
	}
	for _, l := range list {
		m.Row(markdown.Code(l.Callback), arrow(l.P50Before, l.P50After), arrow(l.P95Before, l.P95After),
			fmt.Sprint(l.Cases))
	}
}
