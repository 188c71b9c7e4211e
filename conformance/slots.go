package conformance

import (
	"context"
	"sync"
	"time"
)

// slowExchange is how long an exchange may keep its case's place among the jobs. A backend that is merely slow keeps
// it; one that hangs does not hold up the others, so that many hanging cases cost one deadline and not one each.
const slowExchange = 250 * time.Millisecond

// slots bounds how many cases are at work at once.
type slots struct {
	free  chan struct{}
	total chan struct{} // bounds the cases that wait without a place, too
}

// overlap is how many cases may be under way for each job, waiting ones included. The waiters are extra slots,
// so that cases that wait by design do not block a run of one job.
const (
	overlap = 8
	waiters = 16
)

func newSlots(jobs int) *slots {
	return &slots{free: make(chan struct{}, jobs), total: make(chan struct{}, jobs*overlap+waiters)}
}

// slot is a case's place among the jobs. The case holds it from acquire to done, or yields it before: for good, and
// from any goroutine.
type slot struct {
	of   *slots
	once sync.Once
}

// acquire waits for a place; nil when ctx ends first.
func (s *slots) acquire(ctx context.Context) *slot {
	for _, place := range []chan struct{}{s.total, s.free} {
		select {
		case place <- struct{}{}:
		case <-ctx.Done():
			if place == s.free {
				<-s.total
			}
			return nil
		}
	}
	return &slot{of: s}
}

// yield gives the place to another case while this one goes on.
func (s *slot) yield() { s.once.Do(func() { <-s.of.free }) }

// yieldAfter yields the place if the exchange that begins takes longer than d. The caller stops it afterwards.
func (s *slot) yieldAfter(d time.Duration) (stop func()) {
	t := time.AfterFunc(d, s.yield)
	return func() { t.Stop() }
}

// done ends the case.
func (s *slot) done() {
	s.yield()
	<-s.of.total
}
