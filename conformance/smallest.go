package conformance

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/timhook/timhook/conformance/judge"
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
	left := shrinkCauses
	for _, cause := range report.Causes() {
		at := origin[cause.First.Exchange]
		// What the baseline shows does not depend on the packet.
		if c := run.results[at[0]].Case; left == 0 || c.Variant == nil || c.Baseline || !cause.isShrinkable() {
			continue
		}
		left--
		shrinking.Go(func() { run.shrinkCause(ctx, cause, &run.results[at[0]], at[1]) })
	}
	shrinking.Wait()
}

// isShrinkable reports whether the finding depends on nothing but the packet, as far as can be told.
func (c *Cause) isShrinkable() bool {
	r := c.First
	return c.Outcome() == judge.Fail && c.Check.Under == judge.Plain && r.Under == judge.Plain &&
		r.Judgement.Reaction != judge.Hung && r.Expect.Accepts() && r.repeatable
}

// shrinkCause keeps the smallest packet with the finding in the result with that number. A bug in timhook that comes to
// light only now is kept with the case.
func (run *suiteRun) shrinkCause(ctx context.Context, cause Cause, in *SuiteResult, number int) {
	var bug atomic.Pointer[PanicError]
	defer func() {
		if bug := bug.Load(); bug != nil {
			in.Panic = bug
		}
	}()
	defer catch(&bug)
	m := Minimizer{MaxSends: shrinkSends, MaxTime: shrinkTime}
	m.Send = func(ctx context.Context, body []byte) (Result, error) {
		request := run.shifted(cause.First, 0)
		request.Header = slices.Clone(request.Header)
		request.SetBody(body)
		return Result{Judgement: run.resend(ctx, cause.First, request)}, nil
	}
	small, _ := m.Minimize(ctx, cause.First, cause.Finding) // one that ended early is small enough
	if len(small.Body) >= len(cause.First.Packet.Body) {
		return
	}
	findings := in.Results[number].Judgement.Findings
	for i := range findings {
		if keyOf(findings[i]) == keyOf(cause.Finding) {
			findings[i].Shrunk = &small
		}
	}
}
