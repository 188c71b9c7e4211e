package load

import (
	"time"

	"github.com/timhook/timhook/webhook"
)

// summary sums the run up, once all workers are through.
func (r *run) summary(seconds []Second) *Summary {
	s := &Summary{
		Rate: r.Rate, Duration: r.Duration, Count: r.Count,
		Connections: r.Options.Connections, Payloads: len(r.payloads),
		Started: r.start, Elapsed: time.Since(r.start), Sending: r.stopped.Sub(r.start), End: r.end, Slow: r.slow,
		Seconds: seconds, Tally: r.results.tally, Full: !r.Rate.Max && r.hired == r.Options.Connections,
		Errors: map[webhook.FailureClass]int{},
	}
	r.addParts(s)
	if s.Unfinished > 0 && s.End.Planned() {
		s.End = EndInterrupted // all was sent, and not all of it answered and judged
	}
	for _, second := range seconds {
		s.Overdue += second.Overdue
	}
	s.All = together(s.Callbacks)
	s.Sent = s.All.Sent
	s.Asked = s.Sent
	if !r.Rate.Max {
		s.Asked, s.Sending = r.asked(s.Sending)
	}
	s.Remedy = remedy(s.End, r.results.last, s.Connected)
	s.hold(r.Budgets)
	return s
}

// addParts adds up the shares of the workers.
func (r *run) addParts(s *Summary) {
	shares := make([][]Callback, len(r.callbacks)) // of each callback
	var jitter []Latencies
	for _, c := range r.counters {
		s.Unfinished += c.part.Unfinished
		s.Connected += c.part.Connected
		s.Reused += c.part.Reused
		s.Redialed += c.part.Redialed
		s.BytesOut += c.part.BytesOut
		s.BytesIn += c.part.BytesIn
		for class, n := range c.part.Errors {
			s.Errors[class] += n
		}
		jitter = append(jitter, c.part.Jitter)
		for i, share := range c.part.Callbacks {
			shares[i] = append(shares[i], share)
		}
	}
	s.Jitter = merged(jitter...)
	for i, command := range r.callbacks {
		sum := together(shares[i])
		sum.Command = command
		if r.Rate.Max { // it was due when it was sent
			sum.FromDue = sum.FromSend
		}
		s.Callbacks = append(s.Callbacks, sum)
	}
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
