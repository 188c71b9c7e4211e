package conformance_test

import (
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
)

// laden is the right backend with work to do: it takes a while for each callback, with so many workers.
type laden struct {
	right   http.Handler
	takes   time.Duration
	workers chan struct{} // nil: no limit

	mu          sync.Mutex
	flying, top int // callbacks under way, and the most so far
}

func newLaden(takes time.Duration, workers int) *laden {
	l := &laden{right: mounted(), takes: takes}
	if workers > 0 {
		l.workers = make(chan struct{}, workers)
	}
	return l
}

func (l *laden) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	l.flying++
	l.top = max(l.top, l.flying)
	l.mu.Unlock()
	if l.workers != nil {
		l.workers <- struct{}{}
	}
	time.Sleep(l.takes)
	if l.workers != nil {
		<-l.workers
	}
	l.right.ServeHTTP(w, r)
	l.mu.Lock()
	l.flying--
	l.mu.Unlock()
}

// TestARunEndsInItsTime prints how long a default run takes, in the bubble's time: go test -run ItsTime -v.
func TestARunEndsInItsTime(t *testing.T) {
	const ms, s = time.Millisecond, time.Second
	hanging := func(name string) func() http.Handler {
		f, err := backend.LookupFault(name)
		if err != nil {
			t.Fatal(err)
		}
		return func() http.Handler { return f.Break(mounted()) }
	}
	loaded := func(d time.Duration, workers int) func() http.Handler {
		return func() http.Handler { return newLaden(d, workers) }
	}
	for _, c := range []struct {
		name string
		make func() http.Handler // in the bubble
		most time.Duration
	}{
		{"0 ms", loaded(0, 0), 5500 * ms},
		{"50 ms", loaded(50*ms, 0), 10 * s},
		{"300 ms", loaded(300*ms, 0), 20 * s},
		{"1.9 s", loaded(1900*ms, 0), 60 * s},
		{"hangs on everything valid", hanging("silent"), 15 * s},
		{"hangs on what it refuses", hanging("hangs-on-refusal"), 25 * s},
		{"two workers at 60 ms", loaded(60*ms, 2), 90 * s},
		{"one worker at 300 ms", loaded(300*ms, 1), 900 * s},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := c.make()
				client := serving(t, h)
				start := time.Now()
				results := conformance.RunSuite(t.Context(), byDefault(), suiteOptions(t, client))
				took := time.Since(start)
				lines, count := complaints(results)
				t.Logf("%-28s %7.1f s  %v", c.name, took.Seconds(), count)
				if took > c.most {
					t.Errorf("took %v, want at most %v", took, c.most)
				}
				if _, right := h.(*laden); right && count[judge.Fail]+count[judge.Error] > 0 {
					t.Errorf("a right backend is blamed: %s", lines[:min(5, len(lines))])
				}
			})
		})
	}
}
