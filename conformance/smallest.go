package conformance

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/conformance/shrink"
	"github.com/timhook/timhook/webhook"
)

// A suite run spends little on making packets small: it is the verb shrink that takes its time.
const (
	shrinkCauses = 5
	shrinkSends  = 59 // for each cause
	shrinkTime   = 3 * time.Second
)

// shrink makes the packets of the first failures small, all at once, and keeps them with their findings.
func (run *suiteRun) shrink(ctx context.Context) {
	report := Report{}
	origin := map[*webhook.Exchange][2]int{}
	for i, r := range run.results {
		for j, result := range r.Results {
			report.Results = append(report.Results, result)
			origin[result.Exchange] = [2]int{i, j}
		}
	}
	var shrinking sync.WaitGroup
	var found []*shrunk // kept once all have ended, since causes may share a result
	for _, cause := range report.Causes() {
		at := origin[cause.First.Exchange]
		// What the baseline shows does not depend on the packet.
		c := run.results[at[0]].Case
		if len(found) == shrinkCauses || c.Variant == nil || c.Baseline || !cause.isShrinkable() {
			continue
		}
		s := &shrunk{cause: cause, in: &run.results[at[0]], number: at[1]}
		found = append(found, s)
		shrinking.Go(func() { run.shrinkCause(ctx, s) })
	}
	shrinking.Wait()
	for _, s := range found {
		s.keep()
	}
}

// shrunk is the smallest packet for a cause, and the result that shows it.
type shrunk struct {
	cause  Cause
	in     *SuiteResult
	number int
	small  *shrink.Result // nil: none is smaller
	bug    atomic.Pointer[PanicError]
}

// keep puts the packet to the finding. A bug in timhook that came to light only now is kept with the case.
func (s *shrunk) keep() {
	if bug := s.bug.Load(); bug != nil {
		s.in.Panic = bug
	}
	findings := s.in.Results[s.number].Judgement.Findings
	for i := range findings {
		if s.small != nil && keyOf(findings[i]) == keyOf(s.cause.Finding) {
			findings[i].Shrunk = s.small
		}
	}
}

// isShrinkable reports whether the finding depends on nothing but the packet, as far as can be told.
func (c *Cause) isShrinkable() bool {
	r := c.First
	return c.Outcome() == judge.Fail && c.Check.Under == judge.Plain && r.Under == judge.Plain &&
		r.Judgement.Reaction != judge.Hung && r.Expect.Accepts() && r.repeatable
}

// shrinkCause looks for the smallest packet with the finding.
func (run *suiteRun) shrinkCause(ctx context.Context, s *shrunk) {
	defer catch(&s.bug)
	m := Minimizer{MaxSends: shrinkSends, MaxTime: shrinkTime}
	m.Send = func(ctx context.Context, body []byte) (Result, error) {
		request := run.shifted(s.cause.First, 0)
		request.Header = slices.Clone(request.Header)
		request.SetBody(body)
		return Result{Judgement: run.resend(ctx, s.cause.First, request)}, nil
	}
	small, _ := m.Minimize(ctx, s.cause.First, s.cause.Finding) // one that ended early is small enough
	if len(small.Body) < len(s.cause.First.Packet.Body) {
		s.small = &small
	}
}
