package conformance

import (
	"context"
	"time"

	"github.com/timhook/timhook/conformance/cause"
	"github.com/timhook/timhook/conformance/judge"
)

// contrastTime is how long the search for the reason of a refusal may take. A slow backend gets the likeliest contrasts
// only.
const contrastTime = 2 * time.Second

// contrast looks for the reason why an ordinary packet was refused: it sends requests that differ from it in one thing
// each, until one is accepted, and keeps them with the result. Of several ordinary packets with the same answer the
// first is looked into. It returns what an accepted one drew, where that has findings of its own: they would be found
// only in the next run otherwise.
func (run *suiteRun) contrast(ctx context.Context, r *Result) []Result {
	x := r.Exchange
	if x.Failure != nil || r.Judgement.Reaction.Takes() || !r.repeatable || !r.Expect.Accepts() {
		return nil
	}
	if !run.isFirst(cause.Answer(x)) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, contrastTime)
	defer cancel()
	for _, c := range cause.Contrasts(x, r.Packet.Command, run.o.Target.Token, time.Now()) {
		if over(ctx) {
			break
		}
		answer := sendApart(ctx, run.engine.client, c.Request)
		judged := judge.Judge(answer, r.JudgedUnder)
		c.Helps = cause.Helps(c.Kind, x, answer, judged.Reaction)
		r.Contrasts = append(r.Contrasts, c)
		if !c.Helps {
			continue
		}
		if answer.Status < 200 || answer.Status > 299 || len(judged.Findings) == 0 {
			return nil
		}
		found := *r
		found.Exchange, found.Judgement, found.Contrasts, found.isContrast = slim(answer), judged, nil, true
		found.Label, found.repeatable = c.Varied, false
		return []Result{found}
	}
	return nil
}

// isFirst reports whether no ordinary packet with that answer was looked into before.
func (run *suiteRun) isFirst(answer string) bool {
	run.mu.Lock()
	defer run.mu.Unlock()
	if run.contrasted == nil {
		run.contrasted = map[string]bool{}
	}
	was := run.contrasted[answer]
	run.contrasted[answer] = true
	return !was
}
