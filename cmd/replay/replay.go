// Package replay is the verb that sends captured callbacks again.
package replay

import (
	"context"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/cmd/inputs"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/replay"
	replayreport "github.com/timhook/timhook/report/replay"
	"github.com/timhook/timhook/webhook"
)

// options is everything that the verb takes.
type options struct {
	names []string // of files and folders
	url   string   // among the arguments

	target     flags.Target
	http       flags.HTTP
	output     flags.Output
	resign     bool
	asCaptured bool
	maps       []string
	refresh    bool
	speed      string
	maxGap     time.Duration
	rate       flags.Rate
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

	reorderFlag *pflag.Flag
}

// New is the verb.
func New(a *cli.App) *cobra.Command { return command(a, run) }

// command is the verb. A test gives it another run, to look at the options.
func command(a *cli.App, run func(context.Context, *cli.App, *options) error) *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:     "replay FILE|DIR|-... [URL]",
		Aliases: []string{"resend"},
		Short:   "send captured callbacks again and check each answer",
		Long: `Send captured callbacks again, signed with your token, at the pace of the capture or faster, and check
each answer as send does. Before it sends, replay prints the number of callbacks and the changes it makes to them.

` + inputs.Help,
		Example: `  timhook replay captures/2026-11-22.ndjson http://127.0.0.1:8080/im
  timhook replay calls.ndjson -u :8080/im --speed 4x --max-gap 5s
  timhook replay calls.ndjson -u :8080/im --token env:IM_TOKEN --map jared=tester --refresh-times
  timhook replay calls.ndjson -u :8080/im --filter send --filter status=500 --diff
  timhook replay calls.ndjson#17 -u :8080/im -v
  timhook replay --failed -u :8080/im`,
		RunE:              flags.Run(a, &o, o.accept, run),
		ValidArgsFunction: flags.CompleteFiles,
	}
	return flags.WithFlags(a, flags.ReadsSettings(c), func() {
		o.bindChoice(c)
		o.target.Bind(c)
		o.bindChanges(c)
		o.bindPace(c)
		o.http.Bind(c, &o.target)
		o.output.Bind(c)
		g := flags.NewGroup(c, "Output")
		g.Bool(&o.diff, "diff", "compare each answer with the captured one; a difference fails the run",
			flags.NotRepeated)
		g.List(&o.ignore, "ignore", "a place in the answers that --diff leaves out", "PATH", flags.NotRepeated)
		g.String(&o.save, "save", "", "append each callback with its answer and verdict to a capture file: `FILE`",
			flags.NotRepeated, flags.File)
		o.flags = c.Flags()
	})
}

func (o *options) bindChoice(c *cobra.Command) {
	g := flags.NewGroup(c, "Choice")
	g.List(&o.filters, "filter", "only these entries: a callback or glob, or NAME=GLOB where NAME is a query "+
		"parameter, a member of the packet, status, failure or verdict",
		"PATTERN", flags.NotRepeated)
	g.Int(&o.count, "count", 0, 1, 0, "only the first N entries: `N`", flags.Short("n"), flags.NotRepeated)
	g.Bool(&o.failed, "failed",
		"only what failed in the last run, or in FILE; each is then FIXED, STILL failing or CHANGED", flags.NotRepeated)
	g.Bool(&o.strict, "strict", "send nothing when an entry cannot be read", flags.NotRepeated)
}

func (o *options) bindChanges(c *cobra.Command) {
	g := flags.NewGroup(c, "Changes")
	g.Bool(&o.resign, "resign", "sign again; the default with a token", flags.ChangesBytes)
	g.Bool(&o.asCaptured, "as-captured", "change no byte, request target and Host included")
	g.List(&o.maps, "map", "replace an id or account everywhere in query and packet", "OLD=NEW",
		flags.ChangesBytes)
	g.Bool(&o.refresh, "refresh-times",
		"shift MsgTime and EventTime so that the first callback is now",
		flags.ChangesBytes)
}

func (o *options) bindPace(c *cobra.Command) {
	g := flags.NewGroup(c, "Pace")
	g.String(&o.speed, "speed", "max", "multiple of the capture's pace; max: no pauses: `1x|4x|max`", flags.NotRepeated,
		flags.Completes(cobra.FixedCompletions([]string{"1x", "4x", "max"}, cobra.ShellCompDirectiveNoFileComp)))
	g.Duration(&o.maxGap, "max-gap", 0, "5s", "longest pause between two callbacks", flags.NotRepeated)
	g.Add(&o.rate, "rate", "callbacks per second, evenly spaced (also N/m and N/h): `N/s`", flags.NotRepeated)
	g.Int(&o.loops, "loop", 1, 1, 0, "send everything N times: `N`", flags.NotRepeated)
	o.reorderFlag = g.Uint64(&o.reorder, "reorder", 0,
		"swap callbacks that are close in time, at random from this seed: `SEED`", flags.NotRepeated)
	g.Int(&o.jobs, "jobs", 0, 1, flags.MostJobs,
		"callbacks in flight at once (default 1; 64 with --speed or --rate): `N`",
		flags.Short("j"), flags.NotRepeated)
	g.Redelivery(&o.twice, &o.retries)
}

func run(ctx context.Context, a *cli.App, o *options) error {
	setup, err := o.http.SetUp(ctx, a, o.url, &o.output)
	if err != nil {
		return err
	}
	defer setup.Client.Close()
	target, files := setup.Target, setup.Files
	settings, err := o.settings(target)
	if err != nil {
		return err
	}
	ignore, err := o.ignored()
	if err != nil {
		return err
	}
	source, err := o.source(a)
	if err != nil {
		return err
	}
	ahead := replayreport.Announcement{
		Options: settings, Speed: o.speed, Rate: o.rate.Text, Diff: o.diff,
		Runner: conformance.Runner{
			Client: setup.Client, Target: target, Jobs: o.jobsOr(), Interval: o.rate.Interval, Twice: o.twice,
			Retries: o.retries,
		},
	}
	var notes []string
	if ahead.Survey, notes, err = o.survey(ctx, a, settings, source); err != nil {
		return err
	}
	if o.output.DryRun {
		announce(a, notes, ahead, o.output.Quiet)
		return o.print(ctx, a, settings.Run(source), ahead)
	}
	if o.output.Saved, err = flags.OpenSaved(ctx, a, o.save); err != nil {
		return err
	}
	announce(a, notes, ahead, o.output.Quiet)
	return newReplaying(a, o, ignore, ahead).fire(ctx, settings.Run(source), files)
}

// openJobs is enough callbacks under way that a schedule holds while the backend is slow.
const openJobs = 64

func (o *options) jobsOr() int {
	switch {
	case o.jobs > 0:
		return o.jobs
	case o.speed != "max" || o.rate.Interval > 0:
		return openJobs
	}
	return 1
}

// accept reads the arguments and refuses flags that contradict each other.
func (o *options) accept(args []string) (err error) {
	o.names, o.url, err = flags.Arguments(args)
	switch {
	case err != nil:
		return err
	case o.maxGap > 0 && o.speed == "max":
		return cli.Usage("add --speed 1x", "--max-gap shortens pauses, and --speed max, the default, has none")
	case o.rate.Interval > 0 && o.speed != "max":
		return cli.Usage("", "--rate and --speed %s both set the pace; want one of them", o.speed)
	case len(o.ignore) > 0 && !o.diff:
		return cli.Usage("add --diff", "--ignore leaves a place out of a comparison, and nothing is compared")
	case o.resign && (!o.target.Token.IsGiven() || o.target.Signing == "off"):
		return cli.Usage("", "--resign needs a token: --token env:NAME or file:PATH")
	}
	if o.asCaptured {
		return flags.RefuseChanges(o.flags)
	}
	return nil
}

// settings are what is changed and when it is sent.
func (o *options) settings(target webhook.Target) (*replay.Options, error) {
	p := &replay.Options{
		Target:     target,
		AsCaptured: o.asCaptured, RefreshTimes: o.refresh, Loops: o.loops, Track: true,
		SDKAppID: o.target.SDKAppIDGiven(),
		ClientIP: o.target.GivenClientIP(), Platform: o.target.GivenPlatform(),
	}
	if o.reorderFlag.Changed {
		p.Reorder = &o.reorder
	}
	var err error
	if p.Pace.Speed, err = replay.ParseSpeed(o.speed); err != nil {
		return nil, cli.Usage("", "--speed: %w", err)
	}
	p.Pace.MaxGap = o.maxGap
	var list []replay.Mapping
	for _, text := range o.maps {
		one, err := replay.ParseMapping(text)
		if err != nil {
			return nil, cli.Usage("", "--map: %w", err)
		}
		list = append(list, one)
	}
	if len(list) > 0 {
		if p.Mapper, err = replay.NewMapper(list); err != nil {
			return nil, cli.Usage("", "--map: %w", err)
		}
	}
	return p, nil
}

// commandLine is the command line again without the flags that choose and pace, and without secrets.
func (o *options) commandLine(target webhook.Target) string {
	return flags.CommandLine("replay", o.flags, target, nil, nil)
}
