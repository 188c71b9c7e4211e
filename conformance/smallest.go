package conformance

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/conformance/shrink"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// A run spends little on making packets small: it is the verb shrink that takes its time.
const (
	shrinkCauses = 5
	shrinkSends  = 60 // for each cause
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
		// What the ordinary packet shows does not depend on the packet.
		if c := run.results[at[0]].Case; left == 0 || c.Variant == nil || c.Baseline || !cause.isShrinkable() {
			continue
		}
		left--
		shrinking.Go(func() { run.shrinkCause(ctx, cause, at) })
	}
	shrinking.Wait()
}

// isShrinkable says that the finding depends on nothing but the packet, as far as can be told.
func (c *Cause) isShrinkable() bool {
	r := c.First
	return c.Outcome() == judge.Fail && c.Check.Under == judge.Plain && r.Under == judge.Plain && r.Judgement.Reaction != judge.Hung &&
		r.Expect.Accepts() && r.repeatable
}

func (run *suiteRun) shrinkCause(ctx context.Context, cause Cause, at [2]int) {
	var bug atomic.Pointer[PanicError]
	defer func() { run.results[at[0]].keepBug(bug.Load()) }()
	defer catch(&bug)
	ctx, cancel := context.WithTimeout(ctx, shrinkTime)
	defer cancel()
	sends := 0
	fails := func(ctx context.Context, body []byte) bool {
		if LeavesSpecFurther(cause.First.Packet, body) {
			return false // a backend may refuse it for that
		}
		if sends++; sends >= shrinkSends {
			cancel()
		}
		return run.stillShows(ctx, cause, body)
	}
	shrunk := shrink.Shrink(ctx, cause.First.Packet.Body, fails, shrink.Options{
		MaxTries: 50 * shrinkSends, MaxTime: shrinkTime, Keep: []jsontree.Path{{"CallbackCommand"}},
	})
	if len(shrunk.Body) >= len(cause.First.Packet.Body) {
		return
	}
	for k := range run.results[at[0]].Results[at[1]].Judgement.Findings {
		f := &run.results[at[0]].Results[at[1]].Judgement.Findings[k]
		if f.Check == cause.Check && f.Path == cause.Path && f.Want == cause.Want {
			f.Shrunk = &shrunk
		}
	}
}

// keepBug is for a bug that has come to light after the case was over.
func (r *SuiteResult) keepBug(bug *PanicError) {
	if bug != nil {
		r.Panic = bug
	}
}

func (run *suiteRun) stillShows(ctx context.Context, cause Cause, body []byte) bool {
	request := run.again(cause.First)
	request.Header = slices.Clone(request.Header)
	request.SetBody(body)
	x := run.o.Client.Send(ctx, request)
	r := Result{Delivery: cause.First.Delivery, Exchange: x, Judgement: judge.Judge(x, cause.First.JudgedUnder)}
	return r.shows(cause)
}

// LeavesSpecFurther says that a body leaves the documentation where the packet does not, or worse there, or has an empty text more: a backend may
// refuse it for that, which would look like the finding. Whole members and items go first, so little is lost.
func LeavesSpecFurther(p payloads.Packet, body []byte) bool {
	if bytes.Count(body, []byte(`""`)) > bytes.Count(p.Body, []byte(`""`)) {
		return true
	}
	own := map[string]payloads.Level{} // the worst of each place
	for _, problem := range p.Command.Validate(p.Body) {
		if level, known := own[problem.Path]; !known || problem.Level < level {
			own[problem.Path] = problem.Level
		}
	}
	return slices.ContainsFunc(p.Command.Validate(body), func(problem payloads.Problem) bool {
		level, known := own[problem.Path]
		return !known || problem.Level < level
	})
}
