package loadreport

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/internal/load"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/words"
)

// newBars puts latencies into bars of 1, 2 and 5 times powers of ten, which people read at a glance.
func newBars(l load.Latencies) []report.LoadBar {
	bars := []report.LoadBar{}
	for fine := range l.Bars() {
		for len(bars) == 0 || words.MS(fine.Low) >= bars[len(bars)-1].To {
			bars = append(bars, nextBar(bars, words.MS(fine.Low)))
		}
		bars[len(bars)-1].Count += fine.Count
	}
	return bars
}

// nextBar is the bar behind the last one, or the one in which ms lies when there is none yet.
func nextBar(bars []report.LoadBar, ms float64) report.LoadBar {
	edge := func(i int) float64 {
		step := [...]float64{1, 2, 5}[i%3]
		for range i / 3 {
			step *= 10
		}
		return step / 100
	}
	i := 0
	for len(bars) == 0 && edge(i+1) <= ms || len(bars) > 0 && edge(i) < bars[len(bars)-1].To {
		i++
	}
	return report.LoadBar{From: edge(i), To: edge(i + 1)}
}

// barWidth is how many columns the longest bar has, which leaves room for its name and its count.
func (t Text) barWidth() int {
	const most, others = 50, 28
	if columns := t.Palette.Columns(); columns > 0 {
		return min(most, columns-others)
	}
	return most
}

// bars draws how the latencies are spread.
func (t Text) bars(l *report.Load) {
	if len(l.Bars) == 0 {
		return
	}
	most := 0
	for _, b := range l.Bars {
		most = max(most, b.Count)
	}
	from := "due"
	if l.Asked.Model == "closed" {
		from = "sent"
	}
	head := fmt.Sprintf("Latency of %s, from when each was %s", words.Count(l.All.Latency.Count, "callback"), from)
	fmt.Fprintf(t.W, "\n %s\n", t.Palette.Strong(head))
	for _, b := range l.Bars {
		count := ""
		if b.Count > 0 {
			count = words.Number(b.Count)
		}
		line := fmt.Sprintf(" up to %7s  %s%s", words.Milliseconds(b.To), t.bar(b.Count, most), count)
		fmt.Fprintln(t.W, strings.TrimRight(line, " "))
	}
}

// bar is a bar with a blank behind it. The smallest number still has a bar that is seen.
func (t Text) bar(n, most int) string {
	if n == 0 {
		return ""
	}
	eighths := (n*t.barWidth()*8 + most - 1) / most
	if t.ASCII {
		return strings.Repeat("#", max(1, eighths/8)) + " "
	}
	text := strings.Repeat("█", eighths/8)
	if rest := eighths % 8; rest > 0 {
		text += string([]rune("▏▎▍▌▋▊▉")[rest-1])
	}
	return text + " "
}
