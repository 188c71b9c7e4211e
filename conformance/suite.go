package conformance

import (
	"context"
	"slices"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// Options say how a suite is run. Client and Target are required.
type Options struct {
	Client        *webhook.Client
	Target        webhook.Target
	SDKAppIDGiven bool      // the target's SdkAppid is the backend's own, so that another one has to be refused
	Seed          uint64    // of the packets
	Now           time.Time // that the packets are dated with
	Lang          payloads.Lang
	Jobs          int // requests under way at most; 0: [MostJobs]. The run keeps within what the backend bears
	Repeat        int // how often each case is run; 0: once
	Shuffle       bool
	MaxFailures   int // end after as many failed cases; 0: never
	NoShrink      bool
	Before        func(*Case)            // called before each case that is played, one at a time; may be nil
	Each          func(SuiteResult)      // called with each result, in the order of the cases; may be nil
	Finished      func(SuiteResult)      // called with each result when its case is over, one at a time; may be nil
	Known         *KnownFailures         // may be nil
	Revive        Revive                 // starts a backend again that went away; nil: the run waits for it
	Patience      time.Duration          // for how long; 0: 10 s
	Notify        func(string)           // is told what the run waits for; several goroutines call it; may be nil
	Callbacks     []*payloads.Command    // those that the backend gets; nil: the usual ones, for cases of several
	Address       func(*payloads.Packet) // changes the query parameters of a packet that was built; may be nil

	// Effect gives what the backend has stored of the event of a callback, in any form that encoding/json writes, so
	// that the effect checks are judged; nil: they are not. Several goroutines call it, more than once for an event.
	Effect func(webhook.Callback) (any, error)

	// For callbacks whose answers decide: what the console is set to where one fails, and which decisions are right.
	// What no entry covers is reported and not judged.
	Policy         judge.Policy
	ExpectDecision []ExpectedDecision
}

// SuiteResult is what came of one case.
type SuiteResult struct {
	Case    *Case
	Results []Result      // one for each request that it sent, in order
	Skip    string        // why it was not run
	Repeats *judge.Check  // the finding of the baseline that it would only repeat
	Listed  *KnownFailure // its first entry in the list of known failures, where it has one
	Fixed   *KnownFailure // an entry that names a failure which the case does not show
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
	for _, o := range []judge.Outcome{judge.Fail, judge.Error, judge.Warn, judge.Known, judge.Info, judge.Pass} {
		if !slices.ContainsFunc(r.Results, func(x Result) bool { return x.Outcome() == o }) {
			continue
		}
		if r.Fixed != nil && o != judge.Fail && o != judge.Error && o != judge.Warn {
			return judge.Fixed
		}
		return o
	}
	return judge.Skip
}

// RunSuite runs cases against a backend. The baselines go first: what they draw is found once, and the cases that
// would only repeat it are counted under it instead of being run. Findings are tried again at the end, to tell a flaky
// backend from a wrong one, and their packets are made small.
//
// The order of the results is that of the cases, also where they ran side by side. The baseline of a callback is sent
// even where the cases leave it out; it comes before their results when the backend fails it.
func RunSuite(ctx context.Context, cases []*Case, o Options) []SuiteResult {
	run := &suiteRun{
		o: o, engine: o.engine(), slots: newSlots(1, jobsOf(o.Jobs)),
		baselines: map[string]baseline{}, usual: map[string]*judge.Decision{},
	}
	run.engine.slowDown = run.slowDown
	ctx, run.end = context.WithCancel(ctx)
	defer run.end()
	defer func() {
		if run.hasty != nil {
			run.hasty.Close()
		}
	}()
	unselected := run.unselectedBaselines(ctx, cases)
	run.unselected, cases = len(unselected), slices.Concat(unselected, cases)
	run.results = make([]SuiteResult, len(cases))
	order := run.order(cases)
	those := func(are func(*Case) bool) []int {
		return slices.DeleteFunc(slices.Clone(order), func(i int) bool { return !are(cases[i]) })
	}
	baselines := those(func(c *Case) bool { return c.Baseline })
	run.runBaselines(ctx, cases, baselines)
	run.findBaselines(ctx, baselines)
	run.learnEffects(ctx, cases)
	// Crowds go last: where a backend suffers from a crowd, the crowd's own callbacks have to show it.
	run.runCases(ctx, cases, slices.Concat(those(func(c *Case) bool { return !c.Baseline && !c.Crowd }),
		those(func(c *Case) bool { return c.Crowd })))
	run.blameEnders()
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

// engine is what sends the requests of the run.
func (o *Options) engine() *engine {
	e := newEngine(o.Client, o.Target)
	e.revive, e.patience, e.notify = o.Revive, o.Patience, o.Notify
	e.deciding = deciding{o.Policy, o.ExpectDecision}
	return e
}
