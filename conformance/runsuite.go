package conformance

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// Options say how a suite is run. Client and Target are required.
type Options struct {
	Client        *webhook.Client
	Target        webhook.Target
	SDKAppIDGiven bool // the target's SdkAppid is the backend's own, so that another one has to be refused
	Seed          uint64
	Now           time.Time
	Lang          payloads.Lang
	Jobs          int // cases at work at once; 0: 8
	Repeat        int // how often each case is played; 0: once
	Shuffle       bool
	MaxFailures   int // end after as many failed cases; 0: never
	NoShrink      bool
	Each          func(SuiteResult)      // told of each case in order; may be nil
	Finished      func(SuiteResult)      // told of each case when it has been played, one at a time, in any order; may be nil
	Known         *KnownFailures         // what is known to fail; may be nil
	Address       func(*payloads.Packet) // changes the query parameters of a packet that was built; may be nil

	state *progress
}

// SuiteResult is what came of one case.
type SuiteResult struct {
	Case    *Case
	Results []Result      // one for each request that it sent, in order
	Skip    string        // why it was not played
	Repeats *judge.Check  // the finding of the ordinary packet that it would only repeat
	Listed  *KnownFailure // its entry in the list of known failures, where it has one
	Panic   *PanicError   // a bug in timhook that ended the case
	Took    time.Duration
}

// Outcome is the worst of the case's results.
func (r SuiteResult) Outcome() judge.Outcome {
	if r.Skip != "" {
		return judge.Skip
	}
	if r.Panic != nil {
		return judge.Error
	}
	for _, o := range []judge.Outcome{judge.Error, judge.Fail, judge.Warn, judge.Known, judge.Info, judge.Pass} {
		if !slices.ContainsFunc(r.Results, func(x Result) bool { return x.Outcome() == o }) {
			continue
		}
		if r.Listed != nil && (o == judge.Pass || o == judge.Info && r.Case.Expect != payloads.ExpectInfo) {
			return judge.Fixed
		}
		return o
	}
	return judge.Skip
}

func (o *Options) judging(c Delivery) judge.Options {
	j := judge.Options{Expect: c.Expect, Level: c.Level, Deadline: o.Client.Timeout, Under: c.Under}
	if o.Target.Token != "" {
		j.Secrets = []string{o.Target.Token}
	}
	return j
}

// RunSuite plays cases against a backend. The ordinary packets go first: what they draw is found once,
// and the cases that would only repeat it are counted under it instead of being played. Findings are tried
// again at the end, to tell a flaky backend from a wrong one, and their packets are made small.
// The order of the results is that of the cases, whatever ran at once. The ordinary packet of a callback is sent
// even where the cases leave it out; it stands before their results when the backend fails it.
func RunSuite(ctx context.Context, cases []*Case, o Options) []SuiteResult {
	o.state = &progress{burst: make(chan struct{}, 1)}
	run := &suiteRun{o: &o, slots: newSlots(orJobs(o.Jobs)), baselines: map[string]baseline{}}
	ctx, run.end = context.WithCancel(ctx)
	defer run.end()
	left := run.unselectedBaselines(ctx, cases)
	run.unselected, cases = len(left), slices.Concat(left, cases)
	run.results = make([]SuiteResult, len(cases))
	order := run.order(cases)
	gates := slices.DeleteFunc(slices.Clone(order), func(i int) bool { return !cases[i].Baseline })
	rest := slices.DeleteFunc(slices.Clone(order), func(i int) bool { return cases[i].Baseline || cases[i].Crowd })
	crowds := slices.DeleteFunc(slices.Clone(order), func(i int) bool { return !cases[i].Crowd })
	run.play(ctx, cases, gates)
	run.findBaselines(ctx, cases, gates)
	run.play(ctx, cases, rest)
	run.play(ctx, cases, crowds) // what suffers from a crowd has to be its own callbacks
	run.confirm(ctx)
	if !o.NoShrink {
		run.shrink(ctx)
	}
	for i := range run.results {
		run.results[i].list(o.Known.For(run.results[i].Case))
	}
	run.dropUnselected()
	if o.Each != nil {
		for _, r := range run.results {
			o.Each(r)
		}
	}
	return run.results
}

func orJobs(n int) int {
	if n <= 0 {
		return 8
	}
	return n
}

type suiteRun struct {
	o          *Options
	slots      *slots
	results    []SuiteResult
	baselines  map[string]baseline // by command: what its ordinary packet draws, where that is wrong
	unselected int                 // how many of the first cases are ordinary packets that were not selected
	end        context.CancelFunc

	mu     sync.Mutex
	failed int
}

// order is the order of play; that of the results stays the cases' own.
func (run *suiteRun) order(cases []*Case) []int {
	order := make([]int, len(cases))
	for i := range order {
		order[i] = i
	}
	if run.o.Shuffle {
		rand.New(rand.NewPCG(run.o.Seed, 1)).Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	// What waits by design starts first, so that the waiting overlaps with everything else.
	slices.SortStableFunc(order, func(i, j int) int { return int(cases[j].Waits - cases[i].Waits) })
	return order
}

func (run *suiteRun) play(ctx context.Context, cases []*Case, order []int) {
	var playing sync.WaitGroup
	for _, i := range order {
		if reason, under := run.reasonToSkip(ctx, cases[i]); reason != "" {
			run.results[i] = SuiteResult{Case: cases[i], Skip: reason, Repeats: under}
			continue
		}
		slot := run.slots.acquire(ctx)
		if slot == nil {
			run.results[i] = SuiteResult{Case: cases[i], Skip: endedBefore}
			continue
		}
		playing.Go(func() {
			defer slot.done()
			run.results[i] = run.playOne(ctx, cases[i], slot)
			run.count(i)
		})
	}
	playing.Wait()
}

const endedBefore = "the run ended before"

func (run *suiteRun) reasonToSkip(ctx context.Context, c *Case) (string, *judge.Check) {
	o := run.o
	switch {
	case ctx.Err() != nil:
		return endedBefore, nil
	case c.Needs&NeedsToken != 0 && o.Target.Token == "":
		return noToken, nil
	case c.Needs&NeedsSDKAppID != 0 && !o.SDKAppIDGiven:
		return "no SdkAppid given (--sdk-app-id)", nil
	case c.Needs&NeedsTLS != 0 && o.Target.URL.Scheme != "https":
		return "the URL is not https", nil
	}
	if reason := o.state.reason(); reason != "" {
		return reason, nil
	}
	if g, shut := run.baselines[c.Command.Name]; shut && !g.unselected && c.Expect.Accepts() {
		return g.reason(), g.Check
	}
	return "", nil
}

func (run *suiteRun) playOne(ctx context.Context, c *Case, slot *slot) SuiteResult {
	start := time.Now()
	result := SuiteResult{Case: c}
	for range max(1, run.o.Repeat) {
		scene := &CaseRun{Case: c, Ctx: ctx, O: run.o, slot: slot, Baselines: run.baselines}
		result.Panic = scene.run()
		result.Results = append(result.Results, scene.Results...)
	}
	result.Took = time.Since(start)
	if g := run.baselines[c.Command.Name]; g.hides(result.Results) && result.Panic == nil {
		result.Skip, result.Repeats = g.reason(), g.Check
	}
	if over(ctx) && result.Outcome() == judge.Error && result.Panic == nil {
		return SuiteResult{Case: c, Skip: endedBefore, Took: result.Took} // it was cut short, which is nobody's error
	}
	return result
}

// count ends the run after MaxFailures failed cases. Known failures do not count.
func (run *suiteRun) count(i int) {
	r := run.results[i]
	run.mu.Lock()
	defer run.mu.Unlock()
	if i < run.unselected && !r.counts() {
		return
	}
	if run.o.Finished != nil {
		run.o.Finished(r)
	}
	if r.Outcome() != judge.Fail || run.o.MaxFailures == 0 || run.o.Known.For(r.Case) != nil {
		return
	}
	if run.failed++; run.failed >= run.o.MaxFailures {
		run.end()
	}
}
