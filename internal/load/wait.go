package load

import (
	"context"
	"time"
)

// waiter waits for moments, one after the other, to far less than the millisecond that timers are good for.
type waiter struct {
	timer  *time.Timer
	margin time.Duration // the timer is left this long before the moment; 0: it is all there is
}

func newWaiter(byTimer bool) waiter {
	w := waiter{timer: time.NewTimer(time.Hour)}
	w.timer.Stop()
	if !byTimer && canNap {
		w.margin = 2 * time.Millisecond
	}
	return w
}

// wait waits until a moment and reports whether it came before done was closed or the context was done.
func (w *waiter) wait(ctx context.Context, until time.Time, done <-chan struct{}) bool {
	if left := time.Until(until) - w.margin; left > 0 {
		w.timer.Reset(left)
		select {
		case <-w.timer.C:
		case <-done:
			w.timer.Stop()
			return false
		case <-ctx.Done():
			w.timer.Stop()
			return false
		}
	}
	for left := time.Until(until); left > 0; left = time.Until(until) {
		nap(left)
	}
	return ctx.Err() == nil
}
