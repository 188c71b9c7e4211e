package conformance

import (
	"context"
	"time"

	"github.com/timhook/timhook/conformance/judge"
)

// Burst calls send, which sends many requests at once. Nothing else is under way then, so that nothing
// else suffers and bursts do not add up.
func (run *CaseRun) Burst(ctx context.Context, send func()) {
	run.slot.giveUp()
	leave, ok := run.suite.engine.flights.enter(ctx, true)
	if !ok {
		run.Skip(endedBefore)
		return
	}
	defer leave()
	run.burst.Store(true)
	defer run.burst.Store(false)
	send()
	if run.recorded(hung) {
		run.suite.settle(ctx)
	}
}

// IsSlow reports whether the backend is there and takes so long that a case sends no more than it needs.
func (run *CaseRun) IsSlow() bool { return run.suite.pace.alone >= patient }

// Slowly calls send, which sends a request slowly and others meanwhile. Where a slow request holds up others, nothing
// else is under way then.
func (run *CaseRun) Slowly(ctx context.Context, send func()) {
	if !run.suite.pace.holds {
		send()
		return
	}
	run.Burst(ctx, send)
}

// Crowd is how many of n callbacks the case may send at once: as many as the backend answers within a second. Where
// that is less than Chat sends, it records that the backend answers few of them side by side.
func (run *CaseRun) Crowd(ctx context.Context, n int) int {
	most, turns := n, run.suite.pace.turns
	if c := run.suite.pace.crowd; c > 0 {
		most = min(n, c)
	}
	if turns == nil || time.Duration(perSecond)*turns.Together <= time.Duration(turns.Count)*time.Second {
		return most
	}
	a := run.Attempt("callbacks that come together", run.Ordinary())
	a.Under, a.pace = judge.TookTurns, turns
	if turns.Waited > 0 {
		a.Under = judge.Queued
	}
	run.Send(ctx, a)
	return most
}

// perSecond is how many messages a second Chat lets through in one group (Use Limits, 1047/34381).
const perSecond = 40

// Share is how many of n callbacks in a row fit the time that one case may take, at least some.
func (run *CaseRun) Share(n, least int) int { return run.suite.pace.share(n, least) }
