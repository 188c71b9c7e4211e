package send

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/budget"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// manyCases do not have a line each on a terminal, unless they are one callback that is sent again and again.
const manyCases = 20

// text is what shows the run to people; it is discarded where programs read the results.
func (s *sending) text(cases int) *report.Lines {
	o := &s.o.output
	repeats := s.o.count > 1 || s.o.watch
	t := report.Text{
		W: s.a.Out, Palette: s.a.Palette(s.a.RawOut), Verbose: o.Verbose, Repeats: o.Verbose > 0, Clock: repeats,
		Brief: o.Quiet || !repeats && cases > manyCases && cli.IsTerminal(s.a.RawOut),
	}
	if o.Format != "text" || o.Output != "" {
		t.W = io.Discard
	}
	if o.Verbose == 0 && !o.Quiet && cases == 1 {
		t.Verbose, t.Indented = 1, true
	}
	return &report.Lines{Text: t}
}

// fire runs the cases, shows what comes and ends with the verdict's exit code.
func (s *sending) fire(
	ctx context.Context, runner conformance.Runner, cases []conformance.Delivery, run *conformance.Report,
) error {
	a, o := s.a, &s.o.output
	text := s.text(len(cases))
	p := a.StartCounter(o.Progress, cli.Counting{Done: "sent", Total: len(cases), Fails: "failed"})
	run.Results = runner.Run(ctx, cases, func(r conformance.Result) {
		p.Clear()
		o.Saved.AddResult(r)
		if o.Print != "" && r.Exchange != nil {
			flags.PrintSent(a, o.Print, r.Exchange.Request, run.Now)
		}
		text.Case(why.NewCase(r))
		p.Done(r.Outcome())
	})
	p.Stop()
	run.Elapsed = time.Since(run.Started)
	doc := report.NewDocument(run)
	o.Link(a, doc)
	if ctx.Err() != nil {
		doc.Ended = cli.ErrInterrupted.Error()
	}
	if !o.Quiet || run.Verdict() != judge.Pass {
		if s.o.count > 1 {
			fmt.Fprintf(text.W, "\n%s\n", summary(run))
		}
		text.End(doc)
	}
	if err := o.WriteDocument(a, doc, s.setup.Files); err != nil {
		return err
	}
	s.tellNext(run)
	return cli.Weightiest(cli.Judged(run.Verdict()), cli.When(ctx.Err() != nil, cli.ExitInterrupted, ""))
}

// summary is a run of one callback again and again: how many, how many of them failed, and how long answers took.
func summary(run *conformance.Report) string {
	failed, sent := 0, 0
	for _, r := range run.Results {
		if r.Skip == "" {
			sent++
		}
		if o := r.Outcome(); o == judge.Fail || o == judge.Error {
			failed++
		}
	}
	line := fmt.Sprintf("%d sent, %d failed", sent, failed)
	if f := budget.FiguresOf(run.Results); f.Measured > 0 {
		line += fmt.Sprintf(" · p50 %s · p95 %s", inWords(f.Latency(50)), inWords(f.Latency(95)))
	}
	return line
}

func inWords(d time.Duration) string { return words.Seconds(d.Seconds()) }
