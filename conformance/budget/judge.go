package budget

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
)

// Figures are what a budget is held to. They count the exchanges that could be judged, with the callbacks that the
// budget covers; what could not be judged, or was not sent, does not count.
type Figures struct {
	Latency    func(percent float64) time.Duration // that so many percent of the measured exchanges do not exceed
	Measured   int                                 // accepted answers
	Late       int                                 // without a whole answer within [judge.Deadline]
	Acceptable int                                 // callbacks that have to be accepted, of which some are late
	Failed     int                                 // that break a MUST
	Judged     int                                 // all, of which some failed
}

// Result is what came of holding a budget to a run.
type Result struct {
	Budget Budget
	Met    bool
	Got    string // the figure, with its unit
	Of     int    // how many exchanges it was taken from
}

// Judge holds the budget to a run's results.
func (b Budget) Judge(results []conformance.Result) Result {
	return b.Hold(FiguresOf(b.covered(results)))
}

// Hold holds the budget to figures. A latency that nothing was measured for is missed, since it cannot be said to be
// met.
func (b Budget) Hold(f Figures) Result {
	t := b.terms
	if t.Percent > 0 {
		if f.Measured == 0 {
			return Result{Budget: b}
		}
		got := f.Latency(t.Percent)
		return Result{b, t.holds(float64(got)), got.Round(10 * time.Microsecond).String(), f.Measured}
	}
	counted, of := f.Failed, f.Judged
	if t.Metric == "late" {
		counted, of = f.Late, f.Acceptable
	}
	if !t.IsShare {
		return Result{b, t.holds(float64(counted)), fmt.Sprint(counted), of}
	}
	share := float64(counted) / float64(max(1, of))
	return Result{b, t.holds(share), fmt.Sprintf("%.3g%%", 100*share), of}
}

// covered are the results of the callbacks that the budget is about.
func (b Budget) covered(results []conformance.Result) []conformance.Result {
	return slices.DeleteFunc(slices.Clone(results), func(r conformance.Result) bool {
		return r.Exchange == nil || !b.Covers(r.Packet.Command)
	})
}

// FiguresOf counts results. Latency is only for figures with something Measured.
func FiguresOf(results []conformance.Result) Figures {
	var f Figures
	var latencies []time.Duration
	for _, r := range results {
		if r.Exchange == nil || r.Outcome() == judge.Error || r.Skip != "" {
			continue
		}
		f.Judged++
		if r.Outcome() == judge.Fail {
			f.Failed++
		}
		if r.Expect.Accepts() {
			f.Acceptable++
			if r.Judgement.Reaction == judge.Hung || Latency(r) > judge.Deadline {
				f.Late++
			}
		}
		if r.Judgement.Reaction.Takes() {
			latencies = append(latencies, Latency(r))
		}
	}
	slices.Sort(latencies)
	f.Measured = len(latencies)
	f.Latency = func(percent float64) time.Duration {
		// The nearest rank: the smallest latency that percent of all do not exceed.
		rank := int(math.Ceil(percent / 100 * float64(len(latencies))))
		return latencies[max(0, rank-1)]
	}
	return f
}

// Latency is how long the backend took for the whole answer. What the case itself paused is not the backend's time.
func Latency(r conformance.Result) time.Duration {
	if r.Exchange == nil {
		return 0
	}
	return max(0, r.Exchange.Timing.Total-r.JudgedUnder.Slowed)
}

// String is the result in one line: `budget p95<300ms is missed: p95 is 412ms over 230 accepted answers`.
func (r Result) String() string {
	verdict := "is missed"
	if r.Met {
		verdict = "is met"
	}
	t := r.Budget.terms
	if r.Of == 0 {
		return fmt.Sprintf("budget %s %s: there was nothing to measure %s on", r.Budget.text, verdict, t.Metric)
	}
	what := "exchanges"
	if t.Percent > 0 {
		what = "accepted answers"
	}
	return fmt.Sprintf("budget %s %s: %s is %s over %d %s", r.Budget.text, verdict, t.Metric, r.Got, r.Of, what)
}
