package loadreport

import (
	"fmt"
	"io"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/page"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

// Text writes a load for people: the answer to the one question first, then the figures, then what is wrong.
type Text struct {
	W       io.Writer
	Palette safe.Palette
	ASCII   bool // the terminal shows no block characters
}

func writeText(w io.Writer, d *report.Document) error {
	out := &safe.StickyWriter{W: w}
	Text{W: out}.Write(d)
	return out.Err
}

// Write writes the whole report.
func (t Text) Write(d *report.Document) {
	d = report.MaskedFor(t.W, d)
	o := words.OutcomeNamed(d.Verdict)
	fmt.Fprintf(t.W, "%s  %s\n", t.Palette.Outcome(o, report.VerdictLine(d)), t.Palette.Strong(safe.Visible(d.Load.Sentence)))
	t.probes(d.Load)
	t.figures(d)
	t.bars(d.Load)
	t.each(d.Load)
	text := report.Text{W: t.W, Palette: t.Palette}
	for _, g := range report.Grouped(d.Findings) {
		fmt.Fprintln(t.W)
		text.Findings(g)
	}
	t.end(d)
}

// figures are the numbers of all callbacks together, a row for each kind.
func (t Text) figures(d *report.Document) {
	l := d.Load
	fmt.Fprintln(t.W)
	for _, row := range rows(l) {
		fmt.Fprintf(t.W, " %s  %s\n", t.Palette.Strong(fmt.Sprintf("%-12s", row.Name)), safe.Visible(row.Value))
	}
}

// rows are the figures in words; text and Markdown show the same.
func rows(l *report.Load) []page.Row {
	rows := []page.Row{
		{Name: "Asked", Value: askedLine(l)},
		{Name: "Sent", Value: sentLine(l)},
		{Name: "Latency", Value: line(l.All.Latency) + "   from when each was due"},
		{Name: "Service", Value: line(l.All.Service) + "   from when each was sent"},
	}
	if l.Asked.Model == "closed" {
		rows = append(rows[:2], page.Row{Name: "Latency", Value: line(l.All.Latency) + "   from when each was sent, since there is no schedule"})
	}
	if s := l.Sending; s != nil {
		rows = append(rows, page.Row{Name: "Sending", Value: fmt.Sprintf("off the schedule by %s at p50, %s at p99, %s at most", words.Milliseconds(s.P50), words.Milliseconds(s.P99), words.Milliseconds(s.Max))})
	}
	rows = append(rows,
		page.Row{Name: "Past", Value: fmt.Sprintf("1 s: %s · 2 s, when Chat gives up: %s", share(l.All.PastSecond, l.Sent.Sent), share(l.All.PastDeadline, l.Sent.Sent))},
		page.Row{Name: "Connections", Value: fmt.Sprintf("%s made, %s exchanges on a kept one%s · %s out, %s in", words.Grouping(l.Sent.Connected), words.Grouping(l.Sent.Reused), redialed(l.Sent.Redialed), bytesOf(l.Sent.BytesOut), bytesOf(l.Sent.BytesIn))})
	if len(l.Errors) > 0 {
		var parts []string
		for _, e := range l.Errors {
			parts = append(parts, e.Class+" "+words.Grouping(e.Count))
		}
		rows = append(rows, page.Row{Name: "No answer", Value: strings.Join(parts, ", ")})
	}
	return rows
}

func askedLine(l *report.Load) string {
	a := l.Asked
	line := a.Rate
	if a.Model == "closed" {
		line = "as fast as possible"
	}
	if a.Count > 0 {
		line += ", " + words.GroupedPlural(a.Count, "callback")
	}
	if a.Seconds > 0 {
		line += " for " + words.Seconds(a.Seconds)
	}
	line += fmt.Sprintf(" · %s model · at most %s · %s", a.Model, words.GroupedPlural(a.Connections, "connection"), words.GroupedPlural(a.Payloads, "payload"))
	var mix []string
	for _, m := range a.Mix {
		mix = append(mix, fmt.Sprintf("%s %d", m.Callback, m.Weight))
	}
	if len(mix) > 1 {
		line += " · " + strings.Join(mix, ", ")
	}
	return line
}

func sentLine(l *report.Load) string {
	s := l.Sent
	line := fmt.Sprintf("%s, %s · %s answered", words.GroupedPlural(s.Sent, "callback"), ratePerSecond(s.Rate), ratePerSecond(s.Answered))
	switch {
	case s.Shortfall > 0:
		line += fmt.Sprintf(" · %s of the %s that were due were not sent", words.Grouping(s.Shortfall), words.Grouping(s.Due))
	case l.Asked.Model == "open":
		line += " · every one that was due"
	}
	if s.Overdue > 0 {
		line += fmt.Sprintf(" · %s sent late", words.Grouping(s.Overdue))
	}
	if s.Unreached > 0 {
		line += fmt.Sprintf(" · %s of them found no connection", words.Grouping(s.Unreached))
	}
	if s.Unfinished > 0 {
		line += fmt.Sprintf(" · %s under way at the end", words.Grouping(s.Unfinished))
	}
	if s.Slow != "" {
		line += " · sent one by one, which is slower: " + s.Slow
	}
	return line
}

func line(x report.LoadTimes) string {
	if x.Count == 0 {
		return "nothing was measured"
	}
	return fmt.Sprintf("p50 %s · p90 %s · p95 %s · p99 %s · p99.9 %s · max %s", words.Milliseconds(x.P50), words.Milliseconds(x.P90), words.Milliseconds(x.P95), words.Milliseconds(x.P99), words.Milliseconds(x.P999), words.Milliseconds(x.Max))
}

// each is a table of the callbacks, where there are several.
func (t Text) each(l *report.Load) {
	if len(l.Each) < 2 {
		return
	}
	fmt.Fprintf(t.W, "\n %s\n", t.Palette.Strong(fmt.Sprintf("%-36s %10s %10s %10s %10s %10s  %s", "Callback", "sent", "p50", "p95", "p99", "max", "past 2 s")))
	for _, c := range callbacks(l) {
		x := c.Latency
		fmt.Fprintf(t.W, " %-36s %10s %10s %10s %10s %10s  %s\n", safe.Visible(c.Callback), words.Grouping(c.Sent),
			cell(x, x.P50), cell(x, x.P95), cell(x, x.P99), cell(x, x.Max), share(c.PastDeadline, c.Sent))
	}
}

// cell is a figure of a table.
func cell(x report.LoadTimes, ms float64) string {
	if x.Count == 0 {
		return "–"
	}
	return words.Milliseconds(ms)
}

func (t Text) probes(l *report.Load) {
	for _, p := range l.Probes {
		o, what := judge.Pass, "held"
		if !p.Held {
			o, what = judge.Fail, "not held: "+p.Why
		}
		fmt.Fprintf(t.W, " %s %s\n", t.Palette.Outcome(o, fmt.Sprintf("%10s", ratePerSecond(p.Rate))), safe.Visible(fmt.Sprintf(" p99 %s, %s late, %s", words.Milliseconds(p.P99), words.Grouping(p.Late), what)))
	}
}

// end writes budgets, hints and what repeats the run.
func (t Text) end(d *report.Document) {
	fmt.Fprintln(t.W)
	for _, b := range d.Load.Budgets {
		o := judge.Fail
		if b.Met {
			o = judge.Pass
		}
		fmt.Fprintf(t.W, "%s  %s\n", t.Palette.Outcome(o, o.String()), safe.Visible(b.Text))
	}
	for _, h := range d.Hints {
		fmt.Fprintf(t.W, "hint: %s\n", safe.Visible(h))
	}
	fmt.Fprintf(t.W, "%s  %s  %s\n", t.Palette.Outcome(words.OutcomeNamed(d.Verdict), report.VerdictLine(d)), report.Counted(d, t.Palette), t.Palette.Faint(safe.Visible(report.RunLine(d))))
}

func share(n, of int) string {
	if n == 0 || of == 0 {
		return words.Grouping(n)
	}
	percent := 100 * float64(n) / float64(of)
	switch {
	case n == of:
		return words.Grouping(n) + " (100 %)"
	case percent >= 99:
		return fmt.Sprintf("%s (%.1f %%)", words.Grouping(n), min(percent, 99.9))
	}
	return fmt.Sprintf("%s (%.2g %%)", words.Grouping(n), percent)
}

func redialed(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", %s found closed", words.GroupedPlural(n, "kept one"))
}

func bytesOf(n int64) string {
	if n < 10_000 {
		return words.Bytes(int(n))
	}
	if n < 1_000_000 {
		return fmt.Sprintf("%.3g KB", float64(n)/1e3)
	}
	return words.Grouping(int(n/1_000_000)) + " MB"
}
