package cmd

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/timhook/timhook/report/why"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/webhook"
)

// sendOptions is everything that the verb takes.
type sendOptions struct {
	target  flags.Target
	http    flags.HTTP
	packet  flags.Packet
	decide  flags.Decisions
	output  flags.Output
	count   int
	rate    flags.Rate
	jobs    int
	twice   bool
	retries int
	save    string
	flags   *pflag.FlagSet
}

func send(a *cli.App) *cobra.Command {
	var o sendOptions
	c := &cobra.Command{
		Use:     "send CALLBACK[/VARIANT]... [URL]",
		Aliases: []string{"fire", "trigger"},
		Short:   "send callbacks to a backend and check each answer",
		Long: `Send one or many callbacks to a backend and show each answer with its verdict.

CALLBACK is a short name such as send or c2c-before-send, a full one such as Group.CallbackAfterSendMsg, a glob,
a family such as before or c2c, or all: those of --callbacks.
timhook list callbacks and timhook list variants show the names.`,
		Example: `  timhook send all http://127.0.0.1:8080/im
  timhook send send/eventtime-string -u :8080/im
  timhook send bot -u :8080/im --bot '@RBT#helper' --text '@helper status?' -v
  timhook send 'all/*' -u :8080/im --token env:IM_TOKEN --sdk-app-id 1400000001
  timhook send send -u :8080/im --set Random=4294967295 --remove MsgId
  timhook send send -u :8080/im --sign wrong --token file:token.txt`,
		ValidArgsFunction: flags.CompleteChosen,
		RunE:              func(c *cobra.Command, args []string) error { return runSend(c.Context(), a, &o, args) },
	}
	return flags.WithFlags(a, flags.ReadsSettings(c), func() {
		o.target.Bind(c)
		o.packet.Bind(c)
		g := flags.NewGroup(c, "Sending")
		g.Int(&o.count, "count", 1, 1, flags.MostPackets,
			"send each callback N times, with other people and texts: `N`", flags.Short("n"), flags.NotRepeated)
		g.Add(&o.rate, "rate", "callbacks per second, evenly spaced (also N/m and N/h): `N/s`", flags.NotRepeated)
		g.Int(&o.jobs, "jobs", 1, 1, flags.MostJobs, "callbacks in flight at once: `N`", flags.Short("j"),
			flags.NotRepeated)
		g.Redelivery(&o.twice, &o.retries)
		o.decide.Bind(flags.NewGroup(c, "Verdict"))
		o.http.Bind(c, &o.target)
		o.output.Bind(c)
		g = flags.NewGroup(c, "Output")
		g.String(&o.save, "save", "", "append each callback and its answer to a capture file, which replay "+
			"reads: `FILE`", flags.NotRepeated, flags.File)
		o.flags = c.Flags()
	})
}

func runSend(ctx context.Context, a *cli.App, o *sendOptions, args []string) error {
	callbacks, url, err := flags.Arguments(args)
	if err != nil {
		return err
	}
	choices, err := o.packet.Choose("send", callbacks)
	if err != nil {
		return err
	}
	setup, err := o.http.SetUp(ctx, a, url, &o.output)
	if err != nil {
		return err
	}
	defer setup.Client.Close()
	target, files := setup.Target, setup.Files
	packets, params, err := o.packet.Build(ctx, a, choices, o.count, target.SDKAppID)
	if err != nil {
		return err
	}
	o.target.Address(packets)
	if o.output.DryRun {
		return flags.PrintRequests(ctx, a, &o.output, flags.Requests(packets, target), params.Now)
	}
	if o.output.Saved, err = flags.OpenSaved(ctx, a, o.save); err != nil {
		return err
	}
	deliveries := conformance.Deliveries(packets, target)
	right, err := o.decide.Expected(a, conformance.CasesOf(deliveries))
	if err != nil {
		return err
	}
	runner := conformance.Runner{
		Client: setup.Client, Target: target, Jobs: o.jobs, Interval: o.rate.Interval, Twice: o.twice,
		Retries: o.retries, Policy: o.decide.Policy(), ExpectDecision: right,
	}
	run := o.report(target, params)
	run.Others = o.packet.Others(callbacks)
	return fire(ctx, a, runner, deliveries, run, &o.output, files)
}

// report is the run before anything has come of it.
func (o *sendOptions) report(target webhook.Target, params payloads.Params) *conformance.Report {
	return &conformance.Report{
		Version: cli.VersionText(), Seed: params.Seed, Now: params.Now, Backend: target.URL.Public(),
		SDKAppID: target.SDKAppID,
		Signed:   target.Token != "", Command: o.command(target), Started: time.Now(),
	}
}

// command is the command line again, but for what differs from case to case and for what nobody may see.
func (o *sendOptions) command(target webhook.Target) string {
	return flags.CommandLine("send", o.flags, target, nil, o.packet.Edits)
}

// fire runs the cases, shows what comes and ends with the verdict's exit code.
func fire(
	ctx context.Context, a *cli.App, runner conformance.Runner, cases []conformance.Delivery, run *conformance.Report,
	o *flags.Output, files []flags.Destination,
) error {
	brief := o.Quiet || len(cases) > 20 && cli.IsTerminal(a.RawOut)
	text := report.Lines{Text: report.Text{
		W: a.Out, Palette: a.Palette(a.RawOut), Verbose: o.Verbose, Brief: brief, Repeats: o.Verbose > 0,
	}}
	if o.Format != "text" || o.Output != "" {
		text.W = io.Discard
	}
	if o.Verbose == 0 && !o.Quiet && len(cases) == 1 {
		text.Verbose = 1
	}
	p := a.StartCounter(o.Progress, len(cases))
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
		text.End(doc)
	}
	if err := errors.Join(o.WriteDocument(a, doc, files), o.Saved.Close()); err != nil {
		return err
	}
	return cli.Weightiest(cli.Judged(run.Verdict()), cli.When(ctx.Err() != nil, cli.ExitInterrupted, ""))
}
