package conformance

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance/effect"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// A backend may store after its answer. How long that takes is measured with ordinary callbacks.
const (
	storesWithin  = time.Second           // the longest that is waited for
	askedEvery    = 10 * time.Millisecond // while something is waited for
	settlesWithin = 20 * time.Millisecond // the least that is waited to see that nothing follows
	learnedFrom   = 3                     // ordinary callbacks
)

// effects is what is known of the events that the backend stores, by callback. It is made before the cases are played.
type effects struct {
	of map[string]*stores
}

// stores is how the backend stores the events of one callback.
type stores struct {
	mu    sync.Mutex
	usual effect.Usual
	takes time.Duration // from the answer until an event is stored
	own   *CaseRun      // makes ordinary callbacks for it
}

// settled is how long it takes until an event is stored, and a second one would be too.
func (s *stores) settled() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return max(settlesWithin, 3*s.takes)
}

// learnEffects looks at what the backend stores of ordinary callbacks. Nothing is judged of a callback whose ordinary
// packet fails, or of which nothing is stored.
func (run *suiteRun) learnEffects(ctx context.Context, cases []*Case) {
	if run.o.Effect == nil {
		return
	}
	run.effects.of = map[string]*stores{}
	var learning sync.WaitGroup
	seen := map[string]bool{}
	for _, c := range cases {
		if _, fails := run.baselines[c.Command.Name]; fails || seen[c.Command.Name] {
			continue
		}
		seen[c.Command.Name] = true
		learning.Go(func() {
			own := &CaseRun{Case: &Case{Command: c.Command, ID: "effect"}, Options: &run.o, suite: run}
			s := &stores{own: own}
			err := run.learn(ctx, s)
			run.mu.Lock()
			defer run.mu.Unlock()
			switch {
			case err == nil:
				run.effects.of[c.Command.Name] = s
			case errors.Is(err, errNotLearned):
				run.engine.tell(fmt.Sprintf("what is stored of %s is not judged: %v", c.Command.Name, err))
			case !over(ctx):
				run.failBaseline(c.Command, err)
			}
		})
	}
	learning.Wait()
}

// errNotLearned is why nothing is judged of what is stored of a callback.
var errNotLearned = errors.New("it is not known how an ordinary event is stored")

// failBaseline makes an error of the callback's ordinary case: what was asked for could not be judged.
func (run *suiteRun) failBaseline(c *payloads.Command, err error) {
	for i := range run.results {
		r := &run.results[i]
		if r.Case != nil && r.Case.Baseline && r.Case.Command == c && len(r.Results) > 0 {
			r.Results[0].Judgement.Outcome, r.Results[0].Judgement.Err = judge.Error, err
			return
		}
	}
}

func (run *suiteRun) learn(ctx context.Context, s *stores) error {
	for range learnedFrom {
		slot := run.slots.acquire(ctx)
		if slot == nil {
			return ctx.Err()
		}
		p, err := run.sendOrdinary(ctx, s)
		slot.giveUp() // waiting for what is stored is no work
		if err != nil {
			return err
		}
		if err := run.learnFrom(ctx, p, s); err != nil {
			return err
		}
	}
	return nil
}

// sendOrdinary sends an ordinary callback that is no case.
func (run *suiteRun) sendOrdinary(ctx context.Context, s *stores) (payloads.Packet, error) {
	a := s.own.Attempt("", s.own.Ordinary())
	r := run.engine.deliver(ctx, s.own.delivery(a), sending{
		request: func(time.Time) *webhook.Request { return a.Request },
	})
	if !r.Judgement.Reaction.Takes() {
		return a.Packet, fmt.Errorf("%w: one was not accepted", errNotLearned)
	}
	return a.Packet, nil
}

// learnFrom learns from what is stored of an ordinary callback that was answered.
func (run *suiteRun) learnFrom(ctx context.Context, p payloads.Packet, s *stores) error {
	start, late := time.Now(), false
	stored, err := run.stored(p)
	for ; err == nil && stored.IsEmpty() && time.Since(start) < storesWithin; stored, err = run.stored(p) {
		late = true
		if !sleep(ctx, askedEvery) {
			return ctx.Err()
		}
	}
	if err == nil && late { // it may be stored in several steps
		sleep(ctx, settlesWithin)
		stored, err = run.stored(p)
	}
	switch {
	case err != nil:
		return err
	case stored.IsEmpty():
		return fmt.Errorf("%w: nothing was stored within %s", errNotLearned, storesWithin)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.takes = max(s.takes, time.Since(start))
	s.usual.Learn(p.Body, stored)
	return nil
}

// stored asks what is stored of a callback. A panic of the function that is asked is no bug of the suite.
func (run *suiteRun) stored(p payloads.Packet) (s effect.Stored, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("what the backend stored is not known: a panic: %v", v)
		}
	}()
	x, err := run.o.Effect(CallbackOf(p))
	if err != nil {
		return effect.Stored{}, fmt.Errorf("what the backend stored is not known: %w", err)
	}
	return effect.Of(x)
}

// brokenBy is the check on what is stored that an attempt may break; empty: none.
func (run *CaseRun) brokenBy(a Attempt, r *Result) string {
	switch {
	case !r.Judgement.Reaction.Takes() || r.Judgement.Outcome == judge.Fail || !r.Expect.Accepts():
	case r.Under == judge.Redelivered && run.Case.Variant == nil:
		return judge.EffectOnce
	case r.Under != judge.Plain || run.Case.Variant == nil:
	case a.Packet.Step > 0: // it may be the same event as the packet before it
	case r.Expect == payloads.ExpectSame:
		return judge.EffectSame
	case r.Expect == payloads.ExpectValue:
		return judge.EffectValue
	}
	return ""
}

// judgeEffect judges an answer anew where what the backend has stored of the callback is not what it has to be. Effect
// is asked until that is so, or the time is over that storing takes.
func (run *CaseRun) judgeEffect(ctx context.Context, a Attempt, r *Result) {
	s := run.suite.effects.of[a.Packet.Command.Name]
	check := run.brokenBy(a, r)
	if s == nil || check == "" {
		return
	}
	if check == judge.EffectOnce && !sleep(ctx, s.settled()) {
		return
	}
	d, differs, err := run.compared(ctx, a, s)
	if err == nil && differs {
		// What is the same each time may be so by chance, as the second of storing is: another event shows it.
		var p payloads.Packet
		if p, err = run.suite.sendOrdinary(ctx, s); err == nil {
			err = run.suite.learnFrom(ctx, p, s)
		}
		if err == nil {
			d, differs, err = run.compared(ctx, a, s)
		}
	}
	switch {
	case over(ctx), errors.Is(err, errNotLearned): // in doubt nothing is blamed
	case err != nil:
		r.Judgement.Outcome, r.Judgement.Err = judge.Error, err
	case differs:
		r.Under, r.JudgedUnder.Under = judge.Stored, judge.Stored
		r.JudgedUnder.Effect = &judge.Effect{Breaks: check, At: d.At, Got: d.Got, Want: d.Want}
		r.Judgement = judge.Judge(r.Exchange, r.JudgedUnder)
	}
}

// compared compares what is stored of an attempt with what its packet says.
func (run *CaseRun) compared(ctx context.Context, a Attempt, s *stores) (d effect.Difference, differs bool, err error) {
	for start := time.Now(); ; {
		stored, err := run.suite.stored(a.Packet)
		if err != nil {
			return d, false, err
		}
		s.mu.Lock()
		d, differs = s.usual.Differs(a.Packet.Body, stored)
		patience := min(storesWithin, max(5*settlesWithin, 5*s.takes))
		s.mu.Unlock()
		if !differs || time.Since(start) >= patience || !sleep(ctx, askedEvery) {
			return d, differs, nil
		}
	}
}
