package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/compare"
	"github.com/timhook/timhook/internal/replay"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/webhook/capture/read"
)

// replayRun is one run of the verb.
type replayRun struct {
	a      *app
	o      *replayOptions
	plan   *replay.Plan
	source replay.Source
	files  []destination
	total  int // callbacks that will be sent, redeliveries aside
	found  *replay.Survey
	notes  []string // on the inputs
	ignore []jsontree.Path

	text    report.Lines
	tally   conformance.Tally
	store   *failedStore
	entry   *read.Entry          // whose results come in
	results []conformance.Result // of it, redeliveries included

	comparisons map[replay.Comparison]int
	differences []compare.Difference // between the entry's answer and the last one that came now
	differing   int
}

// mostListed is how many results a report lists one by one; of a longer run it lists those that show what was found.
const mostListed = 1000

// open makes out what is read.
func (r *replayRun) open(names []string) error {
	o := r.o
	for _, text := range o.ignore {
		path, err := jsontree.ParsePath(text)
		if err != nil {
			return usage("", "--ignore %s: %w", text, err)
		}
		r.ignore = append(r.ignore, path)
	}
	keep, err := o.keep()
	if err != nil {
		return err
	}
	r.source = replay.Source{Read: read.ReadOptions{Strict: o.strict}, Keep: keep, First: o.count}
	if o.failed && len(names) == 0 {
		if names, err = failedNames(); err != nil {
			return err
		}
	}
	if len(names) == 0 {
		return usage(capturesHint+"; --failed needs none", "what to send again? no FILE is named")
	}
	r.source.Inputs, err = r.a.captures(names)
	return err
}

// keep puts the filters together: an entry is of one of the callbacks, if some are named, and matches all that is said beside.
func (o *replayOptions) keep() (func(*read.Entry) bool, error) {
	var callbacks, others []read.Filter
	for _, text := range o.filters {
		f, err := read.ParseFilter(text)
		if err != nil {
			return nil, usage("", "--filter: %w", err)
		}
		if strings.Contains(text, "=") {
			others = append(others, f)
		} else {
			callbacks = append(callbacks, f)
		}
	}
	return func(e *read.Entry) bool {
		matches := func(f read.Filter) bool { return f.Matches(e) }
		return (len(callbacks) == 0 || slices.ContainsFunc(callbacks, matches)) &&
			!slices.ContainsFunc(others, func(f read.Filter) bool { return !matches(f) }) &&
			(!o.failed || replay.Failed(e))
	}, nil
}

// fire sends everything, shows what comes and ends with the verdict's exit code.
func (r *replayRun) fire(ctx context.Context, runner conformance.Runner) error {
	a, o := r.a, &r.o.output
	long := r.total > mostListed
	r.text = report.Lines{Text: report.Text{W: a.out, Palette: a.palette(a.rawOut), Verbose: o.verbose, Brief: o.quiet || long || r.total > 20 && isTerminal(a.rawOut)}}
	if o.format != "text" || o.output != "" {
		r.text.W = io.Discard
	}
	if o.verbose == 0 && !o.quiet && r.total == 1 {
		r.text.Verbose = 1
	}
	r.tally = conformance.Tally{KeepAllUpTo: mostListed}
	r.comparisons = map[replay.Comparison]int{}
	r.store = a.openFailedStore()
	run := r.report(runner)
	p := a.startProgress(o.progress, r.total)
	runner.Stream(ctx, r.plan.Deliveries(r.source), func(result conformance.Result) {
		p.clear()
		r.take(result, run.Now)
		p.done(result)
	})
	p.stop()
	r.settle()
	run.Elapsed, run.Results = time.Since(run.Started), r.tally.Results()
	return r.finish(run, ctx.Err() != nil)
}

func (r *replayRun) report(runner conformance.Runner) *conformance.Report {
	now := time.Now()
	run := &conformance.Report{
		Version: versionText(), Seed: r.o.reorder, Now: now.UTC().Truncate(time.Millisecond), Backend: withoutQuery(runner.Target.URL), Captured: true,
		Signed: runner.Target.Token != "", Command: r.o.command(runner.Target), Started: now, Tally: &r.tally,
	}
	if r.plan.SDKAppID {
		run.SDKAppID = runner.Target.SDKAppID
	}
	if r.plan.AsCaptured {
		run.Signed = r.plan.Signed
	}
	return run
}

// take is told of each result.
func (r *replayRun) take(result conformance.Result, now time.Time) {
	if result.Attempt == "" {
		r.settle()
		r.entry = r.plan.Entry(result)
	}
	r.differ(&result)
	r.results = append(r.results, result)
	r.o.output.saved.addResult(result)
	if r.o.output.print != "" && result.Exchange != nil {
		r.a.printSent(r.o.output.print, result.Exchange.Request, now)
	}
	if r.total <= mostListed || r.text.Verbose > 0 {
		r.text.Case(report.NewCase(result))
		r.tally.Add(result)
	} else if r.tally.Add(result) { // of a long run, a few lines for each cause
		r.text.Case(report.NewCase(result))
	}
}

// settle says what became of an entry once all its results are there.
func (r *replayRun) settle() {
	if r.entry == nil {
		return
	}
	e, results := r.entry, r.results
	r.entry, r.results = nil, nil
	r.store.note(e, results)
	if r.o.failed {
		r.compare(e, results)
	}
	r.showDifferences(results[0].Name())
}

// finish writes the reports.
func (r *replayRun) finish(run *conformance.Report, interrupted bool) error {
	a, o := r.a, &r.o.output
	doc := report.NewDocument(run)
	doc.Problems = r.problems()
	failure := r.plan.Err()
	switch {
	case interrupted:
		doc.Ended = errInterrupted.Error()
	case failure != nil:
		doc.Ended = failure.Error()
	}
	doc.Settle()
	if !o.quiet || doc.Verdict != "pass" || doc.Ended != "" {
		r.text.End(doc)
	}
	r.store.write(a)
	if err := errors.Join(o.writeDocument(a, doc, r.files), o.saved.close()); err != nil {
		return err
	}
	if failure != nil && !interrupted {
		return readingError(failure)
	}
	if err := exitFor(run, interrupted); err != nil || len(doc.Problems) == 0 {
		return err
	}
	return &exitError{code: exitBroken}
}

// problems are what fails the run beside its findings.
func (r *replayRun) problems() []string {
	var list []string
	if n := r.comparisons[replay.Still] + r.comparisons[replay.Changed]; n > 0 {
		list = append(list, fmt.Sprintf("of what failed before, %d still failing, %d failing otherwise and %d fixed",
			r.comparisons[replay.Still], r.comparisons[replay.Changed], r.comparisons[replay.Fixed]))
	}
	if r.differing > 0 {
		list = append(list, fmt.Sprintf("%d of %d answers differ from the captured ones; --ignore PATH leaves a place out", r.differing, r.total))
	}
	return list
}
