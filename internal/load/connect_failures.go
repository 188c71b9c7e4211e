package load

import (
	"sync/atomic"
	"time"

	"github.com/timhook/timhook/webhook"
)

// patience is how long a backend may take no connection and give no answer before it counts as gone.
const patience = time.Second

// connectFailures notices that a backend is gone.
type connectFailures struct {
	since atomic.Int64 // when connections began to fail, in nanoseconds since 1970; 0: the last one did not
}

// end is for an exchange that reached the backend.
func (t *connectFailures) end() {
	if t.since.Load() != 0 {
		t.since.Store(0)
	}
}

// lastTooLong notes a connection that could not be made and reports whether that has gone on for too long.
func (t *connectFailures) lastTooLong(now time.Time) bool {
	if t.since.CompareAndSwap(0, now.UnixNano()) {
		return false
	}
	since := t.since.Load()
	return since != 0 && now.UnixNano()-since >= int64(patience)
}

// reconnectPause is how long a worker of the closed model waits after a connection that could not be made.
const reconnectPause = 20 * time.Millisecond

// noteUnreached ends the run if a connection could not be made because a limit is reached or the backend is gone.
func (r *run) noteUnreached(failure *webhook.Failure, now time.Time) {
	r.results.mu.Lock()
	r.results.last = failure
	r.results.mu.Unlock()
	limit, reached := limitOf(failure)
	switch {
	case reached:
		r.finish(limit)
	case failure.Class == webhook.Protocol, r.connectFailures.lastTooLong(now):
		r.finish(EndGone)
	}
}
