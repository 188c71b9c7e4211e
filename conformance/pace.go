package conformance

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// pace is what was measured of the backend before the run: how long it takes for one callback, and how many it answers
// side by side. The run keeps within that, so that no case is blamed for the load of the others.
type pace struct {
	alone time.Duration // for one callback; 0: it accepted none
	turns *judge.Pace   // the largest number that was tried at once and took turns; nil: none did
	flat  int           // the largest number that was answered as quickly as one
	holds bool          // a request that comes slowly holds up the others
	tried int           // the largest number that was tried at once
	last  judge.Pace    // of the largest number that was accepted as a whole
	crowd int           // how many a crowd may have; 0: any number
}

const (
	// queueFull is a wait for a connection that shows that it was not accepted at first: systems ask again after a
	// second.
	queueFull = 900 * time.Millisecond

	// late is how long a callback takes that was given up, or was about to be.
	late = judge.Deadline - quick

	// quick is how long several callbacks may take together in any case: below, nothing is gained by sending fewer.
	quick = 100 * time.Millisecond

	// runsFor is how long the ordinary answers of a whole run shall take: what is under way grows with the latency.
	runsFor = 5 * time.Second

	patient = 500 * time.Millisecond // from here on each measurement costs much

	// heldUp is how long the body of a request is held back, to see whether the backend answers others meanwhile.
	heldUp = 200 * time.Millisecond

	few = 60 // requests; a smaller run is over before more is worth a measurement
)

// measure finds out what the backend bears, for so many cases beside the ordinary packets and, where there are any, for
// crowds. It sends the ordinary packet that the backend accepted first.
func (run *suiteRun) measure(ctx context.Context, cases []*Case, others int) {
	good := run.engine.backend.firstGood()
	if good == nil {
		run.slots.bear(blindJobs, true)
		return
	}
	run.pace.alone, run.pace.flat = good.Timing.Total, 1
	if others > 1 { // a single case has no others beside it
		run.measurePlaces(ctx, good, others*requestsPerCase)
	}
	if slices.ContainsFunc(cases, func(c *Case) bool { return c.Crowd }) {
		run.measureCrowd(ctx, good)
	}
}

// measurePlaces tries more and more callbacks at once, as long as they are answered as quickly as one, up to the number
// that the run needs.
func (run *suiteRun) measurePlaces(ctx context.Context, good *webhook.Exchange, requests int) {
	p := &run.pace
	wanted := min(run.slots.most, max(leastJobs, int(p.alone*time.Duration(requests)/runsFor)))
	if requests < few {
		wanted = min(wanted, leastJobs)
		if leastJobs*p.alone <= quick {
			run.slots.bear(wanted, true)
			return
		}
	}
	if x := run.again(ctx, good); x > 0 { // on a connection that is open, a second time is quicker
		p.alone = min(p.alone, x)
	}
	var looking sync.WaitGroup
	looked := false
	for _, n := range levels(p.alone, wanted) {
		if n > 2 && p.alone >= patient && !looked { // beside a measurement, since each takes so long
			looked = true
			looking.Go(func() { p.holds = run.holdsUp(ctx, good) })
		}
		if !run.tryLevel(ctx, good, n, wanted) {
			break
		}
	}
	looking.Wait()
	switch {
	case p.turns != nil:
		p.holds = true
	case wanted > 1 && p.alone < patient:
		p.holds = run.holdsUp(ctx, good)
	}
	run.keepPace()
}

// tryLevel sends so many callbacks at once, and reports whether more may be tried.
func (run *suiteRun) tryLevel(ctx context.Context, good *webhook.Exchange, n, wanted int) bool {
	p := &run.pace
	x := run.together(ctx, good, n)
	p.tried = n
	switch {
	case x.Together > 0:
		p.last = x
	case run.failsAlone(ctx, good):
		p.flat = min(wanted, leastJobs) // it fails now and then, which is not for the load
		return false
	default:
		return false
	}
	if !isFlat(x) {
		p.turns = &x
		return false
	}
	p.flat = n
	return true
}

// MostJobs is how many requests are under way at most where nothing else is asked for.
const MostJobs = 160

const (
	leastJobs = 8
	blindJobs = 24 // where nothing can be measured: the backend accepts no callback
)

// levels are the numbers that are tried at once: slowly at first where a long queue would outlast the deadline.
func levels(alone time.Duration, wanted int) []int {
	list := []int{8, 32}
	switch {
	case alone >= patient:
		list = []int{2, 16}
	case alone >= quick:
		list = slices.Insert(list, 0, 2)
	}
	list = slices.DeleteFunc(list, func(n int) bool { return n >= wanted })
	if wanted > 1 {
		list = append(list, wanted)
	}
	return list
}

// keepPace lets as many cases work at once as were answered side by side.
func (run *suiteRun) keepPace() {
	p := &run.pace
	switch {
	case p.turns == nil:
		run.slots.bear(p.flat, !p.holds)
	default:
		n := p.flat
		if p.turns.Waited == 0 {
			n = max(n, p.turns.SideBySide())
		}
		run.slots.bear(n, false)
		if p.turns.Waited > 0 {
			run.engine.tell(fmt.Sprintf("of %d connections at once one was accepted after %v: the run sends %d at a "+
				"time", p.turns.Count, p.turns.Waited.Round(time.Millisecond), n))
		} else if n < leastJobs {
			run.engine.tell(fmt.Sprintf("%d callbacks at once took %v, one takes %v: the run sends %d at a time",
				p.turns.Count, p.turns.Together.Round(time.Millisecond), p.alone.Round(time.Millisecond), n))
		}
	}
}

// isFlat reports whether callbacks that came together were answered about as quickly as one.
func isFlat(p judge.Pace) bool {
	return p.Together > 0 && (p.Together <= quick || p.Together <= p.Alone+p.Alone/2)
}

// measureCrowd finds out how many callbacks at once the backend answers in time for a crowd. It tries fewer first, so
// that a backend that takes turns is not left with a queue of abandoned requests.
func (run *suiteRun) measureCrowd(ctx context.Context, good *webhook.Exchange) {
	p := &run.pace
	p.crowd = largestCrowd
	if largestCrowd*p.alone <= crowdTime {
		return // it answers so many within that time even one after the other
	}
	for p.turns == nil && p.tried < largestCrowd && !p.isPlenty(largestCrowd) {
		next := max(8, 4*p.tried)
		if p.tried == 0 && p.alone >= quick {
			next = 2
		}
		x := run.together(ctx, good, min(next, largestCrowd))
		p.tried = x.Count
		if x.Together > 0 {
			p.last = x
		}
		if x.Together > 0 && !isFlat(x) {
			p.turns = &x
		}
	}
	switch {
	case p.turns == nil:
	case p.turns.Waited > 0:
		p.crowd = max(2, p.flat)
	default:
		p.crowd = max(2, min(largestCrowd, int(crowdTime*time.Duration(p.turns.Count)/p.turns.Together)))
	}
}

const largestCrowd = 100 // callbacks at once

// crowdTime is how long the backend may take for a crowd: a second is late already.
const crowdTime = 750 * time.Millisecond

// isPlenty reports whether so many callbacks are answered within a second, going by those that were tried.
func (p *pace) isPlenty(n int) bool {
	return p.last.Together > 0 && time.Duration(n)*p.last.Together/time.Duration(p.last.Count) <= crowdTime
}

// lateAfter is when an answer is late, so that its case lends its place. A request that comes slowly by design is late
// at once.
func (p *pace) lateAfter(slowed time.Duration) time.Duration {
	if slowed > 0 {
		return 0
	}
	return max(slowExchange, 3*p.alone)
}

const slowExchange = 250 * time.Millisecond

// share is how many of n callbacks in a row fit the time that a case may take, at least some.
func (p *pace) share(n, least int) int {
	const most = 3 * time.Second
	if p.alone <= 0 {
		return n
	}
	return max(least, min(n, int(most/p.alone)))
}

// slowDown lets one case work at a time from now on: the packet that ends the backend next is then known at once. Where
// answers take their time, that would take too long.
func (run *suiteRun) slowDown() {
	if good := run.engine.backend.firstGood(); good == nil || good.Timing.Total < quick/2 {
		run.slots.bear(1, !run.pace.holds)
	}
}

// settle waits after a crowd that was not answered in time, until the backend has worked off what was given up.
func (run *suiteRun) settle(ctx context.Context) {
	good := run.engine.backend.firstGood()
	until := time.Now().Add(comesBackWithin)
	for good != nil && time.Now().Before(until) && !over(ctx) {
		x := run.o.Client.Send(ctx, run.engine.again(good, 0))
		if x.Failure == nil && x.Timing.Total <= max(quick, 2*run.pace.alone) {
			return
		}
	}
}
