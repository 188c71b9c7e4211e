package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/safe"
)

// LoadText writes a load for people: the answer to the one question first, then the figures, then what is wrong.
type LoadText struct {
	W       io.Writer
	Palette safe.Palette
	ASCII   bool // the terminal shows no block characters
}

func writeLoadText(w io.Writer, d *Document) error {
	out := &safe.StickyWriter{W: w}
	LoadText{W: out}.Write(d)
	return out.Err
}

// Write writes the whole report.
func (t LoadText) Write(d *Document) {
	d = maskedFor(t.W, d)
	o := outcomeNamed(d.Verdict)
	fmt.Fprintf(t.W, "%s  %s\n", t.Palette.Outcome(o, verdictLine(d)), t.Palette.Strong(safe.Visible(d.Load.Sentence)))
	t.probes(d.Load)
	t.figures(d)
	t.bars(d.Load)
	t.each(d.Load)
	text := Text{W: t.W, Palette: t.Palette}
	for _, g := range grouped(d.Findings) {
		fmt.Fprintln(t.W)
		text.findings(g)
	}
	t.end(d)
}

// figures are the numbers of all callbacks together, a row for each kind.
func (t LoadText) figures(d *Document) {
	l := d.Load
	fmt.Fprintln(t.W)
	for _, row := range l.rows() {
		fmt.Fprintf(t.W, " %s  %s\n", t.Palette.Strong(fmt.Sprintf("%-12s", row.Name)), safe.Visible(row.Value))
	}
}

// rows are the figures in words; text and Markdown show the same.
func (l *Load) rows() []nameValue {
	rows := []nameValue{
		{"Asked", l.askedLine()},
		{"Sent", l.sentLine()},
		{"Latency", l.All.Latency.line() + "   from when each was due"},
		{"Service", l.All.Service.line() + "   from when each was sent"},
	}
	if l.Asked.Model == "closed" {
		rows = append(rows[:2], nameValue{"Latency", l.All.Latency.line() + "   from when each was sent, since there is no schedule"})
	}
	if s := l.Sending; s != nil {
		rows = append(rows, nameValue{"Sending", fmt.Sprintf("off the schedule by %s at p50, %s at p99, %s at most", milliseconds(s.P50), milliseconds(s.P99), milliseconds(s.Max))})
	}
	rows = append(rows,
		nameValue{"Past", fmt.Sprintf("1 s: %s · 2 s, when Chat gives up: %s", share(l.All.PastSecond, l.Sent.Sent), share(l.All.PastDeadline, l.Sent.Sent))},
		nameValue{"Connections", fmt.Sprintf("%s made, %s exchanges on a kept one%s · %s out, %s in", grouping(l.Sent.Connected), grouping(l.Sent.Reused), redialed(l.Sent.Redialed), bytesOf(l.Sent.BytesOut), bytesOf(l.Sent.BytesIn))})
	if len(l.Errors) > 0 {
		var parts []string
		for _, e := range l.Errors {
			parts = append(parts, e.Class+" "+grouping(e.Count))
		}
		rows = append(rows, nameValue{"No answer", strings.Join(parts, ", ")})
	}
	return rows
}

func (l *Load) askedLine() string {
	a := l.Asked
	line := a.Rate
	if a.Model == "closed" {
		line = "as fast as possible"
	}
	if a.Count > 0 {
		line += ", " + plural(a.Count, "callback")
	}
	if a.Seconds > 0 {
		line += " for " + seconds(a.Seconds)
	}
	line += fmt.Sprintf(" · %s model · at most %s · %s", a.Model, plural(a.Connections, "connection"), plural(a.Payloads, "payload"))
	var mix []string
	for _, m := range a.Mix {
		mix = append(mix, fmt.Sprintf("%s %d", m.Callback, m.Weight))
	}
	if len(mix) > 1 {
		line += " · " + strings.Join(mix, ", ")
	}
	return line
}

func (l *Load) sentLine() string {
	s := l.Sent
	line := fmt.Sprintf("%s, %s · %s answered", plural(s.Sent, "callback"), ratePerSecond(s.Rate), ratePerSecond(s.Answered))
	switch {
	case s.Shortfall > 0:
		line += fmt.Sprintf(" · %s of the %s that were due were not sent", grouping(s.Shortfall), grouping(s.Due))
	case l.Asked.Model == "open":
		line += " · every one that was due"
	}
	if s.Overdue > 0 {
		line += fmt.Sprintf(" · %s sent late", grouping(s.Overdue))
	}
	if s.Unreached > 0 {
		line += fmt.Sprintf(" · %s of them found no connection", grouping(s.Unreached))
	}
	if s.Unfinished > 0 {
		line += fmt.Sprintf(" · %s under way at the end", grouping(s.Unfinished))
	}
	if s.Slow != "" {
		line += " · sent one by one, which is slower: " + s.Slow
	}
	return line
}

func (x LoadTimes) line() string {
	if x.Count == 0 {
		return "nothing was measured"
	}
	return fmt.Sprintf("p50 %s · p90 %s · p95 %s · p99 %s · p99.9 %s · max %s", milliseconds(x.P50), milliseconds(x.P90), milliseconds(x.P95), milliseconds(x.P99), milliseconds(x.P999), milliseconds(x.Max))
}

// each is a table of the callbacks, where there are several.
func (t LoadText) each(l *Load) {
	if len(l.Each) < 2 {
		return
	}
	fmt.Fprintf(t.W, "\n %s\n", t.Palette.Strong(fmt.Sprintf("%-36s %10s %10s %10s %10s %10s  %s", "Callback", "sent", "p50", "p95", "p99", "max", "past 2 s")))
	for _, c := range l.callbacks() {
		x := c.Latency
		fmt.Fprintf(t.W, " %-36s %10s %10s %10s %10s %10s  %s\n", safe.Visible(c.Callback), grouping(c.Sent),
			x.cell(x.P50), x.cell(x.P95), x.cell(x.P99), x.cell(x.Max), share(c.PastDeadline, c.Sent))
	}
}

// cell is a figure of a table.
func (x LoadTimes) cell(ms float64) string {
	if x.Count == 0 {
		return "–"
	}
	return milliseconds(ms)
}

func (t LoadText) probes(l *Load) {
	for _, p := range l.Probes {
		o, what := judge.Pass, "held"
		if !p.Held {
			o, what = judge.Fail, "not held: "+p.Why
		}
		fmt.Fprintf(t.W, " %s %s\n", t.Palette.Outcome(o, fmt.Sprintf("%10s", ratePerSecond(p.Rate))), safe.Visible(fmt.Sprintf(" p99 %s, %s late, %s", milliseconds(p.P99), grouping(p.Late), what)))
	}
}

// end writes budgets, hints and what repeats the run.
func (t LoadText) end(d *Document) {
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
	fmt.Fprintf(t.W, "%s  %s  %s\n", t.Palette.Outcome(outcomeNamed(d.Verdict), verdictLine(d)), counted(d, t.Palette), t.Palette.Faint(safe.Visible(runLine(d))))
}

func share(n, of int) string {
	if n == 0 || of == 0 {
		return grouping(n)
	}
	percent := 100 * float64(n) / float64(of)
	switch {
	case n == of:
		return grouping(n) + " (100 %)"
	case percent >= 99:
		return fmt.Sprintf("%s (%.1f %%)", grouping(n), min(percent, 99.9))
	}
	return fmt.Sprintf("%s (%.2g %%)", grouping(n), percent)
}

func redialed(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", %s found closed", plural(n, "kept one"))
}

func bytesOf(n int64) string {
	if n < 10_000 {
		return inBytes(int(n))
	}
	if n < 1_000_000 {
		return fmt.Sprintf("%.3g KB", float64(n)/1e3)
	}
	return grouping(int(n/1_000_000)) + " MB"
}
