package conformance

import (
	"context"
	"sync"
	"time"

	"github.com/timhook/timhook/webhook"
)

// Runner sends cases to a backend and judges the answers. Jobs, Interval and the rest may be zero.
type Runner struct {
	Client   *webhook.Client
	Target   webhook.Target
	Jobs     int           // cases under way at once; 0: one
	Interval time.Duration // between the starts of two cases, on an absolute schedule; retries and redeliveries are extra; 0: none
	Twice    bool          // send each case a second time, as after a timeout that Chat saw and the backend did not
	Retries  int           // after a timeout, as Chat does with its retry switch on; re-signed each time
}

// Result is what came of one delivery of a case.
type Result struct {
	Delivery
	Exchange  *webhook.Exchange // nil when it was not sent
	Judgement Judgement

	held  JudgeOptions // what the answer was held to, to judge it again
	whole bool         // the exchange has the whole request, and nothing around it mattered: sending it again is the same
}

// Outcome is the judgement's, or Skip for a case that was not sent.
func (r Result) Outcome() Outcome {
	if r.Skip != "" {
		return Skip
	}
	return r.Judgement.Outcome
}

// hangsBeforeGivingUp is how many deliveries may go unanswered from the start before the others are left out:
// a backend that has answered nothing so far will not be blamed one deadline at a time.
const hangsBeforeGivingUp = 5

// Run sends the cases and tells each of every result, in the order of the cases whatever runs at once.
// The packets of one variant go one after the other. When the backend cannot be reached, or answers
// nothing at all, the rest is skipped with that reason; once it has answered, three refused connections in a row,
// each tried after a pause, are taken for that. It returns early, with what ran, when ctx is done.
func (r Runner) Run(ctx context.Context, cases []Delivery, each func(Result)) []Result {
	units := sequences(cases)
	state := &progress{start: time.Now()}
	done := make([]chan []Result, len(units))
	next := make(chan int, len(units))
	for i := range units {
		done[i] = make(chan []Result, 1)
		next <- i
	}
	close(next)
	var workers sync.WaitGroup
	for range min(max(1, r.Jobs), len(units)) {
		workers.Go(func() {
			for i := range next {
				done[i] <- r.sequence(ctx, units[i], state)
			}
		})
	}
	var results []Result
	for i := range units {
		for _, result := range <-done[i] {
			each(result)
			results = append(results, result)
		}
	}
	workers.Wait()
	return results
}

// unit holds the packets that belong to one build of a variant.
type unit struct {
	cases []Delivery
	turn  int // of its first case on the schedule, where cases that are skipped take no place
}

func sequences(cases []Delivery) []unit {
	var units []unit
	turn := 0
	for _, c := range cases {
		if c.Packet.Step > 0 && len(units) > 0 {
			last := &units[len(units)-1]
			last.cases = append(last.cases, c)
		} else {
			units = append(units, unit{[]Delivery{c}, turn})
		}
		if c.Skip == "" {
			turn++
		}
	}
	return units
}

func (r Runner) sequence(ctx context.Context, u unit, state *progress) []Result {
	var results []Result
	for _, c := range u.cases {
		if c.Skip == "" && state.reason() == "" {
			r.waitForTurn(ctx, state.start, u.turn)
			u.turn++
		}
		if over(ctx) {
			return results
		}
		results = append(results, r.deliver(ctx, c, state)...)
	}
	return results
}

func (r Runner) waitForTurn(ctx context.Context, start time.Time, turn int) {
	if r.Interval <= 0 {
		return
	}
	wait := time.NewTimer(time.Until(start.Add(time.Duration(turn) * r.Interval)))
	defer wait.Stop()
	select {
	case <-wait.C:
	case <-ctx.Done():
	}
}

// over says that nothing more shall be sent. At the moment of its deadline a context may not know yet.
func over(ctx context.Context) bool {
	deadline, limited := ctx.Deadline()
	return ctx.Err() != nil || limited && !time.Now().Before(deadline)
}

// deliver sends a case and, where that is asked for, sends it again.
func (r Runner) deliver(ctx context.Context, c Delivery, state *progress) []Result {
	first := r.once(ctx, c, state)
	results := []Result{first}
	again := func(delivery string) bool {
		if over(ctx) || state.reason() != "" {
			return false
		}
		c.Attempt = delivery
		results = append(results, r.once(ctx, c, state))
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

func (r Runner) once(ctx context.Context, c Delivery, state *progress) Result {
	if c.Skip == "" {
		c.Skip = state.reason()
	}
	result := Result{Delivery: c}
	if c.Skip != "" {
		return result
	}
	state.breathe(ctx)
	target := r.Target
	target.Signing = c.Signing
	result.Exchange = r.Client.Send(ctx, target.Request(CallbackOf(c.Packet), time.Now()))
	var secrets []string
	if r.Target.Token != "" {
		secrets = []string{r.Target.Token}
	}
	result.Judgement = Judge(result.Exchange, JudgeOptions{Expect: c.Expect, Level: c.Level, Secrets: secrets, Deadline: r.Client.Timeout})
	state.note(result)
	if result.Judgement.Outcome == Error && over(ctx) {
		result.Skip = endedBefore // it was cut short, which is nobody's error
	}
	result.Exchange = slim(result.Exchange)
	return result
}
