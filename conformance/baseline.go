package conformance

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads/chat"
)

// baseline is what a callback's ordinary packet draws, where that breaks a MUST. A case that draws the same repeats
// the baseline's failure: it is counted under the baseline and not reported again. The zero value repeats nothing.
//
// For example, a backend that answers 500 to every callback fails four baselines and not four hundred cases.
type baseline struct {
	Check      *judge.Check
	reaction   judge.Reaction
	unselected bool // the baseline itself was not selected, so the selected cases run although it fails
}

// reason is why a case that repeats the baseline's failure is skipped.
func (b baseline) reason() string {
	return fmt.Sprintf("would repeat the failure of the ordinary packet (%s)", b.Check.ID)
}

// ignored is the reaction to ignore on odd packets. Acceptance is never ignored, however badly it is spelt:
// an odd packet that is accepted is always worth a finding.
func (b baseline) ignored() judge.Reaction {
	if b.Check == nil || b.reaction.Takes() {
		return judge.NoReaction
	}
	return b.reaction
}

// isRepeatedBy reports whether all results are counted under the baseline. So is a case without results, which had
// nothing to send but valid callbacks.
func (b baseline) isRepeatedBy(results []Result) bool {
	return b.Check != nil && !slices.ContainsFunc(results, func(r Result) bool { return r.Skip != b.reason() })
}

// unselectedBaselines are the baselines that the cases leave out. They run nevertheless: without them, what a backend
// fails in any case would be blamed on the first case that shows it.
func (run *suiteRun) unselectedBaselines(ctx context.Context, cases []*Case) []*Case {
	var left []*Case
	for _, c := range cases {
		is := func(other *Case) bool { return other.Baseline && other.Command.Name == c.Command.Name }
		if slices.ContainsFunc(cases, is) || slices.ContainsFunc(left, is) {
			continue
		}
		if reason, _ := run.reasonToSkip(ctx, c); reason == "" {
			left = append(left, VariantCase(c.Command, &c.Command.Variants()[0], true))
		}
	}
	return left
}

// isReported reports whether a baseline that was not selected is one of the run's results: only its failure is.
func (r SuiteResult) isReported() bool {
	o := r.Outcome()
	return o == judge.Fail || o == judge.Error || o == judge.Known
}

// dropUnselected leaves those baselines out of the results that were not selected and found nothing.
func (run *suiteRun) dropUnselected() {
	number := 0
	run.results = slices.DeleteFunc(run.results, func(r SuiteResult) bool {
		number++
		return number <= run.unselected && !r.isReported()
	})
}

// findBaselines remembers for each command the finding that every accepted callback would repeat.
// A backend that fails the ordinary packet only now and then is flaky, which the other cases have to show.
func (run *suiteRun) findBaselines(ctx context.Context, order []int) {
	var trying sync.WaitGroup
	drawn := make([][]Result, len(run.results)) // by contrasts
	for n, i := range order {
		for k := range run.results[i].Results {
			r := &run.results[i].Results[k]
			if d := r.Judgement.Decision; d != nil {
				run.usual[r.Packet.Command.Name] = d
			}
			if len(r.Judgement.Findings) == 0 || r.Judgement.Outcome != judge.Fail ||
				r.Judgement.Findings[0].Check.IsOnDecision() {
				continue
			}
			trying.Go(func() {
				if again, _ := run.tryAgain(ctx, *r); differs(again, r.Judgement.Reaction) {
					return
				}
				repeating := run.blameSign(ctx, r, time.Duration(n+1)*signedApart)
				further := run.contrast(ctx, r)
				run.mu.Lock()
				defer run.mu.Unlock()
				drawn[i] = append(drawn[i], further...)
				for _, name := range repeating {
					if old, ok := run.baselines[name]; ok && !old.unselected && i < run.unselected {
						continue
					}
					found := r.Judgement.Findings[0].Check
					run.baselines[name] = baseline{found, r.Judgement.Reaction, i < run.unselected}
				}
			})
		}
	}
	trying.Wait()
	for i := range drawn {
		run.results[i].Results = append(run.results[i].Results, drawn[i]...)
	}
}

const signedApart = 5 * time.Second // between the dates of ordinary packets that are tried with a Sign of their own

// blameSign names the commands whose cases would repeat the result of a baseline: its own; but all of them where the
// backend takes the packet under a Sign that no other callback had. Then it is blamed for taking each Sign only once.
func (run *suiteRun) blameSign(ctx context.Context, r *Result, earlier time.Duration) []string {
	own := []string{r.Packet.Command.Name}
	if r.Judgement.Reaction.Takes() || r.Judgement.Reaction == judge.Hung || run.o.Target.Token == "" ||
		!r.repeatable {
		return own
	}
	if !run.resend(ctx, *r, run.shifted(*r, -earlier)).Reaction.Takes() {
		return own
	}
	r.Under, r.JudgedUnder.Under = judge.SameSign, judge.SameSign
	r.Judgement = judge.Judge(r.Exchange, r.JudgedUnder)
	var all []string
	for _, c := range chat.All() {
		all = append(all, c.Name)
	}
	return all
}
