package load

import (
	"github.com/timhook/timhook/conformance/budget"
	"github.com/timhook/timhook/conformance/judge"
)

// Count is how many callbacks were judged that way.
func (c Callback) Count(o judge.Outcome) int { return c.outcomes[o] }

// Judged is how many callbacks could be judged.
func (c Callback) Judged() int {
	n := 0
	for o, count := range c.outcomes {
		if judge.Outcome(o) != judge.Error {
			n += count
		}
	}
	return n
}

// figures are what budgets are held to.
func (c *Callback) figures() budget.Figures {
	return budget.Figures{
		Latency: c.FromDue.Percentile, Measured: c.FromDue.Count(),
		Late: c.late, Acceptable: c.acceptable,
		Failed: c.Count(judge.Fail), Judged: c.Judged(),
	}
}

// hold holds each budget against the callbacks that it covers.
func (s *Summary) hold(budgets []budget.Budget) {
	for _, b := range budgets {
		var covered []Callback
		for _, c := range s.Callbacks {
			if b.Covers(c.Command) {
				covered = append(covered, c)
			}
		}
		sum := together(covered)
		s.Budgets = append(s.Budgets, b.Hold(sum.figures()))
	}
}

// together adds up callbacks.
func together(callbacks []Callback) Callback {
	var sum Callback
	var due, send []Latencies
	for i := range callbacks {
		c := &callbacks[i]
		sum.Sent += c.Sent
		sum.PastSecond += c.PastSecond
		sum.PastDeadline += c.PastDeadline
		sum.acceptable += c.acceptable
		sum.late += c.late
		for o, n := range c.outcomes {
			sum.outcomes[o] += n
		}
		due, send = append(due, c.FromDue), append(send, c.FromSend)
	}
	sum.FromDue, sum.FromSend = merged(due...), merged(send...)
	return sum
}
