package conformance

import (
	"cmp"
	"context"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// engine sends the requests of a run and judges the answers. [Runner] and [RunSuite] decide what is sent and when;
// how it is sent, and what counts as an answer, is decided here. Goroutines share one engine for each run.
type engine struct {
	client   *webhook.Client
	target   webhook.Target
	revive   Revive        // nil: the run waits for a backend that went away
	patience time.Duration // for how long; 0: comesBackWithin
	notify   func(string)  // tells people what the run waits for; may be nil
	slowDown func()        // called when the backend went away; may be nil
	backend  presence
	deciding deciding
	flights  flights
	asking   chan struct{} // full while somebody asks whether the backend is still there
	trying   chan struct{} // full while a packet is tried alone
}

func newEngine(client *webhook.Client, t webhook.Target) *engine {
	return &engine{client: client, target: t, asking: make(chan struct{}, 1), trying: make(chan struct{}, 1)}
}

// secrets are what no answer may hold.
func (e *engine) secrets() []string {
	if e.target.Token == "" {
		return nil
	}
	return []string{e.target.Token}
}

func (e *engine) tell(text string) {
	if e.notify != nil {
		e.notify(text)
	}
}

// sending is how a delivery goes out, and what its answer may be beside what the delivery expects.
type sending struct {
	client  *webhook.Client // nil: the engine's
	series  *webhook.Series // of the engine's client; nil: an odd packet has connections of its own, others have none
	request func(now time.Time) *webhook.Request
	judging judge.Options // without what the delivery and the client set
	burst   bool          // one of many at once, whose sender has the backend to itself
	alone   bool          // nothing else may be under way
	within  time.Duration // after which the sender goes away; 0: it waits for the answer
	name    string        // of the case
	odd     bool          // the packet is to be refused or survived
}

// deliver sends a delivery and judges the answer. A delivery with a reason to skip is not sent.
func (e *engine) deliver(ctx context.Context, d Delivery, s sending) Result {
	r := Result{Delivery: d}
	if d.Skip != "" {
		return r
	}
	s.client, s.name, s.odd = cmp.Or(s.client, e.client), d.Name(), !d.Expect.Accepts()
	x, gone, reason := e.send(ctx, s)
	switch {
	case reason != "":
		r.Skip = reason
		return r
	case gone != nil:
		r.Under, r.Level = judge.WentAway, payloads.Must // the packet may be odd, but it ended the backend
	}
	r.Exchange, r.JudgedUnder = x, s.judging
	switch {
	case !s.burst || gone != nil:
	case isFull(x.Failure):
		r.Under = judge.Queued
	case x.Failure == nil && x.Timing.Connect >= queueFull: // it was served in the end
		r.Under, r.Level = judge.Queued, max(r.Level, payloads.Should)
		r.JudgedUnder.Pace = &judge.Pace{Waited: x.Timing.Connect}
	}
	r.JudgedUnder.Expect, r.JudgedUnder.Level, r.JudgedUnder.Under = r.Expect, r.Level, r.Under
	e.deciding.options(&r.JudgedUnder, d)
	r.JudgedUnder.Secrets, r.JudgedUnder.Deadline, r.JudgedUnder.Gone = e.secrets(), s.client.Timeout, gone
	r.Judgement = judge.Judge(r.Exchange, r.JudgedUnder)
	if r.Judgement.Reaction.Takes() {
		e.backend.accepted(x)
	}
	if r.Judgement.Outcome == judge.Error && over(ctx) {
		r.Skip = endedBefore // the end of the run cut it short, which is not an error
	}
	return r
}

// do sends a request. What an odd packet leaves in its connection meets none but the requests of its series.
func (s *sending) do(ctx context.Context, r *webhook.Request) *webhook.Exchange {
	if s.within != 0 {
		var leave func()
		ctx, leave = context.WithTimeout(ctx, s.within)
		defer leave()
	}
	switch {
	case s.series != nil:
		return s.series.Send(ctx, r)
	case s.odd:
		return sendApart(ctx, s.client, r)
	}
	return s.client.Send(ctx, r)
}

// sendApart sends a request over a connection that no other uses after it, unless the answer is a success: what refuses
// a request may leave the rest of it unread.
func sendApart(ctx context.Context, client *webhook.Client, r *webhook.Request) *webhook.Exchange {
	series := client.Series()
	x := series.Send(ctx, r)
	series.End(x.Failure == nil && x.Status/100 == 2)
	return x
}

// mostFull is how often a packet is sent again that got no connection while others were under way.
const mostFull = 3

// send sends a request, and sends it again where it did not reach a backend that was away or busy. It returns how the
// backend went away over it, or why it was not sent.
func (e *engine) send(ctx context.Context, s sending) (x *webhook.Exchange, gone *judge.Gone, reason string) {
	begun := time.Now()
	for full := 0; ; {
		life, reason := e.backend.await(ctx)
		switch {
		case reason == "":
		case x != nil && e.backend.claimLoss():
			return x, &judge.Gone{Said: e.backend.lastSaid(), Lost: true}, ""
		default:
			return nil, nil, reason
		}
		if x = e.once(ctx, s, begun, x, s.alone || full > 0); x == nil {
			return nil, nil, endedBefore
		}
		f := x.Failure
		if f != nil && f.Class == webhook.Unsendable && x.Request.Wire != nil {
			return nil, nil, f.Error() // a proxy takes no request in pieces: that is not the backend's fault
		}
		if isFull(f) && !s.burst && full < mostFull && e.backend.isThere() && !over(ctx) {
			full++
			e.client.Close() // a backend that takes few connections shall not run out of them over idle ones
			continue
		}
		switch e.fateOf(ctx, x, life, s.burst) {
		case undelivered:
			continue
		case underWay:
			if x, gone, reason = e.suspected(ctx, x, s); reason != "" {
				return nil, nil, reason
			}
		}
		if gone == nil && s.within == 0 {
			e.backend.note(x)
		}
		return x, gone, ""
	}
}

// once sends the request, or the one of an exchange again. It returns nil where the run ends before. A request that had
// to wait is dated later by as much, so that it is as old or as early as it was to be.
func (e *engine) once(
	ctx context.Context, s sending, begun time.Time, again *webhook.Exchange, alone bool,
) *webhook.Exchange {
	if !s.burst {
		leave, ok := e.flights.enter(ctx, alone)
		if !ok {
			return nil
		}
		defer leave()
	}
	e.backend.use()
	if again != nil {
		return s.do(ctx, e.again(again, 0))
	}
	request := s.request(time.Now())
	if waited := time.Since(begun); waited >= time.Second {
		request = e.dated(request, waited)
	}
	return s.do(ctx, request)
}

// suspected is a packet that was under way when the backend went away. Those of a burst share the blame: what many do
// at once, one alone does not show.
func (e *engine) suspected(
	ctx context.Context, x *webhook.Exchange, s sending,
) (_ *webhook.Exchange, _ *judge.Gone, reason string) {
	it := &suspect{x, s.name, s.odd}
	a := e.backend.suspect(it)
	_, reason = e.backend.await(ctx)
	switch {
	case over(ctx):
		return nil, nil, endedBefore
	case reason == "" && !s.burst:
		return e.tryAlone(ctx, a, it, s)
	case reason != "" && (!e.backend.isLikeliest(a, it) || e.backend.isWornOut()):
		return nil, nil, reason // another packet takes the blame for all
	}
	return x, &judge.Gone{Said: a.said, Others: e.backend.others(a, it), Lost: reason != ""}, ""
}

// resend sends a request in place of the one that drew the result, and judges the answer as that one's was.
// It is for tries beside the run: one that gets no answer since the backend went away draws no reaction.
func (e *engine) resend(ctx context.Context, r Result, request *webhook.Request) judge.Judgement {
	life, reason := e.backend.await(ctx)
	if reason != "" {
		return judge.Judgement{}
	}
	leave, ok := e.flights.enter(ctx, false)
	if !ok {
		return judge.Judgement{}
	}
	e.backend.use()
	x := sendApart(ctx, e.client, request)
	leave()
	if e.fateOf(ctx, x, life, false) != judgeable {
		return judge.Judgement{}
	}
	return judge.Judge(x, r.JudgedUnder)
}
