package replay

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/cmd/inputs"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/compare"
	"github.com/timhook/timhook/internal/replay"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture/read"
)

// replayRun is one run of the verb.
type replayRun struct {
	a      *cli.App
	o      *options
	plan   *replay.Plan
	source replay.Source
	files  []flags.Destination
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
			return cli.Usage("", "--ignore %s: %w", text, err)
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
		return cli.Usage(inputs.CapturesHint+"; --failed needs none", "what to send again? no FILE is named")
	}
	r.source.Inputs, err = inputs.Captures(r.a, names)
	return err
}

// keep puts the filters together: an entry is of one of the callbacks, if some are named, and matches all that is said beside.
func (o *options) keep() (func(*read.Entry) bool, error) {
	var callbacks, others []read.Filter
	for _, text := range o.filters {
		f, err := read.ParseFilter(text)
		if err != nil {
			return nil, cli.Usage("", "--filter: %w", err)
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
	r.text = report.Lines{Text: report.Text{W: a.Out, Palette: a.Palette(a.RawOut), Verbose: o.Verbose, Brief: o.Quiet || long || r.total > 20 && cli.IsTerminal(a.RawOut)}}
	if o.Format != "text" || o.Output != "" {
		r.text.W = io.Discard
	}
	if o.Verbose == 0 && !o.Quiet && r.total == 1 {
		r.text.Verbose = 1
	}
	r.tally = conformance.Tally{KeepAllUpTo: mostListed}
	r.comparisons = map[replay.Comparison]int{}
	r.store = openFailedStore(a)
	run := r.report(runner)
	p := a.StartProgress(o.Progress, r.total)
	runner.Stream(ctx, r.plan.Deliveries(r.source), func(result conformance.Result) {
		p.Clear()
		r.take(result, run.Now)
		p.Done(result)
	})
	p.Stop()
	r.settle()
	run.Elapsed, run.Results = time.Since(run.Started), r.tally.Results()
	return r.finish(run, ctx.Err() != nil)
}

func (r *replayRun) report(runner conformance.Runner) *conformance.Report {
	now := time.Now()
	run := &conformance.Report{
		Version: cli.VersionText(), Seed: r.o.reorder, Now: now.UTC().Truncate(time.Millisecond), Backend: webhook.WithoutQuery(runner.Target.URL), Captured: true,
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
	if result.Redelivery == "" {
		r.settle()
		r.entry = r.plan.Entry(result)
	}
	r.differ(&result)
	r.results = append(r.results, result)
	r.o.output.Saved.AddResult(result)
	if r.o.output.Print != "" && result.Exchange != nil {
		flags.PrintSent(r.a, r.o.output.Print, result.Exchange.Request, now)
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
		doc.Ended = cli.ErrInterrupted.Error()
	case failure != nil:
		doc.Ended = failure.Error()
	}
	doc.Settle()
	if !o.Quiet || doc.Verdict != "pass" || doc.Ended != "" {
		r.text.End(doc)
	}
	r.store.write(a)
	if err := errors.Join(o.WriteDocument(a, doc, r.files), o.Saved.Close()); err != nil {
		return err
	}
	if failure != nil && !interrupted {
		return inputs.ReadingError(failure)
	}
	if err := cli.ExitFor(run, interrupted); err != nil || len(doc.Problems) == 0 {
		return err
	}
	return &cli.ExitError{Code: cli.ExitBroken}
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

// spareInputs looks at all that a replay writes.
func (r *replayRun) spareInputs() error {
	err := inputs.SpareInputs("--save "+r.o.save, r.o.save, r.source.Inputs)
	for _, d := range r.files {
		err = cmp.Or(err, inputs.SpareInputs("the report "+d.Path, d.Path, r.source.Inputs))
	}
	return err
}
