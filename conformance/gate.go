package conformance

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
)

// baseline is what a callback's ordinary packet draws, where that breaks a MUST. Whatever the other cases of the callback
// draw in the same way is no news: it is counted under the gate.
type baseline struct {
	Check      *judge.Check
	reaction   judge.Reaction
	unselected bool // the ordinary packet was not selected: what was is played all the same
}

func (g baseline) reason() string {
	return fmt.Sprintf("counted under %s of the ordinary packet", g.Check.ID)
}

// unlike is the reaction that says nothing about an odd packet, since the ordinary one draws it too; NoReaction: none.
// Acceptance always says something, however badly it is spelt.
func (g baseline) unlike() judge.Reaction {
	if g.Check == nil || g.reaction == judge.Accepted {
		return judge.NoReaction
	}
	return g.reaction
}

// hides says that all results are counted under the gate, as is a case that had nothing to send but valid callbacks.
func (g baseline) hides(results []Result) bool {
	return g.Check != nil && !slices.ContainsFunc(results, func(r Result) bool { return r.Skip != g.reason() })
}

// unselectedBaselines are the ordinary packets of the commands that are about to be played without: what a backend fails
// in any case would else be blamed on whatever came first.
func (run *suiteRun) unselectedBaselines(ctx context.Context, cases []*Case) []*Case {
	var left []*Case
	for _, c := range cases {
		there := func(gate *Case) bool { return gate.Baseline && gate.Command.Name == c.Command.Name }
		if slices.ContainsFunc(cases, there) || slices.ContainsFunc(left, there) {
			continue
		}
		if reason, _ := run.reasonToSkip(ctx, c); reason == "" {
			left = append(left, VariantCase(c.Command, &c.Command.Variants[0], true))
		}
	}
	return left
}

// counts says that an ordinary packet which was not selected is part of the run's results all the same.
func (r SuiteResult) counts() bool {
	o := r.Outcome()
	return o == judge.Fail || o == judge.Error || o == judge.Known
}

// dropUnselected leaves those out of the results that found nothing.
func (run *suiteRun) dropUnselected() {
	left := slices.DeleteFunc(slices.Clone(run.results[:run.unselected]), func(r SuiteResult) bool { return !r.counts() })
	run.results = slices.Concat(left, run.results[run.unselected:])
}

// findBaselines remembers for each command the finding that every accepted callback would repeat.
// A backend that fails the ordinary packet only now and then is flaky, which the other cases have to show.
func (run *suiteRun) findBaselines(ctx context.Context, cases []*Case, gates []int) {
	var trying sync.WaitGroup
	for n, i := range gates {
		for k := range run.results[i].Results {
			r := &run.results[i].Results[k]
			if len(r.Judgement.Findings) == 0 || r.Judgement.Outcome != judge.Fail {
				continue
			}
			trying.Go(func() {
				if differs(run.tryAgain(ctx, *r), r.Judgement.Reaction) {
					return
				}
				shut := run.blameSign(ctx, r, time.Duration(n+1)*signedApart)
				run.mu.Lock()
				defer run.mu.Unlock()
				for _, name := range shut {
					if old, ok := run.baselines[name]; ok && !old.unselected && i < run.unselected {
						continue
					}
					run.baselines[name] = baseline{r.Judgement.Findings[0].Check, r.Judgement.Reaction, i < run.unselected}
				}
			})
		}
	}
	trying.Wait()
}

const signedApart = 5 * time.Second // between the dates of ordinary packets that are tried with a Sign of their own

// blameSign names the commands whose cases would repeat what the ordinary packet drew: its own, but all where a backend
// takes the packet as soon as its Sign is one that no callback had, which is then what it is blamed for.
func (run *suiteRun) blameSign(ctx context.Context, r *Result, earlier time.Duration) []string {
	own := []string{r.Packet.Command.Name}
	if r.Judgement.Reaction == judge.Accepted || run.o.Target.Token == "" || !r.repeatable {
		return own
	}
	if judge.Judge(run.o.Client.Send(ctx, run.shifted(*r, -earlier)), r.JudgedUnder).Reaction != judge.Accepted {
		return own
	}
	r.Under, r.JudgedUnder.Under = judge.SameSign, judge.SameSign
	r.Judgement = judge.Judge(r.Exchange, r.JudgedUnder)
	var all []string
	for _, c := range payloads.All() {
		all = append(all, c.Name)
	}
	return all
}
