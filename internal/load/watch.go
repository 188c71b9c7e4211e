package load

import (
	"sync"
	"time"
)

// watcher reports the run second by second.
type watcher struct {
	*run
	took     Latencies // of the second that is summed up
	spare    Latencies // takes the place of those that a counter has filled
	inFlight int
	lastEnd  time.Time
	seconds  []Second
}

// watch begins to watch; the function that it returns ends it and gives all seconds.
func (r *run) watch() (seconds func() []Second) {
	w := &watcher{run: r, took: newLatencies(), spare: newLatencies(), lastEnd: r.start}
	over := make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() {
		timer := time.NewTimer(time.Until(r.start.Add(time.Second)))
		defer timer.Stop()
		for {
			select {
			case <-timer.C:
				w.second(time.Now())
				timer.Reset(time.Until(r.start.Add(time.Duration(len(w.seconds)+1) * time.Second)))
			case <-over:
				w.second(time.Now())
				return
			}
		}
	})
	return func() []Second {
		close(over)
		watching.Wait()
		return w.seconds
	}
}

// second ends a second and reports it.
func (w *watcher) second(now time.Time) {
	s := Second{Number: len(w.seconds), Length: now.Sub(w.lastEnd)}
	for _, c := range w.counters {
		counted := w.take(c)
		w.inFlight += counted.InFlight
		s.add(counted)
	}
	s.InFlight, s.Connections = w.inFlight, w.conns.count()
	if last := len(w.seconds) - 1; last >= 0 && s.Length < shortest {
		w.seconds[last].add(s)
		return
	}
	s.P50, s.P99, s.Max = w.took.Percentile(50), w.took.Percentile(99), w.took.Max()
	w.took.reset()
	w.lastEnd = now
	w.seconds = append(w.seconds, s)
	if w.Tick != nil {
		w.Tick(s)
	}
}

// take empties a counter's second. Merging takes a tenth of a millisecond, so the workers get other latencies to fill.
func (w *watcher) take(c *counters) Second {
	c.mu.Lock()
	counted := c.second
	c.second = second{took: w.spare}
	c.mu.Unlock()
	w.took.merge(counted.took)
	w.spare = counted.took
	w.spare.reset()
	return counted.Second
}

// shortest is the least time that a last second needs to be one of its own.
const shortest = 50 * time.Millisecond

// add counts a moment after the second as part of it.
func (s *Second) add(more Second) {
	s.Length += more.Length
	s.Sent += more.Sent
	s.Answered += more.Answered
	s.Failed += more.Failed
	s.Overdue += more.Overdue
	s.Late += more.Late
	s.InFlight, s.Connections = more.InFlight, more.Connections
}
