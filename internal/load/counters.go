package load

import (
	"sync"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// counters are what a few workers count together. A worker takes the lock twice for an exchange, for less than a
// microsecond; there are few counters, since each has histograms of 190 KB.
type counters struct {
	mu     sync.Mutex
	part   Summary // the share of these workers in the summary
	second second  // since the watcher last took it
}

// second is one second while it is counted. Its InFlight is by how many the exchanges under way have become more.
type second struct {
	Second
	took Latencies
}

// shards are as many counters as are worth their memory.
func shards(workers, processors, callbacks int) []*counters {
	all := make([]*counters, min(workers, processors, 8))
	for i := range all {
		c := &counters{second: second{took: newLatencies()}}
		c.part.Jitter, c.part.Errors = newLatencies(), map[webhook.FailureClass]int{}
		for range callbacks {
			c.part.Callbacks = append(c.part.Callbacks, Callback{FromDue: newLatencies(), FromSend: newLatencies()})
		}
		all[i] = c
	}
	return all
}

// timing is when a callback was due, sent and answered. Without a schedule it was due when it was sent.
type timing struct {
	due, sent, end time.Time
	scheduled      bool
}

// add counts rare events.
func (c *counters) add(count func(*Summary)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	count(&c.part)
}

// sent counts a callback that is on its way.
func (c *counters) sent(callback int, t timing) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.part.Callbacks[callback].Sent++
	c.second.Sent++
	c.second.InFlight++
	if t.scheduled {
		late := t.sent.Sub(t.due)
		c.part.Jitter.add(late)
		if late > Overdue {
			c.second.Overdue++
		}
	}
}

// plain counts an answer that was recognised as right, and the bytes both ways.
func (c *counters) plain(callback int, t timing, reused bool, out, in int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	cb := &c.part.Callbacks[callback]
	cb.outcomes[judge.Pass]++
	cb.acceptable++
	c.latency(cb, t)
	if took := t.end.Sub(t.due); took >= judge.SlowAfter {
		c.past(cb, took > judge.Deadline, true)
	}
	if reused {
		c.part.Reused++
	}
	c.second.Answered++
	c.finished(out, in)
}

// finished counts the bytes of an exchange that is over.
func (c *counters) finished(out, in int) {
	c.part.BytesOut += int64(out)
	c.part.BytesIn += int64(in)
	c.second.InFlight--
}

func (c *counters) latency(cb *Callback, t timing) {
	cb.FromSend.add(t.end.Sub(t.sent))
	if t.scheduled {
		cb.FromDue.add(t.end.Sub(t.due))
	}
	c.second.took.add(t.end.Sub(t.due))
}

// past counts a callback that took a second, and perhaps longer than Chat waits.
func (c *counters) past(cb *Callback, deadline, acceptable bool) {
	cb.PastSecond++
	if !deadline {
		return
	}
	cb.PastDeadline++
	c.second.Late++
	if acceptable {
		cb.late++
	}
}

// unfinished counts an exchange that the end of the run has cut off.
func (c *counters) unfinished(x *webhook.Exchange) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.part.Unfinished++
	c.finished(len(x.Sent), 0)
}

// judged counts an exchange that was judged in full.
func (c *counters) judged(load *payload, t timing, result conformance.Result) {
	c.mu.Lock()
	defer c.mu.Unlock()
	cb, x, outcome := &c.part.Callbacks[load.callback], result.Exchange, result.Judgement.Outcome
	accepts := load.delivery.Expect.Accepts()
	cb.outcomes[outcome]++
	if accepts && outcome != judge.Error {
		cb.acceptable++
	}
	if outcome == judge.Fail || outcome == judge.Error {
		c.second.Failed++
	}
	hung := result.Judgement.Reaction == judge.Hung
	if hung || result.Judgement.Reaction.Takes() {
		c.latency(cb, t)
	}
	if took := t.end.Sub(t.due); outcome != judge.Error && (hung || took >= judge.SlowAfter) {
		c.past(cb, hung || took > judge.Deadline, accepts)
	}
	if x.Reused {
		c.part.Reused++
	}
	if x.Failure != nil {
		c.part.Errors[x.Failure.Class]++
	} else {
		c.second.Answered++
	}
	c.finished(len(x.Sent), len(x.Raw))
}

// results are those of the exchanges that were judged in full.
type results struct {
	mu    sync.Mutex
	tally *conformance.Tally
	last  *webhook.Failure // why the last connection could not be made
}

func (r *results) add(result conformance.Result) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tally.Add(result)
}
