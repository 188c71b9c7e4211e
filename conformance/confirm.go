package conformance

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

const (
	confirmTries  = 5  // further tries of a request that failed; the first that differs ends them
	confirmCauses = 12 // causes that are tried again, each by its first case
)

// confirm tries the first case of each cause again, all causes at once. A request that draws another reaction
// shows a flaky backend, and that is then the one finding of all results with this cause. A flaky backend's failures
// are not blamed on the circumstances under which they happened.
func (run *suiteRun) confirm(ctx context.Context) {
	report := Report{}
	for _, r := range run.results {
		report.Results = append(report.Results, r.Results...)
	}
	var flaky []flakiness
	var trying sync.WaitGroup
	tried := 0
	for _, cause := range report.alike() {
		r, ok := cause.repeatable()
		if ok && r.Judgement.Reaction == judge.Hung && run.isHanging(r.Packet.Command) {
			continue // it was tried again already, and each try costs a deadline
		}
		isTried := cause.Level != payloads.May && cause.Check.Under == judge.Plain && !cause.Check.IsOnDecision()
		if !ok || !isTried || tried == confirmCauses {
			continue
		}
		tried++
		trying.Go(func() {
			if earlier, anew := run.tryAgain(ctx, r); differs(earlier, r.Judgement.Reaction) {
				run.mu.Lock()
				defer run.mu.Unlock()
				flaky = append(flaky, flakiness{cause, r.Judgement.Reaction, earlier, anew})
			}
		})
	}
	trying.Wait()
	for _, f := range flaky {
		if run.playAlone(ctx, f) {
			return // and what failed for that reason has other results now
		}
	}
	for _, f := range flaky {
		run.mark(f)
	}
}

// flakiness is a cause whose request draws different reactions.
type flakiness struct {
	cause   Cause
	was     judge.Reaction
	earlier []judge.Reaction
	anew    bool // the further tries were signed anew
}

// repeatable is the first result of the cause that can be drawn again.
func (c *Cause) repeatable() (Result, bool) {
	all := slices.Concat([]Result{c.First}, c.Cases)
	i := slices.IndexFunc(all, func(r Result) bool { return r.repeatable })
	if i < 0 {
		return Result{}, false
	}
	return all[i], true
}

// resend sends a request beside the cases, within what the backend bears.
func (run *suiteRun) resend(ctx context.Context, r Result, request *webhook.Request) judge.Judgement {
	slot := run.slots.acquire(ctx)
	if slot == nil {
		return judge.Judgement{}
	}
	defer slot.giveUp()
	return run.engine.resend(ctx, r, request)
}

func (run *suiteRun) tryAgain(ctx context.Context, r Result) (reactions []judge.Reaction, anew bool) {
	for range run.pace.share(confirmTries, 1) {
		if ctx.Err() != nil || !r.repeatable {
			break
		}
		again := run.shifted(r, 0)
		anew = anew || !isSame(again, r.Exchange.Request)
		reaction := run.resend(ctx, r, again).Reaction
		if reaction == judge.NoReaction {
			break
		}
		reactions = append(reactions, reaction)
		if reaction == judge.Hung || reaction != r.Judgement.Reaction {
			break // it is answer enough, and another hang would cost another deadline
		}
	}
	return reactions, anew
}

// shifted is the request of a result once more, as [engine.again] makes it.
func (run *suiteRun) shifted(r Result, by time.Duration) *webhook.Request {
	return run.engine.again(r.Exchange, by)
}

// isSame reports whether two requests have the same query, Sign and RequestTime included.
func isSame(a, b *webhook.Request) bool { return slices.Equal(a.Query, b.Query) }

func differs(reactions []judge.Reaction, from judge.Reaction) bool {
	return slices.ContainsFunc(reactions, func(r judge.Reaction) bool { return r != from })
}

// mark judges every result with the cause again, now that the other reactions to its request are known.
func (run *suiteRun) mark(f flakiness) {
	for i := range run.results {
		for j := range run.results[i].Results {
			r := &run.results[i].Results[j]
			blamed := r.Shows(f.cause.Finding) || r.Judgement.BlamesCircumstance()
			if !blamed || r.Judgement.Reaction != f.was {
				continue
			}
			options := r.JudgedUnder
			options.Under, options.Earlier, options.SignedAnew = judge.Repeated, f.earlier, f.anew
			if again := judge.Judge(r.Exchange, options); again.IsFlaky() {
				r.Judgement = again
			}
		}
	}
}
