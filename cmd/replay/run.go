package replay

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/timhook/timhook/report/why"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/cmd/inputs"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/replay"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report"
	replayreport "github.com/timhook/timhook/report/replay"
	"github.com/timhook/timhook/webhook/capture/read"
)

// replaying takes the results of a run as they come.
type replaying struct {
	a     *cli.App
	o     *options
	ahead replayreport.Announcement
	sent  *replay.Run

	text    report.Lines
	beside  replayreport.Text
	tally   conformance.Tally
	store   *failedStore
	entry   *read.Entry          // whose results come in
	results []conformance.Result // of it, redeliveries included
}

// mostListed is how many results a report lists one by one; of a longer run it lists those that show what was found.
const mostListed = 1000

func newReplaying(a *cli.App, o *options, ignore []jsontree.Path, ahead replayreport.Announcement) *replaying {
	total := ahead.Total()
	verbose, w := o.output.Verbose, io.Writer(a.Out)
	if verbose == 0 && !o.output.Quiet && total == 1 {
		verbose = 1
	}
	if o.output.Format != "text" || o.output.Output != "" {
		w = io.Discard
	}
	palette := a.Palette(a.RawOut)
	brief := o.output.Quiet || total > mostListed || total > 20 && cli.IsTerminal(a.RawOut)
	return &replaying{
		a: a, o: o, ahead: ahead,
		text: report.Lines{Text: report.Text{
			W: w, Palette: palette, Verbose: verbose, Brief: brief, Repeats: o.output.Verbose > 0,
		}},
		beside: replayreport.Text{W: w, Palette: palette, Failed: o.failed, Diff: o.diff, Ignore: ignore},
		tally:  conformance.Tally{KeepAllUpTo: mostListed}, store: openFailedStore(a),
	}
}

// fire sends everything, shows what comes and ends with the verdict's exit code.
func (r *replaying) fire(ctx context.Context, sent *replay.Run, files []flags.Destination) error {
	r.sent = sent
	run := r.report()
	p := r.a.StartCounter(r.o.output.Progress,
		cli.Counting{Done: "sent", Total: r.ahead.Total(), Fails: "failed"})
	r.ahead.Runner.Stream(ctx, sent.Deliveries(), func(result conformance.Result) {
		p.Clear()
		r.take(result, run.Now)
		p.Done(result.Outcome())
	})
	p.Stop()
	r.settle()
	run.Elapsed, run.Results = time.Since(run.Started), r.tally.Results()
	return r.finish(run, files, ctx.Err() != nil)
}

func (r *replaying) report() *conformance.Report {
	now, settings := time.Now(), r.ahead.Options
	run := &conformance.Report{
		Version: cli.VersionText(), Seed: r.o.reorder, Now: now.UTC().Truncate(time.Millisecond),
		Backend: settings.Target.URL.Public(), Captured: true, Signed: settings.Target.Token != "",
		Command: r.o.commandLine(settings.Target), Started: now, Tally: &r.tally,
	}
	if settings.SDKAppID {
		run.SDKAppID = settings.Target.SDKAppID
	}
	if settings.AsCaptured {
		run.Signed = settings.Signed
	}
	return run
}

// take shows and counts a result.
func (r *replaying) take(result conformance.Result, now time.Time) {
	if result.Redelivery == "" {
		r.settle()
		r.entry = r.sent.Entry(result)
	}
	r.beside.Compare(r.entry, &result)
	r.results = append(r.results, result)
	r.o.output.Saved.AddResult(result)
	if r.o.output.Print != "" && result.Exchange != nil {
		flags.PrintSent(r.a, r.o.output.Print, result.Exchange.Request, now)
	}
	isNew := r.tally.Add(result) // a long run shows a few results of each cause
	if isNew || r.ahead.Total() <= mostListed || r.text.Verbose > 0 {
		r.text.Case(why.NewCase(result))
	}
}

// settle shows what became of an entry, once all its results are there.
func (r *replaying) settle() {
	if r.entry == nil {
		return
	}
	r.store.note(r.entry, r.results)
	r.beside.Entry(r.entry, r.results)
	r.entry, r.results = nil, nil
}

// finish writes the reports.
func (r *replaying) finish(run *conformance.Report, files []flags.Destination, interrupted bool) error {
	a, o := r.a, &r.o.output
	doc := report.NewDocument(run)
	o.Link(a, doc)
	doc.Problems = r.beside.Problems(r.ahead.Total())
	failure := r.sent.Err()
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
	if err := errors.Join(o.WriteDocument(a, doc, files), o.Saved.Close()); err != nil {
		return err
	}
	if failure != nil && !interrupted {
		return inputs.ReadingError(failure)
	}
	return cli.Weightiest(
		cli.Judged(run.Verdict()), cli.When(interrupted, cli.ExitInterrupted, ""), cli.When(len(doc.Problems) > 0,
			cli.ExitBroken, ""))
}
