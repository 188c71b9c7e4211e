package conformance

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// CaseRun is where a case plays. What it sends is recorded in order and judged under the case's expectation.
type CaseRun struct {
	Case *Case
	Ctx  context.Context
	O    *Options
	slot *slot

	Baselines map[string]baseline // of the run; nobody changes them any more

	Mu      sync.Mutex
	Results []Result
	sent    uint64 // ordinary packets built so far, so that each is another one
}

// Ordinary is the command's ordinary packet: another one at each call, the same ones for the same seed.
func (s *CaseRun) Ordinary() payloads.Packet { return s.Packet(s.Case.Command, nil) }

// Packet builds a packet of any command, the first of the variant's. Without a variant it is a plain one: a backend that
// trips over emoji or over a Random above int32 is blamed by the variants that are about them, and not by whatever case met one.
func (s *CaseRun) Packet(c *payloads.Command, v *payloads.Variant) payloads.Packet {
	s.Mu.Lock()
	number := s.sent
	s.sent++
	s.Mu.Unlock()
	lang := s.O.Lang
	if v == nil {
		lang = payloads.Plain
	}
	packets, err := c.Build(v, payloads.Params{
		// The case's id is part of the seed, so that no two cases send the same message.
		Seed: s.O.Seed ^ SeedOf(s.Case.Name()), Number: number, Now: s.O.Now, Lang: lang,
	})
	if err != nil {
		panic(fmt.Sprintf("%s: %v", s.Case.Name(), err)) // no override is in play, so only a wrong declaration fails
	}
	s.address(packets)
	return packets[0]
}

func (s *CaseRun) address(packets []payloads.Packet) {
	for i := range packets {
		if s.O.Address != nil {
			s.O.Address(&packets[i])
		}
	}
}

// SeedOf gives each case packets of its own (FNV-1a).
func SeedOf(name string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 1099511628211
	}
	return h
}

// Request addresses a packet, dated and signed now.
func (s *CaseRun) Request(p payloads.Packet) *webhook.Request {
	return s.O.Target.Request(CallbackOf(p), time.Now())
}

// RequestTo addresses a packet to a target that was changed.
func (s *CaseRun) RequestTo(change func(*webhook.Target), p payloads.Packet) *webhook.Request {
	t := s.O.Target
	t.Extra = slices.Clip(t.Extra)
	t.Header = slices.Clip(t.Header)
	t.Omit = slices.Clip(t.Omit)
	change(&t)
	return t.Request(CallbackOf(p), time.Now())
}

// Send sends a shot, records and judges what comes back.
func (s *CaseRun) Send(shot Attempt) Result {
	r := s.send(shot)
	s.Record(r)
	return r
}

// SendTogether sends shots at the same moment and records them in their order.
func (s *CaseRun) SendTogether(shots ...Attempt) []Result {
	return s.SendAll(len(shots), func(i int) Attempt { return shots[i] })
}

// SendAll sends n shots side by side, each when it is made.
func (s *CaseRun) SendAll(n int, shot func(i int) Attempt) []Result {
	results := make([]Result, n)
	var all sync.WaitGroup
	var bug atomic.Pointer[PanicError]
	for i := range n {
		all.Go(func() {
			defer catch(&bug)
			results[i] = s.send(shot(i))
		})
	}
	all.Wait()
	if bug := bug.Load(); bug != nil {
		panic(bug)
	}
	s.Record(results...)
	return results
}

// SendRequest fires one request for a packet under the case's expectation.
func (s *CaseRun) SendRequest(label string, p payloads.Packet, r *webhook.Request) Result {
	return s.Send(Attempt{Label: label, Packet: p, Request: r})
}

// Resume sends a valid callback after what was to be refused or survived. One that fails by itself would say nothing.
func (s *CaseRun) Resume() {
	if s.Baselines[s.Case.Command.Name].Check != nil {
		return
	}
	accept := payloads.ExpectOK
	p := s.Ordinary()
	s.Send(Attempt{Label: "a valid callback afterwards", Packet: p, Request: s.Request(p), Expect: &accept, Under: judge.AfterNegative})
}

// Pause waits, as the case wants it by design. It says whether the run goes on.
func (s *CaseRun) Pause(d time.Duration) bool {
	s.slot.yield() // waiting is no work: another case may have the place
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-s.Ctx.Done():
		return false
	}
}

// Skip says why the case cannot be played against this backend.
func (s *CaseRun) Skip(reason string) {
	s.Record(Result{Delivery: s.Delivery(Attempt{Packet: s.Ordinary()}, reason)})
}

// hung says that a request of this case was left without an answer.
func (s *CaseRun) hung() bool {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	return slices.ContainsFunc(s.Results, func(r Result) bool { return r.Judgement.Reaction == judge.Hung })
}

func (s *CaseRun) send(shot Attempt) Result {
	r := Result{Delivery: s.Delivery(shot, "")}
	if s.Ctx.Err() != nil {
		r.Skip = endedBefore
		return r
	}
	if s.hung() && shot.Under != judge.AfterNegative {
		r.Skip = "an earlier request of this case was not answered" // and one deadline is enough to show it
		return r
	}
	client, slowed := shot.Client, pauses(shot.Request)
	switch {
	case client == nil && slowed > 0:
		client = s.Own(slowed)
		defer client.Close()
	case client == nil:
		client = s.O.Client
	}
	s.O.state.breathe(s.Ctx)
	stop := s.slot.yieldLater()
	r.Exchange = client.Send(s.Ctx, shot.Request)
	stop()
	if f := r.Exchange.Failure; f != nil && f.Class == webhook.Unsendable && shot.Request.Wire != nil {
		r.Exchange, r.Skip = nil, f.Error() // a proxy takes no request in pieces, which says nothing about the backend
		return r
	}
	r.JudgedUnder = s.O.judging(r.Delivery)
	r.JudgedUnder.Deadline, r.JudgedUnder.Slowed = client.Timeout, slowed
	ordinary := s.Baselines[s.Case.Command.Name]
	r.JudgedUnder.Baseline = ordinary.unlike()
	r.JudgedUnder.Tolerate, r.JudgedUnder.Statuses = shot.Tolerate, shot.Statuses
	r.Judgement = judge.Judge(r.Exchange, r.JudgedUnder)
	if r.Under == judge.Redelivered && s.drewBefore(r.Judgement.Reaction) {
		r.Under, r.JudgedUnder.Under = judge.Plain, judge.Plain // the first delivery failed alike
		r.Judgement = judge.Judge(r.Exchange, r.JudgedUnder)
	}
	if r.Judgement.Outcome == judge.Skip {
		r.Skip = ordinary.reason()
	}
	r.repeatable = client == s.O.Client && shot.Request.Wire == nil && len(shot.Request.Body) <= keptRequest &&
		shot.Packet.Step == 0 && s.Case.Tags&TagDelivery == 0 // in a sequence, what came before counts
	r.Exchange = slim(r.Exchange)
	s.O.state.note(r)
	return r
}

// drewBefore says that a callback of the case that stood for itself failed in the same way.
func (s *CaseRun) drewBefore(reaction judge.Reaction) bool {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	return reaction != judge.Accepted && slices.ContainsFunc(s.Results, func(r Result) bool {
		return r.Under == judge.Plain && r.Judgement.Reaction == reaction && r.Expect.Accepts()
	})
}

func (s *CaseRun) Delivery(shot Attempt, skip string) Delivery {
	c := Delivery{
		Packet: shot.Packet, Tamper: s.Case.Tamper, Label: shot.Label, Skip: skip, Under: shot.Under,
		Expect: s.Case.Expect, Level: s.Case.Level,
	}
	if s.Case.Tamper != "" {
		c.owner = s.Case.Command
	}
	if shot.Expect != nil {
		c.Expect = *shot.Expect
	}
	if shot.Level != nil {
		c.Level = *shot.Level
	}
	if shot.Under == judge.AfterNegative {
		c.Level = payloads.Must // whatever the odd request was, the valid one is a plain callback
	}
	return c
}

func (s *CaseRun) Record(results ...Result) {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	s.Results = append(s.Results, results...)
}

// sendVariant sends the packets of a variant, one after the other.
func (s *CaseRun) sendVariant() {
	c := s.Case
	lang := s.O.Lang
	if mixed := lang == "" || lang == payloads.Mixed; c.Baseline || mixed && c.Variant.Scope != payloads.Domain {
		lang = payloads.Plain // a variant varies one thing: an emoji beside it would be blamed on it
	}
	packets, err := c.Command.Build(c.Variant, payloads.Params{Seed: s.O.Seed, Number: c.Number, Now: s.O.Now, Lang: lang})
	if err != nil {
		panic(fmt.Sprintf("%s: %v", c.Name(), err))
	}
	s.address(packets)
	for i, planned := range Plan(packets, s.O.Target) {
		if planned.Skip != "" {
			s.Record(Result{Delivery: planned})
			continue
		}
		t := s.O.Target
		t.Signing = planned.Signing
		shot := Attempt{Label: planned.Packet.Label, Packet: planned.Packet, Request: t.Request(CallbackOf(planned.Packet), time.Now()), Expect: &planned.Expect}
		if slices.ContainsFunc(packets[:i], func(p payloads.Packet) bool { return bytes.Equal(p.Body, planned.Packet.Body) }) {
			shot.Under = judge.Redelivered
		}
		s.Send(shot)
	}
	if !c.Expect.Accepts() {
		s.Resume()
	}
}

// What a result keeps of an exchange: enough to show it, not the 1 MiB of each of a thousand answers;
// of the request packet enough to send it again, not the 16 MiB of a stress case.
const (
	keptRequest = 256 << 10
)

// slim cuts an exchange that has been judged.
func slim(x *webhook.Exchange) *webhook.Exchange {
	if len(x.Sent) > judge.KeptBytes {
		x.Sent = slices.Clone(x.Sent[:judge.KeptBytes])
	}
	if len(x.Raw) > judge.KeptBytes {
		x.Raw = slices.Clone(x.Raw[:judge.KeptBytes])
	}
	if len(x.Body) > judge.KeptBytes {
		x.Body = slices.Clone(x.Body[:judge.KeptBytes])
	}
	if len(x.Request.Body) > keptRequest || x.Request.Wire != nil {
		r := *x.Request
		r.Body, r.Wire = slices.Clone(r.Body[:min(len(r.Body), keptRequest)]), nil
		x.Request = &r
	}
	return x
}
