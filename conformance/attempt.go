package conformance

import (
	"cmp"
	"slices"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// Attempt is one request of a case and how its answer is judged.
type Attempt struct {
	Label    string // which of several requests of the case it is; empty where there is one
	Packet   payloads.Packet
	Request  *webhook.Request
	Expect   *payloads.Expect // nil: the case's own
	Level    *payloads.Level  // nil: the case's own
	Under    judge.Circumstance
	Tolerate []judge.Reaction // right as well as what is expected
	Statuses []int            // right as well as what is expected
	Client   *webhook.Client  // nil: the run's

	ordinary []byte // Packet in its ordinary form, where that differs from it; nil: Packet is in it

	pace   *judge.Pace   // with judge.TookTurns
	within time.Duration // after which the sender goes away; 0: it waits for the answer
}

// Expecting is the attempt under another expectation than the case's.
func (a Attempt) Expecting(e payloads.Expect) Attempt {
	a.Expect = &e
	return a
}

// Attempt is the usual way to send a packet: addressed to the run's target, dated and signed now.
func (run *CaseRun) Attempt(label string, p payloads.Packet) Attempt {
	return Attempt{Label: label, Packet: p, Request: run.Request(p)}
}

// Changed is an ordinary packet whose request was changed after it had been addressed and signed.
func (run *CaseRun) Changed(label string, change func(*webhook.Request)) Attempt {
	a := run.Attempt(label, run.Ordinary())
	change(a.Request)
	return a
}

// Request addresses a packet to the run's target, dated and signed now.
func (run *CaseRun) Request(p payloads.Packet) *webhook.Request {
	return run.RequestTo(func(*webhook.Target) {}, p)
}

// RequestTo addresses a packet to a target that was changed. The change has the target's lists to itself.
func (run *CaseRun) RequestTo(change func(*webhook.Target), p payloads.Packet) *webhook.Request {
	t := run.Options.Target
	t.Extra = slices.Clip(t.Extra)
	t.Header = slices.Clip(t.Header)
	t.Omit = slices.Clip(t.Omit)
	change(&t)
	return t.Request(CallbackOf(p), plainSecond(&t, time.Now()))
}

// OwnClient is a client for the case alone with the run's settings, for connections that no other case uses.
// The timeout grows by more. The caller closes it.
func (run *CaseRun) OwnClient(more time.Duration) *webhook.Client {
	return ownClient(run.Options.Client, more)
}

func ownClient(c *webhook.Client, more time.Duration) *webhook.Client {
	timeout := c.Timeout
	if timeout >= 0 { // below, there is no limit
		timeout = cmp.Or(timeout, judge.Deadline) + more
	}
	return &webhook.Client{
		Dial: c.Dial, TLS: c.TLS, Resolve: c.Resolve, Proxy: c.Proxy,
		Timeout:        timeout,
		ConnectTimeout: c.ConnectTimeout, MaxResponse: c.MaxResponse, MaxHeader: c.MaxHeader,
		NoKeepAlive: c.NoKeepAlive,
	}
}

// pauses is how long the request takes by design.
func pauses(r *webhook.Request) time.Duration {
	var all time.Duration
	for _, piece := range r.Wire {
		all += piece.Pause
	}
	return all
}
