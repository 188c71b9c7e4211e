package record

import (
	"bytes"
	"context"
	"sync"

	"github.com/timhook/timhook/internal/compare"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/file"
)

// Shadowed is the answer of the shadow to one callback, where it differs from the backend's.
type Shadowed struct {
	Entry       file.At // of the callback and the backend's answer
	Own         file.At // of the shadow's answer
	Command     string  // callback command, as the sender spelt it
	Differences []compare.Difference
}

// ShadowSummary counts the answers of a shadow. A callback is in one of Compared, Unanswered and LeftOut.
type ShadowSummary struct {
	Compared   int
	Different  int // of those compared
	Unanswered int // by the shadow, in time
	LeftOut    int // for a bound: too many were under way, or too long
}

// The bounds of what a shadow may hold: requests under way, and bytes of a request and of each answer.
const (
	mostShadowed  = 32
	longestShadow = 1 << 20
)

// shadow sends callbacks to a second backend, beside the exchange with the first.
type shadow struct {
	slots chan struct{}  // one for each request under way
	going sync.WaitGroup // those
	dead  bool           // the last answer did not come; guarded by the server's mutex
}

// first is the exchange with the backend, as far as the shadow's is compared with it.
type first struct {
	at      file.At
	command string
	answer  *capture.Answer
}

// beside sends a callback to the shadow while the backend answers it. What it returns takes the backend's answer, once
// and without waiting; ctx ends the exchange.
func (s *Server) beside(ctx context.Context, m *message) (answered func(first)) {
	if s.o.Shadow == nil || m.Truncated || notCallback(m) != "" {
		return func(first) {}
	}
	select {
	case s.shadow.slots <- struct{}{}:
	default:
		s.shadowed(func(sum *ShadowSummary) { sum.LeftOut++ })
		return func(first) {}
	}
	if len(m.Body) > longestShadow {
		<-s.shadow.slots
		s.shadowed(func(sum *ShadowSummary) { sum.LeftOut++ })
		return func(first) {}
	}
	own := *m // its bytes are of a buffer that the connection uses again
	own.head, own.frames = bytes.Clone(m.head), bytes.Clone(m.frames)
	backend := make(chan first, 1)
	s.shadow.going.Go(func() {
		defer func() { <-s.shadow.slots }()
		x := s.o.ShadowClient.Send(ctx, forwarded(&own, s.o.Shadow))
		s.hold(&own, x, <-backend)
	})
	return func(f first) { backend <- f }
}

// hold compares the answer of the shadow with the backend's, and keeps one that differs.
func (s *Server) hold(m *message, x *webhook.Exchange, f first) {
	if x.Failure != nil && len(x.Raw) == 0 {
		s.unanswered(x.Failure)
		return
	}
	s.mu.Lock()
	s.shadow.dead = false
	s.mu.Unlock()
	if f.answer != nil && len(f.answer.Body) > longestShadow || x.Truncated {
		s.shadowed(func(sum *ShadowSummary) { sum.LeftOut++ })
		return
	}
	r := newRecord(m, x, true)
	r.Shadow = s.o.Shadow.Public()
	found := compare.Options{}.Answers(f.answer, r.Answer)
	s.shadowed(func(sum *ShadowSummary) {
		if sum.Compared++; len(found) > 0 {
			sum.Different++
		}
	})
	if len(found) == 0 {
		return
	}
	backend := capture.Record{Request: r.Request, Answer: f.answer}
	shown := compare.Options{}.Answers(backend.Redact(s.o.Hide).Answer, r.Redact(s.o.Hide).Answer)
	if len(shown) == 0 { // the difference is a secret
		masked := compare.Difference{Part: found[0].Part, Kind: found[0].Kind, Old: capture.Masked, New: capture.Masked}
		shown = []compare.Difference{masked}
	}
	own, _ := s.keep(r)
	if s.o.Shadowed != nil {
		s.lines <- func() { s.o.Shadowed(Shadowed{f.at, own, f.command, shown}) }
	}
}

// unanswered notes that the shadow gives no answer, when that begins.
func (s *Server) unanswered(f *webhook.Failure) {
	if f.Class == webhook.Canceled { // the serving ends
		s.shadowed(func(sum *ShadowSummary) { sum.LeftOut++ })
		return
	}
	s.shadowed(func(sum *ShadowSummary) { sum.Unanswered++ })
	s.mu.Lock()
	isNew := !s.shadow.dead
	s.shadow.dead = true
	s.mu.Unlock()
	if isNew {
		s.note("the shadow gives no answer: %v; further ones without an answer are counted", f)
	}
}

func (s *Server) shadowed(count func(*ShadowSummary)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	count(&s.summary.Shadow)
}
