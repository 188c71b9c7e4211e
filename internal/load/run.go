package load

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/timhook/timhook/conformance"
)

// run is one load while it is sent.
type run struct {
	*prepared
	Options
	secrets         []string
	schedule        schedule
	start           time.Time
	counters        []*counters
	results         results
	conns           connections
	connectFailures connectFailures
	waiter          waiter
	processes       sync.WaitGroup

	// In the open model, one worker at a time holds the turn: it waits for the next callback, sends it, and passes
	// the turn on before it reads the answer.
	turn  chan struct{}
	next  int64 // number of the next callback; changed with the turn in hand
	hired int   // workers; likewise
	idle  atomic.Int32

	taken atomic.Int64 // callbacks taken in the closed model

	judging chan struct{} // holds one while a large answer is judged
	largest int           // of those, changed by whom it holds

	workers atomic.Uint32

	done    chan struct{} // closed when nothing more is to be sent
	once    sync.Once
	end     End
	stopped time.Time // when nothing more was to be sent
}

func (p *prepared) run(ctx context.Context, o Options) (*Summary, error) {
	r := p.newRun(o)
	first := r.newWorker(ctx)
	if failure := first.open(ctx, time.Now().Add(first.limit)); failure != nil {
		return nil, failure
	}
	if p.slow != "" { // the client makes its own
		first.drop()
		first.counters.add(func(part *Summary) { part.Connected-- })
	}
	stop := context.AfterFunc(ctx, r.interrupt)
	defer stop()
	r.start = time.Now()
	watch := r.watch()
	r.startWorkers(ctx, first)
	r.processes.Wait()
	r.finish(EndInterrupted) // unless it ended otherwise
	seconds := watch()
	return r.summary(seconds), nil
}

func (p *prepared) newRun(o Options) *run {
	r := &run{
		prepared: p, Options: o, schedule: o.Rate.over(o.Duration),
		turn: make(chan struct{}, 1), done: make(chan struct{}), judging: make(chan struct{}, 1),
		counters: shards(o.Connections, runtime.GOMAXPROCS(0), len(p.callbacks)),
		waiter:   newWaiter(o.ByTimer),
	}
	r.results.tally = &conformance.Tally{Keep: o.Keep}
	if o.Target.Token != "" {
		r.secrets = []string{o.Target.Token}
	}
	return r
}

// startWorkers starts every worker of the closed model. The open model starts with one and adds others when needed.
func (r *run) startWorkers(ctx context.Context, first *worker) {
	if !r.Rate.Max {
		r.hired = 1
		r.turn <- struct{}{}
		r.processes.Go(func() { first.serve(ctx) })
		return
	}
	r.processes.Go(func() { first.repeat(ctx) })
	for range r.Connections - 1 {
		w := r.newWorker(ctx)
		r.processes.Go(func() { w.repeat(ctx) })
	}
}

// passTurn passes the turn on. If no worker is free to take it, another one is started.
func (r *run) passTurn(ctx context.Context) {
	if r.idle.Load() == 0 && r.hired < r.Connections {
		r.hired++
		w := r.newWorker(ctx)
		r.processes.Go(func() { w.serve(ctx) })
	}
	r.turn <- struct{}{}
}

// grace is how long after the end of the run callbacks are sent that were due before. A busy machine may wake up that
// much too late; a backend that does not keep up gains nothing from so little.
const grace = 100 * time.Millisecond

// awaitDue waits until the next callback is due. Its caller holds the turn.
func (r *run) awaitDue(ctx context.Context) (number int64, due time.Time, ok bool) {
	number = r.next
	if r.Count > 0 && number >= int64(r.Count) {
		r.finish(EndCount)
		return 0, due, false
	}
	after := r.schedule.due(number)
	if r.Duration > 0 && (after >= r.Duration || time.Since(r.start) > r.Duration+grace) {
		if r.waiter.wait(ctx, r.start.Add(r.Duration), r.done) {
			r.finish(EndDuration)
		}
		return 0, due, false
	}
	due = r.start.Add(after)
	if !r.waiter.wait(ctx, due, r.done) {
		return 0, due, false
	}
	r.next++
	return number, due, true
}

// takeNext is awaitDue for the closed model, where now is the time at which the worker is free.
func (r *run) takeNext(now time.Time) (number int64, ok bool) {
	switch {
	case r.isEnded():
		return 0, false
	case r.Duration > 0 && now.Sub(r.start) >= r.Duration:
		r.finish(EndDuration)
		return 0, false
	}
	number = r.taken.Add(1) - 1
	if r.Count > 0 && number >= int64(r.Count) {
		r.finish(EndCount)
		return 0, false
	}
	return number, true
}

func (r *run) isEnded() bool {
	select {
	case <-r.done:
		return true
	default:
		return false
	}
}

// finish ends the sending. The first reason counts.
func (r *run) finish(e End) {
	r.once.Do(func() {
		r.end, r.stopped = e, time.Now()
		close(r.done)
	})
}

// interrupt ends the sending and the exchanges under way.
func (r *run) interrupt() {
	r.finish(EndInterrupted)
	r.conns.cut()
}
