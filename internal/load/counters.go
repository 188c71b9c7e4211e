package load

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// counters are what a few workers count together while they run: few enough for their memory, many enough that they
// seldom meet. Everything only grows, so that whoever watches takes differences and stops nobody.
type counters struct {
	callbacks []callbackCounters
	jitter    cells

	sent, answered, finished, failed atomic.Int64
	overdue, late, unfinished        atomic.Int64
	connected, reused, redialed      atomic.Int64
	bytesOut, bytesIn                atomic.Int64
	errors                           [int(webhook.HeaderTooLarge) + 1]atomic.Int64
}

// callbackCounters are those of one callback command.
type callbackCounters struct {
	due, send                cells
	sent, plain              atomic.Int64 // plain ones were recognised as right, and stand in no outcome
	pastSecond, pastDeadline atomic.Int64
	acceptable, late         atomic.Int64
	outcomes                 [judge.Error + 1]atomic.Int64
	_                        [64]byte // keeps the next callback's off this cache line
}

// shards are as many counters as are worth their memory.
func shards(workers, processors, callbacks int) []*counters {
	all := make([]*counters, min(workers, processors, 8))
	for i := range all {
		all[i] = &counters{callbacks: make([]callbackCounters, callbacks)}
	}
	return all
}

// timing is when a callback was due, sent and answered. Without a schedule it was due when it was sent.
type timing struct {
	due, sent, end time.Time
	scheduled      bool
}

// plain counts an answer that was recognised as right.
func (c *counters) plain(callback int, t timing, bytes int) {
	cb := &c.callbacks[callback]
	cb.plain.Add(1)
	cb.latency(t)
	if took := t.end.Sub(t.due); took >= judge.SlowAfter {
		c.past(cb, took > judge.Deadline, true)
	}
	c.answered.Add(1)
	c.bytesIn.Add(int64(bytes))
	c.finished.Add(1)
}

func (cb *callbackCounters) latency(t timing) {
	cb.send.add(t.end.Sub(t.sent))
	if t.scheduled {
		cb.due.add(t.end.Sub(t.due))
	}
}

// past counts a callback that took a second, and perhaps longer than Chat waits.
func (c *counters) past(cb *callbackCounters, deadline, acceptable bool) {
	cb.pastSecond.Add(1)
	if !deadline {
		return
	}
	cb.pastDeadline.Add(1)
	c.late.Add(1)
	if acceptable {
		cb.late.Add(1)
	}
}

// judged counts an exchange that was judged in full.
func (c *counters) judged(load *payload, t timing, result conformance.Result) {
	cb, x, outcome := &c.callbacks[load.callback], result.Exchange, result.Judgement.Outcome
	accepts := load.delivery.Expect.Accepts()
	cb.outcomes[outcome].Add(1)
	if accepts && outcome != judge.Error {
		cb.acceptable.Add(1)
	}
	if outcome == judge.Fail || outcome == judge.Error {
		c.failed.Add(1)
	}
	hung := result.Judgement.Reaction == judge.Hung
	if hung || result.Judgement.Reaction == judge.Accepted {
		cb.latency(t)
	}
	if took := t.end.Sub(t.due); outcome != judge.Error && (hung || took >= judge.SlowAfter) {
		c.past(cb, hung || took > judge.Deadline, accepts)
	}
	if x.Failure != nil {
		c.errors[x.Failure.Class].Add(1)
	} else {
		c.answered.Add(1)
	}
	c.bytesIn.Add(int64(len(x.Raw)))
	c.finished.Add(1)
}

// results are what is kept of exchanges that were judged in full.
type results struct {
	mu    sync.Mutex
	tally *conformance.Tally
	last  *webhook.Failure // why the last connection could not be made
}
