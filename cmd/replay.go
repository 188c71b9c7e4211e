package cmd

import (
	"context"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/conformance"
)

// replayOptions is everything that the verb takes.
type replayOptions struct {
	target     targetFlags
	http       httpFlags
	output     outputFlags
	resign     bool
	asCaptured bool
	maps       []string
	refresh    bool
	speed      string
	maxGap     time.Duration
	rate       rate
	loops      int
	reorder    uint64
	jobs       int
	filters    []string
	count      int
	failed     bool
	strict     bool
	twice      bool
	retries    int
	diff       bool
	ignore     []string
	save       string
	flags      *pflag.FlagSet
}

func (a *app) replay() *cobra.Command {
	var o replayOptions
	c := &cobra.Command{
		Use:     "replay FILE|DIR|-... [URL]",
		Aliases: []string{"resend"},
		Short:   "send captured callbacks again and judge each answer",
		Long: `Send captured callbacks again, re-signed and at the pace that is asked for, and judge each answer as send does.

FILE is what record or --save wrote, a HAR, a folder of .json packets, a packet as JSON, also with the comments of the documentation,
JSON Lines, a raw HTTP message or a curl line; FILE#N is one of its entries. What will be sent, and what is changed in it, is said beforehand.`,
		Example: `  timhook replay captures/2026-11-22.ndjson http://127.0.0.1:8080/im
  timhook replay calls.ndjson -u :8080/im --speed 4x --max-gap 5s
  timhook replay calls.ndjson -u :8080/im --token env:IM_TOKEN --map jared=tester --refresh-times
  timhook replay calls.ndjson -u :8080/im --filter send --filter status=500 --diff
  timhook replay calls.ndjson#17 -u :8080/im -v
  timhook replay --failed -u :8080/im`,
		RunE: func(c *cobra.Command, args []string) error { return a.runReplay(c.Context(), &o, args) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveDefault
		},
	}
	return a.withFlags(c, func() {
		o.bindChoice(c)
		o.target.bind(c)
		o.bindChanges(c)
		o.bindPace(c)
		o.http.bind(c, &o.target)
		o.output.bind(c)
		g := flagGroup(c, "Output")
		g.flags.BoolVar(&o.diff, "diff", false, "compare each answer with the captured one; a difference fails the run")
		g.flags.Var(&listValue{values: &o.ignore}, "ignore", "a place in answers whose difference does not count; repeatable: `PATH`")
		g.flags.StringVar(&o.save, "save", "", "add a line of JSON for each callback with its answer and verdict: `FILE`")
		g.done()
		filesFor(c, "save")
		o.flags = c.Flags()
	})
}

func (o *replayOptions) bindChoice(c *cobra.Command) {
	g := flagGroup(c, "Choice")
	g.flags.Var(&listValue{values: &o.filters}, "filter", "callbacks of that name or glob, or NAME=GLOB of a query parameter, a member of the packet, status, failure or verdict; repeatable: `PATTERN`")
	g.flags.IntVarP(&o.count, "count", "n", 0, "at most the first N: `N`")
	g.flags.BoolVar(&o.failed, "failed", false, "what failed last, or what failed in FILE, and say what is FIXED, STILL failing or CHANGED")
	g.flags.BoolVar(&o.strict, "strict", false, "send nothing when an entry cannot be read")
	g.done()
}

func (o *replayOptions) bindChanges(c *cobra.Command) {
	g := flagGroup(c, "Changes")
	g.flags.BoolVar(&o.resign, "resign", false, "sign anew; the default when a token is given")
	g.flags.BoolVar(&o.asCaptured, "as-captured", false, "leave every byte as it came, request target and Host too")
	g.flags.Var(&listValue{values: &o.maps}, "map", "put an id or account in the place of another, everywhere in query and packet; repeatable: `OLD=NEW`")
	g.flags.BoolVar(&o.refresh, "refresh-times", false, "move MsgTime and EventTime so that the first callback is now and distances stay")
	g.done()
}

func (o *replayOptions) bindPace(c *cobra.Command) {
	g := flagGroup(c, "Pace")
	g.flags.StringVar(&o.speed, "speed", "max", "of the capture's own pace, or without pauses: `1x|4x|max`")
	g.flags.DurationVar(&o.maxGap, "max-gap", 0, "longest pause between two callbacks")
	g.flags.Var(&o.rate, "rate", "at most so many a second (or N/m, N/h), evenly spaced: `N/s`")
	g.flags.IntVar(&o.loops, "loop", 1, "how often all are sent: `N`")
	g.flags.Uint64Var(&o.reorder, "reorder", 0, "let callbacks that are close change places: `SEED`")
	g.flags.IntVarP(&o.jobs, "jobs", "j", 0, "callbacks under way at once (default 1; 64 with --speed or --rate): `N`")
	g.flags.BoolVar(&o.twice, "twice", false, "send each a second time, as Chat's retry does")
	g.flags.IntVar(&o.retries, "retry", 0, "how often to send again after a timeout, as Chat with its retry switch on: `N`")
	g.done()
	complete(c, "speed", cobra.FixedCompletions([]string{"1x", "4x", "max"}, cobra.ShellCompDirectiveNoFileComp))
}

func (a *app) runReplay(ctx context.Context, o *replayOptions, args []string) error {
	names, url, err := arguments(args)
	if err != nil {
		return err
	}
	if err := o.check(); err != nil {
		return err
	}
	target, err := o.target.resolve(a, url)
	if err != nil {
		return err
	}
	run := &replayRun{a: a, o: o}
	if run.plan, err = o.plan(target); err != nil {
		return err
	}
	client, err := o.http.client()
	if err != nil {
		return err
	}
	defer client.Close()
	if run.files, err = o.output.destinations(); err != nil {
		return err
	}
	if err := run.open(names); err != nil {
		return err
	}
	if err := run.spareInputs(); err != nil {
		return err
	}
	if err := run.survey(ctx); err != nil {
		return err
	}
	if o.output.dryRun {
		run.announce()
		return run.print(ctx)
	}
	if o.output.saved, err = a.openSaved(o.save, run.files); err != nil {
		return err
	}
	run.announce()
	return run.fire(ctx, conformance.Runner{
		Client: client, Target: target, Jobs: o.jobsOr(), Interval: o.rate.interval, Twice: o.twice, Retries: o.retries,
	})
}
