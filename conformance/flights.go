package conformance

import (
	"context"
	"slices"
	"sync"
)

// flights is the right to send: many exchanges share it, or one has the backend to itself. Whoever asks first is
// served first, so that neither kind waits without end. The zero value is ready.
type flights struct {
	mu      sync.Mutex
	shared  int  // exchanges under way
	alone   bool // one has the backend to itself
	waiting []*boarding
}

type boarding struct {
	alone bool
	ready chan struct{} // closed when it may begin
}

// enter waits until an exchange may begin. It is not ok where ctx ends first; otherwise the caller calls leave.
func (f *flights) enter(ctx context.Context, alone bool) (leave func(), ok bool) {
	b := &boarding{alone, make(chan struct{})}
	f.mu.Lock()
	f.waiting = append(f.waiting, b)
	f.board()
	f.mu.Unlock()
	select {
	case <-b.ready:
		return func() { f.leave(alone) }, true
	case <-ctx.Done():
	}
	f.mu.Lock()
	i := slices.Index(f.waiting, b)
	if i >= 0 {
		f.waiting = slices.Delete(f.waiting, i, i+1)
		f.board() // one that waited for its own was perhaps all that held up the others
	}
	f.mu.Unlock()
	if i < 0 { // it was let in at the same moment
		f.leave(alone)
	}
	return nil, false
}

func (f *flights) leave(alone bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if alone {
		f.alone = false
	} else {
		f.shared--
	}
	f.board()
}

// board lets in whoever is next, as long as they may be under way together.
func (f *flights) board() {
	for len(f.waiting) > 0 && !f.alone {
		next := f.waiting[0]
		if next.alone && f.shared > 0 {
			return
		}
		f.waiting = f.waiting[1:]
		if next.alone {
			f.alone = true
		} else {
			f.shared++
		}
		close(next.ready)
	}
}
