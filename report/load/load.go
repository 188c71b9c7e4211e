package loadreport

import (
	"time"

	"github.com/timhook/timhook/report"
)

// callbacks are the rows of a table: each callback and, where there are several, all together.
func callbacks(l *report.Load) []report.LoadOf {
	if len(l.Each) < 2 {
		return []report.LoadOf{l.All}
	}
	return append(append([]report.LoadOf(nil), l.Each...), l.All)
}

func msOf(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
