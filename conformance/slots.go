package conformance

import (
	"context"
	"slices"
	"sync"
	"time"
)

// slots bounds how many cases are at work at once: those that wait for an answer of ordinary length up to the limit,
// which follows what the backend bears, and with those that are late up to the most.
type slots struct {
	mu      sync.Mutex
	limit   int  // cases that hold a place
	most    int  // and with those that have lent theirs
	lending bool // a late answer lends its place: where the backend works at one callback after another, it may not
	held    int
	lent    int
	waiting []*waiter
}

type waiter struct {
	slot  *slot
	ready chan struct{} // closed when it has its place
}

// slot is a case's place among the jobs. The case holds it while it works, lends it while an answer is late, and gives
// it up while it waits by design. Its methods are for several goroutines at once.
type slot struct {
	of    *slots
	state slotState // guarded by of.mu
}

type slotState uint8

const (
	slotFree slotState = iota
	slotHeld
	slotLent
)

func newSlots(limit, most int) *slots { return &slots{limit: limit, most: most, lending: true} }

// bear sets how much the backend bears.
func (s *slots) bear(limit int, lending bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limit, s.lending = max(1, min(limit, s.most)), lending
	s.grant()
}

// acquire waits for a place; nil when ctx ends first.
func (s *slots) acquire(ctx context.Context) *slot {
	p := &slot{of: s}
	if !p.take(ctx, false) {
		return nil
	}
	return p
}

// hold takes the place back that was lent or given up, before others that have not begun. It reports whether the run
// goes on.
func (p *slot) hold(ctx context.Context) bool { return p.take(ctx, true) }

func (p *slot) take(ctx context.Context, first bool) bool {
	s := p.of
	w := &waiter{p, make(chan struct{})}
	s.mu.Lock()
	switch {
	case p.state == slotHeld:
		s.mu.Unlock()
		return ctx.Err() == nil
	case p.state == slotLent:
		s.lent--
		p.state = slotFree
	}
	if first {
		s.waiting = slices.Insert(s.waiting, 0, w)
	} else {
		s.waiting = append(s.waiting, w)
	}
	s.grant()
	s.mu.Unlock()
	select {
	case <-w.ready:
		return true
	case <-ctx.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := slices.Index(s.waiting, w); i >= 0 {
		s.waiting = slices.Delete(s.waiting, i, i+1)
		return false
	}
	p.free() // it got its place at the same moment
	return false
}

func (s *slots) grant() {
	for len(s.waiting) > 0 && s.held < s.limit && s.held+s.lent < s.most {
		p := s.waiting[0].slot
		p.state = slotHeld
		s.held++
		s.waiting = slices.DeleteFunc(s.waiting, func(w *waiter) bool {
			if w.slot == p { // several requests of one case share its place
				close(w.ready)
			}
			return w.slot == p
		})
	}
}

// lend lets another case begin while the answer to this one is late.
func (p *slot) lend() {
	s := p.of
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.state == slotHeld && s.lending {
		p.state = slotLent
		s.held--
		s.lent++
		s.grant()
	}
}

// lendAfter lends the place if the exchange that begins takes longer than d. The caller stops it afterwards.
func (p *slot) lendAfter(d time.Duration) (stop func()) {
	t := time.AfterFunc(d, p.lend)
	return func() { t.Stop() }
}

// giveUp ends the case's work, for good or until it holds a place again.
func (p *slot) giveUp() {
	p.of.mu.Lock()
	defer p.of.mu.Unlock()
	p.free()
}

func (p *slot) free() {
	switch p.state {
	case slotHeld:
		p.of.held--
	case slotLent:
		p.of.lent--
	}
	p.state = slotFree
	p.of.grant()
}
