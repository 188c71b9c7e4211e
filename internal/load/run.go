package load

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/webhook"
)

// run is a load under way.
type run struct {
	*prepared
	Options
	ctx       context.Context
	secrets   []string
	schedule  schedule
	start     time.Time
	counters  []*counters
	results   results
	conns     connections
	trouble   trouble
	waiter    waiter
	processes sync.WaitGroup

	// Of the open model, one worker at a time holds the turn: it waits for the next callback, sends it, and passes
	// the turn on before it reads the answer.
	turn  chan struct{}
	next  int64 // number of the next callback; whoever holds the turn changes it
	hired int   // workers; likewise
	idle  atomic.Int32

	taken atomic.Int64 // callbacks taken in the closed model

	workers atomic.Uint32

	done    chan struct{} // closed when nothing more is to be sent
	once    sync.Once
	end     End
	stopped time.Time // when nothing more was to be sent
}

func (p *prepared) run(ctx context.Context, o Options) (*Summary, error) {
	r := p.newRun(ctx, o)
	first := r.newWorker()
	if failure := first.open(time.Now().Add(first.limit)); failure != nil {
		return nil, failure
	}
	if p.slow != "" { // the client makes its own
		first.drop()
		first.counters.connected.Add(-1)
	}
	stop := context.AfterFunc(ctx, r.interrupt)
	defer stop()
	r.start = time.Now()
	watch := r.watch()
	r.employ(first)
	r.processes.Wait()
	r.finish(EndInterrupted) // unless it ended otherwise
	seconds := watch()
	return r.summary(seconds), nil
}

func (p *prepared) newRun(ctx context.Context, o Options) *run {
	r := &run{
		prepared: p, Options: o, ctx: ctx, schedule: o.Rate.over(o.Duration),
		turn: make(chan struct{}, 1), done: make(chan struct{}),
		counters: shards(o.Connections, runtime.GOMAXPROCS(0), len(p.callbacks)),
		waiter:   newWaiter(ctx, o.ByTimer),
	}
	r.results.tally = &conformance.Tally{Keep: o.Keep}
	if o.Target.Token != "" {
		r.secrets = []string{o.Target.Token}
	}
	return r
}

// employ sets the first workers to work: all of them in the closed model, in the open one those that are needed.
func (r *run) employ(first *worker) {
	if r.Rate.Max {
		r.processes.Go(first.repeat)
		for range r.Connections - 1 {
			r.processes.Go(r.newWorker().repeat)
		}
		return
	}
	r.hired = 1
	r.turn <- struct{}{}
	r.processes.Go(first.serve)
}

// pass passes the turn on. If nobody is there to take it, another worker is hired.
func (r *run) pass() {
	if r.idle.Load() == 0 && r.hired < r.Connections {
		r.hired++
		r.processes.Go(r.newWorker().serve)
	}
	r.turn <- struct{}{}
}

// grace is how long after the end of the run callbacks are sent that were due before: as much as a busy machine may
// wake up too late, and too little to make up for a backend that does not keep up.
const grace = 100 * time.Millisecond

// await waits until the next callback is due. Only who holds the turn may.
func (r *run) await() (number int64, due time.Time, ok bool) {
	number = r.next
	if r.Count > 0 && number >= int64(r.Count) {
		r.finish(EndCount)
		return 0, due, false
	}
	after := r.schedule.due(number)
	if r.Duration > 0 && (after >= r.Duration || time.Since(r.start) > r.Duration+grace) {
		if r.waiter.wait(r.start.Add(r.Duration), r.done) {
			r.finish(EndDuration)
		}
		return 0, due, false
	}
	due = r.start.Add(after)
	if !r.waiter.wait(due, r.done) {
		return 0, due, false
	}
	r.next++
	return number, due, true
}

// take is await for the closed model, where now is the time at which the worker is free.
func (r *run) take(now time.Time) (number int64, ok bool) {
	switch {
	case r.over():
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

func (r *run) over() bool {
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

// interrupt ends the sending and what is under way.
func (r *run) interrupt() {
	r.finish(EndInterrupted)
	r.conns.cut()
}

// connections are those that are open, to be cut when the run is interrupted.
type connections struct {
	mu   sync.Mutex
	open map[*webhook.Conn]struct{}
}

func (c *connections) add(k *webhook.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open == nil {
		c.open = map[*webhook.Conn]struct{}{}
	}
	c.open[k] = struct{}{}
}

func (c *connections) remove(k *webhook.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.open, k)
}

func (c *connections) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.open)
}

// cut makes all reading and writing fail at once.
func (c *connections) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for k := range c.open {
		_ = k.SetDeadline(time.Unix(1, 0))
	}
}
