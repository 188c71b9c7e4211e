package load

import (
	"sync"
	"time"
)

// watcher tells what happens second by second. It only reads what the workers count.
type watcher struct {
	*run
	cells   []*cells // of all callbacks, from the due time
	before  []uint64
	last    Second // sums up to now
	lastEnd time.Time
	seconds []Second
}

// watch begins to watch; the function that it returns ends it and gives all seconds.
func (r *run) watch() (seconds func() []Second) {
	w := &watcher{run: r, before: make([]uint64, cellCount), lastEnd: r.start}
	for _, c := range r.counters {
		for i := range c.callbacks {
			w.cells = append(w.cells, r.dueCells(&c.callbacks[i]))
		}
	}
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

// dueCells are those that count from the due time, which without a schedule is that of sending.
func (r *run) dueCells(c *callbackCounters) *cells {
	if r.Rate.Max {
		return &c.send
	}
	return &c.due
}

// second adds what has happened since the last one.
func (w *watcher) second(now time.Time) {
	var sum Second
	finished := 0
	for _, c := range w.counters {
		sum.Sent += int(c.sent.Load())
		sum.Answered += int(c.answered.Load())
		sum.Failed += int(c.failed.Load())
		sum.Overdue += int(c.overdue.Load())
		sum.Late += int(c.late.Load())
		finished += int(c.finished.Load())
	}
	s := Second{
		Number: len(w.seconds), Length: now.Sub(w.lastEnd),
		Sent: sum.Sent - w.last.Sent, Answered: sum.Answered - w.last.Answered, Failed: sum.Failed - w.last.Failed,
		Overdue: sum.Overdue - w.last.Overdue, Late: sum.Late - w.last.Late,
		InFlight: max(0, sum.Sent-finished), Connections: w.conns.count(),
	}
	if last := len(w.seconds) - 1; last >= 0 && s.Length < shortest {
		w.seconds[last].add(s)
		return
	}
	took := gather(w.cells, w.before)
	s.P50, s.P99, s.Max = took.Percentile(50), took.Percentile(99), took.Max()
	w.last, w.lastEnd = sum, now
	w.seconds = append(w.seconds, s)
	if w.Tick != nil {
		w.Tick(s)
	}
}

// shortest is the least time that a last second needs to be one of its own.
const shortest = 50 * time.Millisecond

// add counts what came a moment after the second as part of it.
func (s *Second) add(more Second) {
	s.Length += more.Length
	s.Sent += more.Sent
	s.Answered += more.Answered
	s.Failed += more.Failed
	s.Overdue += more.Overdue
	s.Late += more.Late
	s.InFlight, s.Connections = more.InFlight, more.Connections
}

// summary is what came of the run, once all workers are through.
func (r *run) summary(seconds []Second) *Summary {
	s := &Summary{
		Rate: r.Rate, Duration: r.Duration, Count: r.Count, Connections: r.Options.Connections, Payloads: len(r.payloads),
		Started: r.start, Elapsed: time.Since(r.start), Sending: r.stopped.Sub(r.start), End: r.end, Slow: r.slow,
		Seconds: seconds, Tally: r.results.tally, Full: !r.Rate.Max && r.hired == r.Options.Connections,
	}
	r.addTotals(s)
	for i, c := range r.callbacks {
		callback := r.callbackSummary(i)
		callback.Command = c
		s.Callbacks = append(s.Callbacks, callback)
	}
	s.All = together(s.Callbacks)
	s.Asked = s.Sent
	if !r.Rate.Max {
		s.Asked, s.Sending = r.asked(s.Sending)
	}
	s.Remedy = remedy(s.End, r.results.last, s.Connected)
	s.hold(r.Budgets)
	return s
}

// asked is how many callbacks were due, and the time that they were spread over.
func (r *run) asked(sending time.Duration) (int, time.Duration) {
	switch r.end {
	case EndCount:
		return r.Count, max(r.schedule.due(int64(r.Count)), time.Nanosecond)
	case EndDuration:
		sending = r.Duration
	}
	n := int(r.schedule.before(sending))
	if r.Count > 0 {
		n = min(n, r.Count)
	}
	return n, sending
}
