package conformance

import (
	"fmt"
	"time"
)

// Figures are what a budget is held to where there were too many exchanges to keep them.
type Figures struct {
	Latency          func(percent float64) time.Duration // that so many percent of the measured exchanges do not exceed
	Measured         int
	Late, Acceptable int // callbacks without a whole answer within [Deadline], of those that have to be accepted
	Failed, Judged   int // exchanges that break a MUST, of those that could be judged
}

// Hold holds the budget to figures of what it covers.
func (b Budget) Hold(f Figures) BudgetResult {
	if b.metric.percent > 0 {
		if f.Measured == 0 {
			return BudgetResult{Budget: b}
		}
		got := f.Latency(b.metric.percent)
		return BudgetResult{b, b.holds(float64(got)), got.Round(10 * time.Microsecond).String(), f.Measured}
	}
	counted, of := f.Failed, f.Judged
	if b.metric.name == "late" {
		counted, of = f.Late, f.Acceptable
	}
	if !b.isShare {
		return BudgetResult{b, b.holds(float64(counted)), fmt.Sprint(counted), of}
	}
	share := float64(counted) / float64(max(1, of))
	return BudgetResult{b, b.holds(share), fmt.Sprintf("%.3g%%", 100*share), of}
}
