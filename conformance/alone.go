package conformance

import (
	"context"
	"slices"
	"time"

	"github.com/timhook/timhook/conformance/judge"
)

const (
	// times that a request is sent alone, to tell a flaky backend from a poisoned one
	controls      = 4
	mostAlone     = 100                    // cases that are run again alone
	poisonedAfter = 200 * time.Millisecond // how long a request may have been over that spoils another one
)

// playAlone runs cases again, one after the other, where a failure does not come again when its request is sent alone:
// another case may have caused it. A backend that fails the callback after a forged one, for example, fails any case
// when several are under way; alone, the case with the forged one shows it. It reports whether that explains the
// failure; otherwise the results stay as they are.
func (run *suiteRun) playAlone(ctx context.Context, f flakiness) bool {
	victim, ok := f.cause.repeatable()
	if !ok || run.slots.most == 1 {
		return false
	}
	run.resend(ctx, victim, run.shifted(victim, 0)) // whatever came before may still spoil this one
	for range controls {
		if run.resend(ctx, victim, run.shifted(victim, 0)).Reaction == f.was {
			return false // it fails alone too, now and then
		}
	}
	again := run.involved(f, victim)
	if len(again) > mostAlone {
		return false
	}
	found := map[int]SuiteResult{}
	explained := false
	for _, i := range again {
		slot := run.slots.acquire(ctx)
		if slot == nil {
			return false
		}
		r := run.runCase(ctx, run.results[i].Case, slot)
		if spoils(r) && !explained { // twice, or it is chance
			explained = spoils(run.runCase(ctx, run.results[i].Case, slot))
		}
		slot.giveUp()
		found[i] = r
	}
	if !explained || over(ctx) {
		return false
	}
	for i, r := range found {
		run.results[i] = r
	}
	return true
}

// spoils reports whether a valid callback fails after the request that the case is about.
func spoils(r SuiteResult) bool {
	return slices.ContainsFunc(r.Results, func(x Result) bool {
		return x.Under == judge.AfterNegative && x.Judgement.BlamesCircumstance()
	})
}

// involved are the cases that failed in the way in question, and those that were to be refused or survived and sent
// something just before or while the victim was under way.
func (run *suiteRun) involved(f flakiness, victim Result) []int {
	var list []int
	for i, r := range run.results {
		if r.Skip != "" {
			continue
		}
		failed := func(x Result) bool { return x.Judgement.Reaction == f.was && x.Judgement.Outcome != judge.Pass }
		beside := func(x Result) bool {
			if x.Exchange == nil || x.Expect.Accepts() || r.Case.Waits > 0 {
				return false
			}
			start, end := victim.Exchange.Start, x.Exchange.Start.Add(x.Exchange.Timing.Total)
			return x.Exchange.Start.Before(start.Add(victim.Exchange.Timing.Total)) &&
				end.After(start.Add(-poisonedAfter))
		}
		if slices.ContainsFunc(r.Results, failed) || slices.ContainsFunc(r.Results, beside) {
			list = append(list, i)
		}
	}
	return list
}
