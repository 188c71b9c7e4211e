package loadreport

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/words"
)

const barWidth = 50

// bars draws how the latencies are spread, a line for each time of 1, 2 and 5.
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
	fmt.Fprintf(t.W, "\n %s\n", t.Palette.Strong(fmt.Sprintf("Latency of %s, from when each was %s", words.Count(l.All.Latency.Count, "callback"), from)))
	for _, b := range l.Bars {
		count := ""
		if b.Count > 0 {
			count = words.Number(b.Count)
		}
		line := fmt.Sprintf(" up to %7s  %s%s", words.Milliseconds(b.To), t.bar(b.Count, most), count)
		fmt.Fprintln(t.W, strings.TrimRight(line, " "))
	}
}

// bar is a bar and a blank behind it; whatever is not nothing is seen.
func (t Text) bar(n, most int) string {
	eighths := (n*barWidth*8 + most - 1) / most
	if n == 0 {
		return ""
	}
	if t.ASCII {
		return strings.Repeat("#", max(1, eighths/8)) + " "
	}
	text := strings.Repeat("█", eighths/8)
	if rest := eighths % 8; rest > 0 {
		text += string([]rune("▏▎▍▌▋▊▉")[rest-1])
	}
	return text + " "
}
