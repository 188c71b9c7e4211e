package conformance

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// blameEnders blames the packets that were answered and ended the backend afterwards.
func (run *suiteRun) blameEnders() {
	for i := range run.results {
		for k := range run.results[i].Results {
			r := &run.results[i].Results[k]
			gone := run.engine.backend.blamed[r.Exchange]
			if gone == nil {
				continue
			}
			r.Under, r.Level = judge.WentAway, payloads.Must
			r.JudgedUnder.Under, r.JudgedUnder.Level, r.JudgedUnder.Gone = r.Under, r.Level, gone
			r.Judgement = judge.Judge(r.Exchange, r.JudgedUnder)
		}
	}
}

func jobsOf(n int) int {
	if n <= 0 {
		return MostJobs
	}
	return n
}

// requestsPerCase is about how many requests a case sends, for an estimate of what a run takes.
const requestsPerCase = 2

// isHanging reports whether the command's ordinary packet is never answered.
func (run *suiteRun) isHanging(c *payloads.Command) bool {
	b := run.baselines[c.Name]
	return b.Check != nil && b.reaction == judge.Hung
}

// impatient is a client for odd packets where the ordinary one is never answered: that they hang as well would only
// repeat that, so that they get a fraction of the time to be answered otherwise.
func (run *suiteRun) impatient() *webhook.Client {
	run.mu.Lock()
	defer run.mu.Unlock()
	if run.hasty == nil {
		run.hasty = ownClient(run.o.Client, 0)
		run.hasty.Timeout = patienceForOdd
	}
	return run.hasty
}

const patienceForOdd = 500 * time.Millisecond

// runBaselines runs the ordinary packets one after the other until one is accepted, which is then used to measure the
// backend, and the others within what it bears. Once one of them was not answered in time the others run together, as
// each would cost another deadline.
func (run *suiteRun) runBaselines(ctx context.Context, cases []*Case, order []int) {
	for n, i := range order {
		run.runCases(ctx, cases, []int{i})
		isHung := slices.ContainsFunc(run.results[i].Results, hung)
		if run.engine.backend.firstGood() != nil || isHung {
			run.measure(ctx, cases, len(cases)-len(order))
			run.runCases(ctx, cases, order[n+1:])
			return
		}
	}
	run.measure(ctx, cases, len(cases)-len(order))
}

// suiteRun is one call of [RunSuite]. Each case writes to its own place in results.
type suiteRun struct {
	o          Options
	engine     *engine
	slots      *slots
	pace       pace
	hasty      *webhook.Client // see impatient
	results    []SuiteResult
	baselines  map[string]baseline // by command: the failures of the baselines; read only once all are found
	effects    effects
	usual      map[string]*judge.Decision // by command: on the ordinary packet; read only once all baselines are found
	unselected int                        // how many of the first cases are baselines that were not selected
	end        context.CancelFunc

	mu         sync.Mutex
	failed     int
	enders     map[string]bool // ids of cases that ended the backend
	contrasted map[string]bool // answers to ordinary packets whose reason was looked for
}

// order is the order in which cases start; that of the results stays the cases' own.
func (run *suiteRun) order(cases []*Case) []int {
	order := make([]int, len(cases))
	for i := range order {
		order[i] = i
	}
	if run.o.Shuffle {
		swap := func(i, j int) { order[i], order[j] = order[j], order[i] }
		rand.New(rand.NewPCG(run.o.Seed, 1)).Shuffle(len(order), swap)
	}
	// What waits by design starts first, so that the waiting overlaps with everything else; then what sends many
	// requests one after the other, so that no long one is left for the end.
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(cases[j].Waits, cases[i].Waits),
			int(cases[j].Tags&TagDelivery)-int(cases[i].Tags&TagDelivery))
	})
	return order
}

// runCases runs the cases with these numbers, as many at once as there are jobs.
func (run *suiteRun) runCases(ctx context.Context, cases []*Case, order []int) {
	var running sync.WaitGroup
	for _, i := range order {
		if reason, repeats := run.reasonToSkip(ctx, cases[i]); reason != "" {
			run.results[i] = SuiteResult{Case: cases[i], Skip: reason, Repeats: repeats}
			continue
		}
		slot := run.slots.acquire(ctx)
		if slot == nil {
			run.results[i] = SuiteResult{Case: cases[i], Skip: endedBefore}
			continue
		}
		if run.o.Before != nil {
			run.o.Before(cases[i])
		}
		running.Go(func() {
			defer slot.giveUp()
			run.results[i] = run.runCase(ctx, cases[i], slot)
			run.count(i)
		})
	}
	running.Wait()
}

func (run *suiteRun) reasonToSkip(ctx context.Context, c *Case) (reason string, repeats *judge.Check) {
	if ctx.Err() != nil {
		return endedBefore, nil
	}
	if reason := cmp.Or(run.o.lack(c), run.engine.backend.reason()); reason != "" {
		return reason, nil
	}
	if reason := run.spares(c); reason != "" {
		return reason, nil
	}
	if b, fails := run.baselines[c.Command.Name]; fails && !b.unselected && c.Expect.Accepts() {
		return b.reason(), b.Check
	}
	return "", nil
}

// spares is why a case is left out that would end the backend again: each time it has to be started anew.
func (run *suiteRun) spares(c *Case) string {
	switch n := run.engine.backend.absences(); {
	case n >= manyAbsences && c.Tags&TagRobustness != 0:
		return "odd packets ended the backend too often to send more: cure behave-stays-up first"
	case n >= fewAbsences:
		run.mu.Lock()
		defer run.mu.Unlock()
		if run.enders[c.ID] {
			return "the same case ended the backend for another callback: cure behave-stays-up first"
		}
	}
	return ""
}

// noteEnder remembers a case that ended the backend.
func (run *suiteRun) noteEnder(r SuiteResult) {
	if !slices.ContainsFunc(r.Results, endedIt) {
		return
	}
	run.mu.Lock()
	defer run.mu.Unlock()
	if run.enders == nil {
		run.enders = map[string]bool{}
	}
	run.enders[r.Case.ID] = true
}

func (run *suiteRun) runCase(ctx context.Context, c *Case, slot *slot) SuiteResult {
	start := time.Now()
	result := SuiteResult{Case: c}
	for range max(1, run.o.Repeat) {
		one := &CaseRun{Case: c, Options: &run.o, suite: run, slot: slot, series: run.engine.client.Series()}
		result.Panic = one.run(ctx)
		one.endSeries()
		result.Results = append(result.Results, one.results...)
	}
	result.Took = time.Since(start)
	run.noteEnder(result)
	if b := run.baselines[c.Command.Name]; b.isRepeatedBy(result.Results) && result.Panic == nil {
		result.Skip, result.Repeats = b.reason(), b.Check
	}
	isCut := func(r Result) bool { return r.Exchange != nil && r.Skip == endedBefore }
	cut := result.Outcome() == judge.Error || slices.ContainsFunc(result.Results, isCut)
	if over(ctx) && cut && result.Panic == nil {
		return SuiteResult{Case: c, Skip: endedBefore, Took: result.Took} // it was cut short, which is not an error
	}
	return result
}

// count ends the run after MaxFailures failed cases. Known failures do not count.
func (run *suiteRun) count(i int) {
	r := run.results[i]
	run.mu.Lock()
	defer run.mu.Unlock()
	if i < run.unselected && !r.isReported() {
		return
	}
	if run.o.Finished != nil {
		run.o.Finished(r)
	}
	if r.Outcome() != judge.Fail || run.o.MaxFailures == 0 || run.o.Known.Covers(r) {
		return
	}
	if run.failed++; run.failed >= run.o.MaxFailures {
		run.end()
	}
}
