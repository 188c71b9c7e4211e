package budget

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
)

// Figures are what a budget is held to where there were too many exchanges to keep them.
type Figures struct {
	Latency          func(percent float64) time.Duration // that so many percent of the measured exchanges do not exceed
	Measured         int
	Late, Acceptable int // callbacks without a whole answer within [Deadline], of those that have to be accepted
	Failed, Judged   int // exchanges that break a MUST, of those that could be judged
}

// Hold holds the budget to figures of what it covers.
func (b Budget) Hold(f Figures) Result {
	if b.metric.percent > 0 {
		if f.Measured == 0 {
			return Result{Budget: b}
		}
		got := f.Latency(b.metric.percent)
		return Result{b, b.holds(float64(got)), got.Round(10 * time.Microsecond).String(), f.Measured}
	}
	counted, of := f.Failed, f.Judged
	if b.metric.name == "late" {
		counted, of = f.Late, f.Acceptable
	}
	if !b.isShare {
		return Result{b, b.holds(float64(counted)), fmt.Sprint(counted), of}
	}
	share := float64(counted) / float64(max(1, of))
	return Result{b, b.holds(share), fmt.Sprintf("%.3g%%", 100*share), of}
}

// Result is what came of holding a budget to a run.
type Result struct {
	Budget Budget
	Met    bool
	Got    string // the figure
	Of     int    // how many exchanges it was taken from
}

// String says it in one line: `budget p95<300ms is missed: p95 is 412ms over 230 accepted answers`.
func (r Result) String() string {
	verdict := "is missed"
	if r.Met {
		verdict = "is met"
	}
	name := r.Budget.metric.name
	if r.Of == 0 {
		return fmt.Sprintf("budget %s %s: there was nothing to measure %s on", r.Budget.text, verdict, name)
	}
	what := "exchanges"
	if r.Budget.metric.percent > 0 {
		what = "accepted answers"
	}
	return fmt.Sprintf("budget %s %s: %s is %s over %d %s", r.Budget.text, verdict, name, r.Got, r.Of, what)
}

// Judge holds the budget to a run's exchanges. Those that could not be judged, or were not sent, do not count.
// A latency that nothing was measured for is missed, since nobody can say that it is met.
func (b Budget) Judge(results []conformance.Result) Result {
	var judged []conformance.Result
	for _, r := range results {
		if r.Exchange != nil && r.Outcome() != judge.Error && r.Skip == "" && b.covers(r.Packet.Command) {
			judged = append(judged, r)
		}
	}
	if b.metric.percent > 0 {
		return b.judgeLatency(judged)
	}
	counted, of := 0, 0
	for _, r := range judged {
		is, counts := b.metric.counts(r)
		if counts {
			of++
		}
		if counts && is {
			counted++
		}
	}
	got := float64(counted)
	if b.isShare {
		got /= float64(max(1, of))
	}
	figure := fmt.Sprint(counted)
	if b.isShare {
		figure = fmt.Sprintf("%.3g%%", 100*got)
	}
	return Result{b, b.holds(got), figure, of}
}

func (b Budget) judgeLatency(judged []conformance.Result) Result {
	var latencies []time.Duration
	for _, r := range judged {
		if r.Judgement.Reaction == judge.Accepted {
			latencies = append(latencies, Latency(r))
		}
	}
	if len(latencies) == 0 {
		return Result{Budget: b}
	}
	slices.Sort(latencies)
	// The nearest rank: the smallest latency that percent of all do not exceed.
	rank := int(math.Ceil(b.metric.percent / 100 * float64(len(latencies))))
	got := latencies[max(0, rank-1)]
	return Result{b, b.holds(float64(got)), got.Round(10 * time.Microsecond).String(), len(latencies)}
}

func (b Budget) holds(got float64) bool {
	switch b.below {
	case "<":
		return got < b.limit
	case "<=":
		return got <= b.limit
	}
	return got == b.limit
}

// Latency is how long the backend took for the whole answer: what a case takes for its own pauses is not the backend's time.
func Latency(r conformance.Result) time.Duration {
	if r.Exchange == nil {
		return 0
	}
	return max(0, r.Exchange.Timing.Total-r.JudgedUnder.Slowed)
}
