package load

import (
	"sync/atomic"
	"time"

	"github.com/timhook/timhook/webhook"
)

// patience is how long a backend may take no connection and give no answer before it counts as gone.
const patience = time.Second

// trouble notices that a backend is gone.
type trouble struct {
	since atomic.Int64 // when connections began to fail, in nanoseconds since 1970; 0: the last thing that happened was better
}

// over says that something else than a refused connection has come of an exchange.
func (t *trouble) over() {
	if t.since.Load() != 0 {
		t.since.Store(0)
	}
}

// lasts notes a connection that could not be made and says whether that has gone on for too long.
func (t *trouble) lasts(now time.Time) bool {
	if t.since.CompareAndSwap(0, now.UnixNano()) {
		return false
	}
	since := t.since.Load()
	return since != 0 && now.UnixNano()-since >= int64(patience)
}

// breath is how long a worker of the closed model waits after a connection that could not be made.
const breath = 20 * time.Millisecond

// unreached ends the run over a connection that could not be made, where a limit is reached or the backend is gone.
func (r *run) unreached(failure *webhook.Failure, now time.Time) {
	r.results.mu.Lock()
	r.results.last = failure
	r.results.mu.Unlock()
	limit, reached := limitOf(failure)
	switch {
	case reached:
		r.finish(limit)
	case r.trouble.lasts(now):
		r.finish(EndGone)
	}
}
