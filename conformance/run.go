package conformance

import (
	"context"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// Runner sends cases to a backend and judges the answers. Jobs, Interval and the rest may be zero.
type Runner struct {
	Client   *webhook.Client
	Target   webhook.Target
	Jobs     int           // cases under way at once; 0: one
	Interval time.Duration // between the starts of two deliveries, on an absolute schedule, beside what each is due; retries and redeliveries are extra; 0: none
	Twice    bool          // send each case a second time, as after a timeout that Chat saw and the backend did not
	Retries  int           // after a timeout, as Chat does with its retry switch on; re-signed each time
}

// Result is what came of one delivery of a case.
type Result struct {
	Delivery
	Exchange  *webhook.Exchange // nil when it was not sent
	Judgement judge.Judgement

	JudgedUnder judge.Options // what the answer was held to, to judge it again
	repeatable  bool          // the exchange has the whole request, and nothing around it mattered: sending it again is the same
}

// Outcome is the judgement's, or Skip for a case that was not sent.
func (r Result) Outcome() judge.Outcome {
	if r.Skip != "" {
		return judge.Skip
	}
	return r.Judgement.Outcome
}

// hangsBeforeGivingUp is how many deliveries may go unanswered from the start before the others are left out:
// a backend that has answered nothing so far will not be blamed one deadline at a time.
const hangsBeforeGivingUp = 5

// Run sends deliveries as [Runner.Stream] does and keeps the results, with the first 32 KiB of what is long in them.
func (r Runner) Run(ctx context.Context, deliveries []Delivery, each func(Result)) []Result {
	r.Jobs = min(r.Jobs, len(deliveries))
	var results []Result
	r.Stream(ctx, slices.Values(deliveries), func(result Result) {
		each(result)
		if result.Exchange != nil {
			result.Exchange = slim(result.Exchange)
		}
		results = append(results, result)
	})
	return results
}

// Stream sends deliveries and tells each of every result, in the order of the deliveries whatever runs at once.
// The packets of one variant go one after the other. When the backend cannot be reached, or answers
// nothing at all, the rest is skipped with that reason; once it has answered, three refused connections in a row,
// each tried after a pause, are taken for that. It returns early, with what ran, when ctx is done.
// However many deliveries there are, it holds a bounded number of them.
func (r Runner) Stream(ctx context.Context, deliveries iter.Seq[Delivery], each func(Result)) {
	next, stop := iter.Pull(sequences(deliveries))
	defer stop()
	state := &progress{start: time.Now()}
	jobs := max(1, r.Jobs)
	ordered := make(chan chan []Result, waiting*jobs)
	taking := make(chan struct{}, 1)
	take := func() (u unit, done chan []Result, ok bool) {
		taking <- struct{}{}
		defer func() { <-taking }()
		if over(ctx) {
			return u, nil, false
		}
		if u, ok = next(); ok {
			done = make(chan []Result, 1)
			ordered <- done
		}
		return u, done, ok
	}
	var workers sync.WaitGroup
	for range jobs {
		workers.Go(func() {
			for u, done, ok := take(); ok; u, done, ok = take() {
				done <- r.sequence(ctx, u, state)
			}
		})
	}
	go func() {
		workers.Wait()
		close(ordered)
	}()
	for done := range ordered {
		for _, result := range <-done {
			each(result)
		}
	}
}

// waiting is how many results for each job may wait for an earlier one: one answer that hangs must not hold up a
// schedule, and a bound there must be.
const waiting = 16

// unit holds the packets that belong to one build of a variant.
type unit struct {
	deliveries []Delivery
	turn       int // of its first delivery on the schedule, where those that are skipped take no place
}

// sequences puts together what belongs together.
func sequences(deliveries iter.Seq[Delivery]) iter.Seq[unit] {
	return func(yield func(unit) bool) {
		var held unit
		turn := 0
		for d := range deliveries {
			if d.Packet.Step == 0 || len(held.deliveries) == 0 {
				if len(held.deliveries) > 0 && !yield(held) {
					return
				}
				held = unit{turn: turn}
			}
			held.deliveries = append(held.deliveries, d)
			if d.Skip == "" {
				turn++
			}
		}
		if len(held.deliveries) > 0 {
			yield(held)
		}
	}
}

func (r Runner) sequence(ctx context.Context, u unit, state *progress) []Result {
	var results []Result
	for _, d := range u.deliveries {
		if d.Skip == "" && state.reason() == "" {
			wait(ctx, state.start.Add(d.Due+time.Duration(u.turn)*r.Interval))
			u.turn++
		}
		if over(ctx) {
			return results
		}
		results = append(results, r.deliver(ctx, d, state)...)
	}
	return results
}

func wait(ctx context.Context, until time.Time) {
	left := time.Until(until)
	if left <= 0 {
		return
	}
	turn := time.NewTimer(left)
	defer turn.Stop()
	select {
	case <-turn.C:
	case <-ctx.Done():
	}
}

// over says that nothing more shall be sent. At the moment of its deadline a context may not know yet.
func over(ctx context.Context) bool {
	deadline, limited := ctx.Deadline()
	return ctx.Err() != nil || limited && !time.Now().Before(deadline)
}

// deliver sends a case and, where that is asked for, sends it again.
func (r Runner) deliver(ctx context.Context, d Delivery, state *progress) []Result {
	first := r.once(ctx, d, state)
	results := []Result{first}
	again := func(delivery string) bool {
		if over(ctx) || state.reason() != "" {
			return false
		}
		d.Attempt = delivery
		results = append(results, r.once(ctx, d, state))
		return true
	}
	for range r.Retries {
		if !timedOut(results[len(results)-1]) || !again("retry") {
			break
		}
	}
	if r.Twice && first.Exchange != nil {
		again("again")
	}
	return results
}

func timedOut(r Result) bool {
	return r.Exchange != nil && r.Exchange.Failure != nil && r.Exchange.Failure.Class == webhook.Timeout
}

func (r Runner) once(ctx context.Context, d Delivery, state *progress) Result {
	if d.Skip == "" {
		d.Skip = state.reason()
	}
	result := Result{Delivery: d}
	if d.Skip != "" {
		return result
	}
	state.breathe(ctx)
	result.Exchange = r.Client.Send(ctx, r.request(d, time.Now()))
	var secrets []string
	if r.Target.Token != "" {
		secrets = []string{r.Target.Token}
	}
	result.Judgement = judge.Judge(result.Exchange, judge.Options{Expect: d.Expect, Level: d.Level, Secrets: secrets, Deadline: r.Client.Timeout})
	state.note(result)
	if result.Judgement.Outcome == judge.Error && over(ctx) {
		result.Skip = endedBefore // it was cut short, which is nobody's error
	}
	return result
}

func (r Runner) request(d Delivery, now time.Time) *webhook.Request {
	if d.Request != nil {
		return d.Request(now)
	}
	target := r.Target
	target.Signing = d.Signing
	return target.Request(CallbackOf(d.Packet), now)
}
