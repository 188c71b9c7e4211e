package conformance

import (
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// Attempt is one request of a case and how it is judged.
type Attempt struct {
	Label    string
	Packet   payloads.Packet
	Request  *webhook.Request
	Expect   *payloads.Expect // nil: the case's own
	Level    *payloads.Level  // nil: the case's own
	Under    judge.Circumstance
	Tolerate []judge.Reaction // right as well as what is expected
	Statuses []int            // right as well as what is expected
	Client   *webhook.Client  // nil: the run's
}

// Expecting is the shot under another expectation than the case's.
func (shot Attempt) Expecting(e payloads.Expect) Attempt {
	shot.Expect = &e
	return shot
}

// Plain is the ordinary way to send a packet.
func (s *CaseRun) Plain(label string, p payloads.Packet) Attempt {
	return Attempt{Label: label, Packet: p, Request: s.Request(p)}
}

// Changed is an ordinary packet whose request was changed after it had been addressed and signed.
func (s *CaseRun) Changed(label string, change func(*webhook.Request)) Attempt {
	shot := s.Plain(label, s.Ordinary())
	change(shot.Request)
	return shot
}

// SendEach sends shots one after the other.
func (s *CaseRun) SendEach(shots ...Attempt) {
	for _, shot := range shots {
		s.Send(shot)
	}
}

// Own is a client of the case's own with the run's settings, for a connection that nobody else uses.
// The timeout grows by more. The caller closes it.
func (s *CaseRun) Own(more time.Duration) *webhook.Client {
	c := s.O.Client
	timeout := c.Timeout
	if timeout <= 0 {
		timeout = judge.Deadline
	}
	return &webhook.Client{
		Dial: c.Dial, TLS: c.TLS, Resolve: c.Resolve, Proxy: c.Proxy,
		Timeout: timeout + more, ConnectTimeout: c.ConnectTimeout, MaxResponse: c.MaxResponse, MaxHeader: c.MaxHeader,
		NoKeepAlive: c.NoKeepAlive,
	}
}

// Burst runs what sends many requests at once. Bursts of different cases come one after the other,
// since a backend is asked for the load of one.
func (s *CaseRun) Burst(send func()) {
	s.slot.yield() // waiting is no work
	select {
	case s.O.state.burst <- struct{}{}:
	case <-s.Ctx.Done():
		s.Skip(endedBefore)
		return
	}
	defer func() { <-s.O.state.burst }()
	send()
}

// pauses is how long the request takes by design.
func pauses(r *webhook.Request) time.Duration {
	var all time.Duration
	for _, piece := range r.Wire {
		all += piece.Pause
	}
	return all
}
