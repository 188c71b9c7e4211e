package conformance

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// again sends the callback once more and returns how long its answer took; 0 where that is not worth its time.
func (run *suiteRun) again(ctx context.Context, good *webhook.Exchange) time.Duration {
	if good.Timing.Total >= quick {
		return 0
	}
	return run.together(ctx, good, 1).Together
}

// failsAlone reports whether the callback is not accepted each time although it comes alone: a flaky backend, or one
// that does not take a callback twice.
func (run *suiteRun) failsAlone(ctx context.Context, good *webhook.Exchange) bool {
	for range leastJobs {
		if run.together(ctx, good, 1).Together == 0 {
			return true
		}
	}
	return false
}

// together sends a callback so many times at once, and returns how long the last answer took; 0 where one of them
// was not accepted.
func (run *suiteRun) together(ctx context.Context, good *webhook.Exchange, n int) judge.Pace {
	took, waited := make([]time.Duration, n), make([]time.Duration, n)
	leave, ok := run.engine.flights.enter(ctx, true)
	if !ok {
		return judge.Pace{}
	}
	defer leave()
	start := time.Now()
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			x := run.o.Client.Send(ctx, run.engine.again(good, 0))
			if x.Failure == nil && x.Status == good.Status || isLate(x.Failure) || isFull(x.Failure) {
				took[i] = max(time.Since(start), 1)
			}
			waited[i] = x.Timing.Connect
			if isFull(x.Failure) {
				waited[i] = x.Timing.Total
			}
		})
	}
	all.Wait()
	p := judge.Pace{Alone: cmp.Or(run.pace.alone, good.Timing.Total), Count: n, Together: slices.Max(took)}
	if w := slices.Max(waited); w >= queueFull {
		p.Waited = w
	}
	slices.Sort(took)
	mostQuick := took[n/2] < late && isFlat(judge.Pace{Alone: p.Alone, Together: took[n/2]})
	for mostQuick && took[len(took)-1] >= late {
		took = took[:len(took)-1] // the others did not wait for it: it hangs by itself
		p.Together = took[len(took)-1]
	}
	if slices.Contains(took, 0) {
		p.Together = 0
	}
	return p
}

// holdsUp reports whether isHeldUp holds twice: once, an answer may hang by itself.
func (run *suiteRun) holdsUp(ctx context.Context, good *webhook.Exchange) bool {
	for range 2 {
		if !run.isHeldUp(ctx, good) {
			return false
		}
	}
	run.o.Client.Close() // a connection that the run keeps must not hold up the others
	return true
}

// isHeldUp reports whether a request whose body comes slowly holds up another one. A server that reads one request
// after another does so, and one that serves a single connection until it is closed.
func (run *suiteRun) isHeldUp(ctx context.Context, good *webhook.Exchange) bool {
	slow := run.engine.again(good, 0)
	whole := slow.AppendWire(nil)
	half := len(whole) - len(slow.Body)/2
	slow.Wire = []webhook.Piece{{Bytes: whole[:half]}, {Pause: heldUp, Bytes: whole[half:]}}
	client := ownClient(run.o.Client, heldUp)
	defer client.Close()
	var sending sync.WaitGroup
	var first *webhook.Exchange
	sending.Go(func() { first = client.Send(ctx, slow) })
	sleep(ctx, heldUp/8)
	second := run.o.Client.Send(ctx, run.engine.again(good, 0))
	sending.Wait()
	if first.Failure != nil && first.Failure.Class == webhook.Unsendable { // through a proxy
		return false
	}
	patience := run.pace.alone + heldUp/2
	return second.Failure != nil || second.Timing.Total > patience || first.Failure != nil ||
		first.Timing.Total > heldUp+patience
}
