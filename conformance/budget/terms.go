package budget

import (
	"github.com/timhook/timhook/payloads"
)

// Terms are what a [Budget] says, for whoever measures without keeping every exchange, or leaves the measuring to another program.
type Terms struct {
	Metric  string  // as it was written: p95, p99.9, max, late, fail
	Percent float64 // of a latency: how many per cent of the answers are as fast, 100 for max; 0: what is counted is no latency
	Compare string  // <, <= or =
	Limit   float64 // nanoseconds of a latency; otherwise a share between 0 and 1, or a number
	IsShare bool    // Limit is a share of what is counted
}

// Terms takes the budget apart.
func (b Budget) Terms() Terms {
	return Terms{Metric: b.metric.name, Percent: b.metric.percent, Compare: b.below, Limit: b.limit, IsShare: b.isShare}
}

// Covers says whether the budget counts callbacks of the command.
func (b Budget) Covers(c *payloads.Command) bool { return b.covers(c) }

// String is the budget as it was written.
func (b Budget) String() string { return b.text }
