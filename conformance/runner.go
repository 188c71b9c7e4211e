package conformance

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// Runner sends deliveries to a backend and judges the answers. Client and Target are required, the rest may be zero.
type Runner struct {
	Client *webhook.Client
	Target webhook.Target
	Jobs   int // deliveries under way at once; 0: one

	// Interval lies between the starts of two deliveries, on an absolute schedule that a slow answer does not shift.
	// What a delivery is due at comes on top; retries and redeliveries take no place on the schedule. 0: none.
	Interval time.Duration

	Policy         judge.Policy       // as [Options] has it
	ExpectDecision []ExpectedDecision // as [Options] has it

	Twice   bool // send each delivery again, as Chat does after a timeout that the backend did not see
	Retries int  // how often a timeout is followed by another try, as Chat does with its retry switch on; signed anew
}

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

// Stream sends deliveries and calls each with every result, in the order of the deliveries however many run at once.
// The packets of one variant go one after the other. Where the backend cannot be reached, or answers nothing at all,
// the rest is skipped with that reason; once it has answered, three refused connections in a row, each tried after
// a pause, are taken for that. Stream returns early, with what ran, when ctx is done.
// It holds a bounded number of deliveries, so that they may be of any number.
func (r Runner) Stream(ctx context.Context, deliveries iter.Seq[Delivery], each func(Result)) {
	next, stop := iter.Pull(sequences(deliveries))
	defer stop()
	run := &stream{Runner: r, engine: newEngine(r.Client, r.Target), start: time.Now()}
	run.engine.deciding = deciding{r.Policy, r.ExpectDecision}
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
				done <- run.sequence(ctx, u)
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

// stream is one call of [Runner.Stream].
type stream struct {
	Runner
	engine *engine
	start  time.Time // of the schedule
}

func (s *stream) sequence(ctx context.Context, u unit) []Result {
	var results []Result
	for _, d := range u.deliveries {
		if d.Skip == "" && s.engine.backend.reason() == "" {
			sleep(ctx, time.Until(s.start.Add(d.Due+time.Duration(u.turn)*s.Interval)))
			u.turn++
		}
		if over(ctx) {
			return results
		}
		results = append(results, s.deliver(ctx, d)...)
	}
	return results
}

// deliver sends a delivery and, where that is asked for, sends it again.
func (s *stream) deliver(ctx context.Context, d Delivery) []Result {
	first := s.once(ctx, d, nil)
	results := []Result{first}
	again := func(redelivery string) bool {
		if over(ctx) || s.engine.backend.reason() != "" {
			return false
		}
		j := first.Judgement
		if d.Redelivery = redelivery; j.Decision != nil && j.Reaction.Takes() && d.Under == judge.Plain {
			d.Under = judge.Redelivered
		}
		results = append(results, s.once(ctx, d, first.Judgement.Decision))
		return true
	}
	for range s.Retries {
		if !timedOut(results[len(results)-1]) || !again("retry") {
			break
		}
	}
	if s.Twice && first.Exchange != nil {
		again("again")
	}
	return results
}

func timedOut(r Result) bool {
	return r.Exchange != nil && r.Exchange.Failure != nil && r.Exchange.Failure.Class == webhook.Timeout
}

// once sends a delivery; usual is the decision that the same packet drew before, nil where there is none.
func (s *stream) once(ctx context.Context, d Delivery, usual *judge.Decision) Result {
	d.Skip = cmp.Or(d.Skip, s.engine.backend.reason())
	return s.engine.deliver(ctx, d, sending{
		request: func(now time.Time) *webhook.Request { return s.request(d, now) },
		judging: judge.Options{Usual: usual},
	})
}

func (s *stream) request(d Delivery, now time.Time) *webhook.Request {
	if d.Request != nil {
		return d.Request(now)
	}
	target := s.Target
	target.Signing = d.Signing
	return target.Request(CallbackOf(d.Packet), now)
}
