package conformance

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

// CaseRun is one run of a case: it builds packets for the case and sends attempts. Their results are recorded in
// order and judged under the case's expectation. Its methods are for several goroutines at once.
type CaseRun struct {
	Case    *Case
	Options *Options // of the whole run, not to be changed

	suite  *suiteRun
	slot   *slot
	series *webhook.Series

	mu      sync.Mutex
	results []Result
	built   uint64      // packets so far, so that each is another one
	burst   atomic.Bool // it sends many requests at once and has the backend to itself
}

// Ordinary is the command's ordinary packet: another one at each call, the same ones for the same seed.
func (run *CaseRun) Ordinary() payloads.Packet { return run.Packet(run.Case.Command, nil) }

// Packet builds a packet of any command, the first of the variant's. Without a variant it is a plain one: a backend
// that trips over emoji or over a Random above int32 is blamed by the variants that are about them, and not by any
// case that happened to hold one.
func (run *CaseRun) Packet(c *payloads.Command, v *payloads.Variant) payloads.Packet {
	run.mu.Lock()
	number := run.built
	run.built++
	run.mu.Unlock()
	lang := run.Options.Lang
	if v == nil {
		lang = payloads.Plain
	}
	seed := run.Options.Seed ^ SeedOf(run.Case.Name()) // so that no two cases send the same message
	return run.build(c, v, payloads.Params{Seed: seed, Number: number, Lang: lang})[0]
}

// build builds the packets of a variant. No override is in play, so only a wrong declaration fails.
func (run *CaseRun) build(c *payloads.Command, v *payloads.Variant, params payloads.Params) []payloads.Packet {
	params.Now, params.SDKAppID = run.Options.Now, run.Options.Target.SDKAppID
	packets, err := c.Build(v, params)
	if err != nil {
		panic(fmt.Sprintf("%s: %v", run.Case.Name(), err))
	}
	for i := range packets {
		if run.Options.Address != nil {
			run.Options.Address(&packets[i])
		}
	}
	return packets
}

// SeedOf gives each case packets of its own (FNV-1a).
func SeedOf(name string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 1099511628211
	}
	return h
}

// Send sends attempts one after the other and records what comes back. It returns the last result.
func (run *CaseRun) Send(ctx context.Context, attempts ...Attempt) (last Result) {
	for _, a := range attempts {
		last = run.send(ctx, a)
		run.record(last)
	}
	return last
}

// SendEach sends attempts that do not depend on each other and records them in their order: one after the other, and
// side by side as far as the run has places for them where the backend is slow. After the first it sends no more where
// that was not answered.
func (run *CaseRun) SendEach(ctx context.Context, attempts ...Attempt) {
	if run.suite.pace.alone < quick {
		run.Send(ctx, attempts...)
		return
	}
	if len(attempts) == 0 || hung(run.Send(ctx, attempts[0])) || ctx.Err() != nil {
		return
	}
	rest := attempts[1:]
	results := make([]Result, len(rest))
	var all sync.WaitGroup
	var bug atomic.Pointer[PanicError]
	run.slot.giveUp()
	for i, a := range rest {
		slot := run.suite.slots.acquire(ctx)
		if slot == nil {
			results[i] = Result{Delivery: run.delivery(a)}
			results[i].Skip = endedBefore
			continue
		}
		all.Go(func() {
			defer slot.giveUp()
			defer catch(&bug)
			results[i] = run.sendFrom(ctx, slot, a)
		})
	}
	all.Wait()
	if bug := bug.Load(); bug != nil {
		panic(bug)
	}
	run.record(results...)
}

// SendTogether sends attempts at the same moment and records them in their order.
func (run *CaseRun) SendTogether(ctx context.Context, attempts ...Attempt) {
	run.SendAll(ctx, len(attempts), func(i int) Attempt { return attempts[i] })
}

// SendAll sends n attempts side by side, each as soon as it is made, and records them in their order.
func (run *CaseRun) SendAll(ctx context.Context, n int, attempt func(i int) Attempt) {
	results := make([]Result, n)
	var all sync.WaitGroup
	var bug atomic.Pointer[PanicError]
	for i := range n {
		all.Go(func() {
			defer catch(&bug)
			results[i] = run.send(ctx, attempt(i))
		})
	}
	all.Wait()
	if bug := bug.Load(); bug != nil {
		panic(bug)
	}
	run.record(results...)
}

// Resume sends a valid callback after one that was to be refused or survived.
// Where the baseline fails it sends nothing: the valid callback would only repeat the baseline's failure.
func (run *CaseRun) Resume(ctx context.Context) {
	if run.BaselineFails(run.Case.Command) {
		return
	}
	a := run.Attempt("a valid callback afterwards", run.Ordinary()).Expecting(payloads.ExpectOK)
	a.Under = judge.AfterNegative
	run.Send(ctx, a)
}

// BaselineFails reports whether the command's ordinary packet breaks a MUST in this run.
func (run *CaseRun) BaselineFails(c *payloads.Command) bool {
	return run.suite.baselines[c.Name].Check != nil
}

// Pause waits, as the case wants it by design, and reports whether the run goes on.
func (run *CaseRun) Pause(ctx context.Context, d time.Duration) bool {
	run.slot.giveUp() // waiting is no work: another case may have the place, and a connection
	run.endSeries()
	return sleep(ctx, d)
}

// GoAway sends an attempt whose sender goes away after a while. What comes back is neither judged nor recorded, unless
// the backend ends over it.
func (run *CaseRun) GoAway(ctx context.Context, a Attempt, after time.Duration) {
	a.within = after
	if r := run.send(ctx, a); r.Under == judge.WentAway {
		run.record(r)
	}
}

// Skip records why the case cannot be run against this backend.
func (run *CaseRun) Skip(reason string) {
	d := run.delivery(Attempt{Packet: run.Ordinary()})
	d.Skip = reason
	run.record(Result{Delivery: d})
}

// Callbacks are those that the backend gets. Where the run does not say which, they are the usual ones, or the case's
// own if it is none of them.
func (run *CaseRun) Callbacks() []*payloads.Command {
	switch own := run.Case.Command; {
	case run.Options.Callbacks != nil:
		return slices.Clone(run.Options.Callbacks)
	case !chat.IsUsual(own):
		return []*payloads.Command{own}
	}
	return chat.Usual()
}

// Gets reports whether a callback is among those that the backend gets, by its name.
func (run *CaseRun) Gets(name string) bool {
	return slices.ContainsFunc(run.Callbacks(), func(c *payloads.Command) bool { return c.Name == name })
}

// Lacks reports whether the backend does not get a callback that tells of the same event, and then skips the case.
func (run *CaseRun) Lacks(other *payloads.Command) bool {
	if run.Gets(other.Name) {
		return false
	}
	run.Skip(other.Short + ", which tells of the same event, is not among the callbacks of the run")
	return true
}

// Skipped reports whether the last thing that was recorded could not be sent.
func (run *CaseRun) Skipped() bool {
	run.mu.Lock()
	defer run.mu.Unlock()
	return len(run.results) > 0 && run.results[len(run.results)-1].Skip != ""
}

// HasSent reports whether anything was recorded.
func (run *CaseRun) HasSent() bool { return run.recorded(func(Result) bool { return true }) }

// Record records an attempt that the case has sent and judged itself.
func (run *CaseRun) Record(a Attempt, x *webhook.Exchange, j judge.Judgement) {
	run.record(Result{Delivery: run.delivery(a), Exchange: x, Judgement: j})
}

func (run *CaseRun) record(results ...Result) {
	run.mu.Lock()
	defer run.mu.Unlock()
	run.results = append(run.results, results...)
}

// endSeries gives the connections of the case to others, unless its last request may have left something in them.
func (run *CaseRun) endSeries() {
	run.mu.Lock()
	last := len(run.results) - 1
	sound := last >= 0 && run.results[last].Judgement.Reaction.Takes()
	run.mu.Unlock()
	run.series.End(sound)
}

// recorded reports whether a result so far is as asked.
func (run *CaseRun) recorded(is func(Result) bool) bool {
	run.mu.Lock()
	defer run.mu.Unlock()
	return slices.ContainsFunc(run.results, is)
}
