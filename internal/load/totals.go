package load

import (
	"sync/atomic"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// addTotals adds up what all callbacks have in common.
func (r *run) addTotals(s *Summary) {
	var jitter []*cells
	s.Errors = map[webhook.FailureClass]int{}
	for _, c := range r.counters {
		jitter = append(jitter, &c.jitter)
		for _, sum := range []struct {
			to   *int
			from *atomic.Int64
		}{
			{&s.Sent, &c.sent},
			{&s.Overdue, &c.overdue},
			{&s.Unfinished, &c.unfinished},
			{&s.Connected, &c.connected},
			{&s.Reused, &c.reused},
			{&s.Redialed, &c.redialed},
		} {
			*sum.to += int(sum.from.Load())
		}
		s.BytesIn += c.bytesIn.Load()
		s.BytesOut += c.bytesOut.Load()
		for class := range c.errors {
			if n := int(c.errors[class].Load()); n > 0 {
				s.Errors[webhook.FailureClass(class)] += n
			}
		}
	}
	s.Jitter = gather(jitter, nil)
}

// callbackSummary adds up what concerns one callback.
func (r *run) callbackSummary(i int) Callback {
	var sum Callback
	var due, send []*cells
	for _, c := range r.counters {
		cb := &c.callbacks[i]
		due, send = append(due, r.dueCells(cb)), append(send, &cb.send)
		plain := int(cb.plain.Load())
		sum.Sent += int(cb.sent.Load())
		sum.PastSecond += int(cb.pastSecond.Load())
		sum.PastDeadline += int(cb.pastDeadline.Load())
		sum.acceptable += int(cb.acceptable.Load()) + plain
		sum.late += int(cb.late.Load())
		for o := range cb.outcomes {
			sum.outcomes[o] += int(cb.outcomes[o].Load())
		}
		sum.outcomes[judge.Pass] += plain
	}
	sum.FromDue, sum.FromSend = gather(due, nil), gather(send, nil)
	return sum
}
