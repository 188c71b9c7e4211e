package cmd

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report"
)

// fire runs the cases, shows what comes and ends with the verdict's exit code.
func (a *app) fire(ctx context.Context, runner conformance.Runner, cases []conformance.Delivery, run *conformance.Report, o *outputFlags, files []destination) error {
	brief := o.quiet || len(cases) > 20 && isTerminal(a.rawOut)
	text := report.Lines{Text: report.Text{W: a.out, Palette: a.palette(a.rawOut), Verbose: o.verbose, Brief: brief}}
	if o.format != "text" || o.output != "" {
		text.W = io.Discard
	}
	if o.verbose == 0 && !o.quiet && len(cases) == 1 {
		text.Verbose = 1
	}
	p := a.startProgress(o.progress, len(cases))
	run.Results = runner.Run(ctx, cases, func(r conformance.Result) {
		p.clear()
		o.saved.addResult(r)
		if o.print != "" && r.Exchange != nil {
			a.printSent(o.print, r.Exchange.Request, run.Now)
		}
		text.Case(report.NewCase(r))
		p.done(r)
	})
	p.stop()
	run.Elapsed = time.Since(run.Started)
	doc := report.NewDocument(run)
	if ctx.Err() != nil {
		doc.Ended = errInterrupted.Error()
	}
	if !o.quiet || run.Verdict() != judge.Pass {
		text.End(doc)
	}
	if err := errors.Join(o.writeDocument(a, doc, files), o.saved.close()); err != nil {
		return err
	}
	return exitFor(run, ctx.Err() != nil)
}
