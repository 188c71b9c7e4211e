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
	Interval time.Duration // between the starts of two cases, on an absolute schedule; 0: none
	Twice    bool          // send each case a second time, as after a timeout that Chat saw and the backend did not
	Retries  int           // after a timeout, as Chat does with its retry switch on; re-signed each time
}

// Result is what came of one delivery of a case.
type Result struct {
	Case
	Exchange  *webhook.Exchange // nil when it was not sent
	Judgement Judgement
}

// Outcome is the judgement's, or Skip for a case that was not sent.
func (r Result) Outcome() Outcome {
	if r.Skip != "" {
		return Skip
	}
	return r.Judgement.Outcome
}

// hangsBeforeGivingUp is how many cases in a row may go unanswered before the others are left out:
// a backend that has answered nothing so far will not be blamed one deadline at a time.
const hangsBeforeGivingUp = 5

// Run sends the cases and tells each of every result, in the order of the cases whatever runs at once.
// The packets of one variant go one after the other. When the backend cannot be reached, or answers
// nothing at all, the rest is skipped with that reason. It returns early when ctx is done.
func (r Runner) Run(ctx context.Context, cases []Case, each func(Result)) []Result {
	units := sequences(cases)
	state := &progress{}
	done := make([]chan []Result, len(units))
	for i := range done {
		done[i] = make(chan []Result, 1)
	}
	next := make(chan int)
	var workers sync.WaitGroup
	for range max(1, r.Jobs) {
		workers.Go(func() {
			for i := range next {
				done[i] <- r.sequence(ctx, units[i], state)
			}
		})
	}
	go func() {
		start := time.Now()
		for i := range units {
			r.waitForTurn(ctx, start, i)
			next <- i
		}
		close(next)
	}()
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

// sequences groups the packets that belong to one build of a variant.
func sequences(cases []Case) [][]Case {
	var units [][]Case
	for _, c := range cases {
		if c.Packet.Step > 0 && len(units) > 0 {
			units[len(units)-1] = append(units[len(units)-1], c)
		} else {
			units = append(units, []Case{c})
		}
	}
	return units
}

func (r Runner) waitForTurn(ctx context.Context, start time.Time, i int) {
	if r.Interval <= 0 {
		return
	}
	wait := time.NewTimer(time.Until(start.Add(time.Duration(i) * r.Interval)))
	defer wait.Stop()
	select {
	case <-wait.C:
	case <-ctx.Done():
	}
}

func (r Runner) sequence(ctx context.Context, unit []Case, state *progress) []Result {
	var results []Result
	for _, c := range unit {
		if ctx.Err() != nil {
			return results
		}
		if c.Skip == "" {
			c.Skip = state.reason()
		}
		results = append(results, r.deliver(ctx, c, state)...)
	}
	return results
}

// deliver sends a case and, where that is asked for, sends it again.
func (r Runner) deliver(ctx context.Context, c Case, state *progress) []Result {
	first := r.once(ctx, c, state)
	results := []Result{first}
	for range r.Retries {
		last := results[len(results)-1].Exchange
		if last == nil || last.Failure == nil || last.Failure.Class != webhook.Timeout || ctx.Err() != nil {
			break
		}
		c.Delivery = "retry"
		results = append(results, r.once(ctx, c, state))
	}
	if r.Twice && first.Exchange != nil && ctx.Err() == nil {
		c.Delivery = "again"
		results = append(results, r.once(ctx, c, state))
	}
	return results
}

func (r Runner) once(ctx context.Context, c Case, state *progress) Result {
	result := Result{Case: c}
	if c.Skip != "" {
		return result
	}
	target := r.Target
	target.Signing = c.Signing
	result.Exchange = r.Client.Send(ctx, target.Request(CallbackOf(c.Packet), time.Now()))
	var secrets []string
	if r.Target.Token != "" {
		secrets = []string{r.Target.Token}
	}
	result.Judgement = Judge(result.Exchange, JudgeOptions{Expect: c.Expect, Level: c.Level, Secrets: secrets, Deadline: r.Client.Timeout})
	state.note(result)
	return result
}

// progress remembers whether the backend is there at all.
type progress struct {
	mu       sync.Mutex
	answered bool
	hangs    int
	gone     string
}

func (p *progress) note(r Result) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch f := r.Exchange.Failure; {
	case f == nil:
		p.answered = true
	case f.Class == webhook.Canceled || f.Class == webhook.Unsendable:
	case !f.Class.Reached():
		p.gone = "the backend could not be reached"
	case f.Class == webhook.Timeout && r.Exchange.Status == 0:
		if p.hangs++; p.hangs >= hangsBeforeGivingUp && !p.answered {
			p.gone = "the backend has answered nothing so far"
		}
	}
}

func (p *progress) reason() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.gone
}
