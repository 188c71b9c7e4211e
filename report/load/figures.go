package loadreport

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/page"
	"github.com/timhook/timhook/report/words"
)

// rows are the figures in words, which text, Markdown and page show.
func rows(l *report.Load) []page.Row {
	latency, service := percentiles(l.All.Latency), percentiles(l.All.Service)
	list := []page.Row{{Name: "Asked", Value: askedLine(l)}, {Name: "Sent", Value: sentLine(l)}}
	add := func(name, value string) { list = append(list, page.Row{Name: name, Value: value}) }
	if l.Asked.Model == "closed" {
		add("Latency", latency+"   from when each was sent, since there is no schedule")
	} else {
		add("Latency", latency+"   from when each was due")
		add("Service", service+"   from when each was sent")
	}
	if s := l.Sending; s != nil {
		add("Sending", fmt.Sprintf("off the schedule by %s at p50, %s at p99, %s at most",
			words.Milliseconds(s.P50), words.Milliseconds(s.P99), words.Milliseconds(s.Max)))
	}
	add("Past", fmt.Sprintf("1 s: %s · 2 s, when Chat gives up: %s",
		share(l.All.PastSecond, l.Sent.Sent), share(l.All.PastDeadline, l.Sent.Sent)))
	add("Connections", connectionsLine(&l.Sent))
	if len(l.Errors) > 0 {
		var parts []string
		for _, e := range l.Errors {
			parts = append(parts, e.Class+" "+words.Number(e.Count))
		}
		add("No answer", strings.Join(parts, ", "))
	}
	return list
}

func askedLine(l *report.Load) string {
	a := l.Asked
	line := a.Rate
	if a.Model == "closed" {
		line = "as fast as possible"
	}
	if a.Count > 0 {
		line += ", " + words.Count(a.Count, "callback")
	}
	if a.Seconds > 0 {
		line += " for " + words.Seconds(a.Seconds)
	}
	line += fmt.Sprintf(" · %s model · at most %s · %s",
		a.Model, words.Count(a.Connections, "connection"), words.Count(a.Payloads, "payload"))
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
	line := fmt.Sprintf("%s, %s · %s answered", words.Count(s.Sent, "callback"), words.Rate(s.Rate),
		words.Rate(s.Answered))
	switch {
	case s.Shortfall > 0:
		line += fmt.Sprintf(" · %s of the %s that were due were not sent", words.Number(s.Shortfall),
			words.Number(s.Due))
	case l.Asked.Model == "open":
		line += " · every one that was due"
	}
	for _, part := range []struct {
		n    int
		text string
	}{
		{s.Overdue, "sent late"},
		{s.Unreached, "of them found no connection"},
		{s.Unfinished, "under way at the end"},
	} {
		if part.n > 0 {
			line += " · " + words.Number(part.n) + " " + part.text
		}
	}
	if s.Slow != "" {
		line += " · sent one by one, which is slower: " + s.Slow
	}
	return line
}

func connectionsLine(s *report.LoadSent) string {
	line := fmt.Sprintf("%s made, %s exchanges on a kept one", words.Number(s.Connected), words.Number(s.Reused))
	if s.Redialed > 0 {
		line += fmt.Sprintf(", %s found closed", words.Count(s.Redialed, "kept one"))
	}
	return line + fmt.Sprintf(" · %s out, %s in", bytesOf(s.BytesOut), bytesOf(s.BytesIn))
}

func percentiles(t report.LoadTimes) string {
	if t.Count == 0 {
		return "nothing was measured"
	}
	return fmt.Sprintf("p50 %s · p90 %s · p95 %s · p99 %s · p99.9 %s · max %s",
		words.Milliseconds(t.P50), words.Milliseconds(t.P90), words.Milliseconds(t.P95),
		words.Milliseconds(t.P99), words.Milliseconds(t.P999), words.Milliseconds(t.Max))
}

// callbacks are the rows of a table: each callback and, where there are several, all together.
func callbacks(l *report.Load) []report.LoadOf {
	if len(l.Each) < 2 {
		return []report.LoadOf{l.All}
	}
	return append(append([]report.LoadOf(nil), l.Each...), l.All)
}

// columns are those of the table of callbacks, behind the callback's name; cells are a callback's.
func columns() []string { return []string{"sent", "p50", "p95", "p99", "max", "past 2 s"} }

func cells(c report.LoadOf) []string {
	list := []string{words.Number(c.Sent)}
	for _, ms := range []float64{c.Latency.P50, c.Latency.P95, c.Latency.P99, c.Latency.Max} {
		cell := "–"
		if c.Latency.Count > 0 {
			cell = words.Milliseconds(ms)
		}
		list = append(list, cell)
	}
	return append(list, share(c.PastDeadline, c.Sent))
}

// share is a number and the part that it is of another: "12 (1.2 %)".
func share(n, of int) string {
	if n == 0 || of == 0 {
		return words.Number(n)
	}
	percent := 100 * float64(n) / float64(of)
	switch {
	case n == of:
		return words.Number(n) + " (100 %)"
	case percent >= 99:
		return fmt.Sprintf("%s (%.1f %%)", words.Number(n), min(percent, 99.9))
	}
	return fmt.Sprintf("%s (%.2g %%)", words.Number(n), percent)
}

func bytesOf(n int64) string {
	switch {
	case n < 10_000:
		return words.Bytes(int(n))
	case n < 1_000_000:
		return fmt.Sprintf("%.3g KB", float64(n)/1e3)
	}
	return words.Number(int(n/1_000_000)) + " MB"
}
