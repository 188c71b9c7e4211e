package replay

import (
	"context"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/replay"
	"github.com/timhook/timhook/webhook"
)

// options is everything that the verb takes.
type options struct {
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
}

func New(a *cli.App) *cobra.Command {
	var o options
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
		RunE: func(c *cobra.Command, args []string) error { return runReplay(a, c.Context(), &o, args) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveDefault
		},
	}
	return flags.WithFlags(a, c, func() {
		o.bindChoice(c)
		o.target.Bind(c)
		o.bindChanges(c)
		o.bindPace(c)
		o.http.Bind(c, &o.target)
		o.output.Bind(c)
		g := flags.NewGroup(c, "Output")
		g.Flags.BoolVar(&o.diff, "diff", false, "compare each answer with the captured one; a difference fails the run")
		g.Flags.Var(&flags.ListValue{Values: &o.ignore}, "ignore", "a place in answers whose difference does not count; repeatable: `PATH`")
		g.Flags.StringVar(&o.save, "save", "", "add a line of JSON for each callback with its answer and verdict: `FILE`")
		g.Done()
		flags.FilesFor(c, "save")
		o.flags = c.Flags()
	})
}

func (o *options) bindChoice(c *cobra.Command) {
	g := flags.NewGroup(c, "Choice")
	g.Flags.Var(&flags.ListValue{Values: &o.filters}, "filter", "callbacks of that name or glob, or NAME=GLOB of a query parameter, a member of the packet, status, failure or verdict; repeatable: `PATTERN`")
	g.Flags.IntVarP(&o.count, "count", "n", 0, "at most the first N: `N`")
	g.Flags.BoolVar(&o.failed, "failed", false, "what failed last, or what failed in FILE, and say what is FIXED, STILL failing or CHANGED")
	g.Flags.BoolVar(&o.strict, "strict", false, "send nothing when an entry cannot be read")
	g.Done()
}

func (o *options) bindChanges(c *cobra.Command) {
	g := flags.NewGroup(c, "Changes")
	g.Flags.BoolVar(&o.resign, "resign", false, "sign anew; the default when a token is given")
	g.Flags.BoolVar(&o.asCaptured, "as-captured", false, "leave every byte as it came, request target and Host too")
	g.Flags.Var(&flags.ListValue{Values: &o.maps}, "map", "put an id or account in the place of another, everywhere in query and packet; repeatable: `OLD=NEW`")
	g.Flags.BoolVar(&o.refresh, "refresh-times", false, "move MsgTime and EventTime so that the first callback is now and distances stay")
	g.Done()
}

func (o *options) bindPace(c *cobra.Command) {
	g := flags.NewGroup(c, "Pace")
	g.Flags.StringVar(&o.speed, "speed", "max", "of the capture's own pace, or without pauses: `1x|4x|max`")
	g.Flags.DurationVar(&o.maxGap, "max-gap", 0, "longest pause between two callbacks")
	g.Flags.Var(&o.rate, "rate", "at most so many a second (or N/m, N/h), evenly spaced: `N/s`")
	g.Flags.IntVar(&o.loops, "loop", 1, "how often all are sent: `N`")
	g.Flags.Uint64Var(&o.reorder, "reorder", 0, "let callbacks that are close change places: `SEED`")
	g.Flags.IntVarP(&o.jobs, "jobs", "j", 0, "callbacks under way at once (default 1; 64 with --speed or --rate): `N`")
	g.Flags.BoolVar(&o.twice, "twice", false, "send each a second time, as Chat's retry does")
	g.Flags.IntVar(&o.retries, "retry", 0, "how often to send again after a timeout, as Chat with its retry switch on: `N`")
	g.Done()
	flags.Complete(c, "speed", cobra.FixedCompletions([]string{"1x", "4x", "max"}, cobra.ShellCompDirectiveNoFileComp))
}

func runReplay(a *cli.App, ctx context.Context, o *options, args []string) error {
	names, url, err := flags.Arguments(args)
	if err != nil {
		return err
	}
	if err := o.check(); err != nil {
		return err
	}
	target, err := o.target.Resolve(a, url)
	if err != nil {
		return err
	}
	run := &replayRun{a: a, o: o}
	if run.plan, err = o.plan(target); err != nil {
		return err
	}
	client, err := o.http.Client()
	if err != nil {
		return err
	}
	defer client.Close()
	if run.files, err = o.output.Destinations(); err != nil {
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
	if o.output.DryRun {
		run.announce()
		return run.print(ctx)
	}
	if o.output.Saved, err = flags.OpenSaved(a, o.save, run.files); err != nil {
		return err
	}
	run.announce()
	return run.fire(ctx, conformance.Runner{
		Client: client, Target: target, Jobs: o.jobsOr(), Interval: o.rate.Interval, Twice: o.twice, Retries: o.retries,
	})
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

// check looks at the numbers and at what contradicts itself.
func (o *options) check() error {
	switch {
	case o.flags.Changed("count") && o.count < 1:
		return cli.Usage("", "--count: got %d, want 1 or more", o.count)
	case o.flags.Changed("jobs") && (o.jobs < 1 || o.jobs > flags.MostJobs):
		return cli.Usage("", "--jobs: got %d, want 1 to %d", o.jobs, flags.MostJobs)
	case o.loops < 1:
		return cli.Usage("", "--loop: got %d, want 1 or more", o.loops)
	case o.retries < 0 || o.retries > flags.MostRetries:
		return cli.Usage("", "--retry: got %d, want 0 to %d", o.retries, flags.MostRetries)
	case o.maxGap < 0:
		return cli.Usage("", "--max-gap: got %v, want a time such as 5s", o.maxGap)
	case o.maxGap > 0 && o.speed == "max":
		return cli.Usage("add --speed 1x", "--max-gap has no pauses to cut: --speed max, the default, has none")
	case o.rate.Interval > 0 && o.speed != "max":
		return cli.Usage("", "--rate and --speed %s both say when a callback is due; want one", o.speed)
	case len(o.ignore) > 0 && !o.diff:
		return cli.Usage("add --diff", "--ignore is for answers that are compared")
	case o.resign && (o.target.Token == "" || o.target.Signing == "off"):
		return cli.Usage("", "--resign needs a token: --token env:NAME or file:PATH")
	}
	return o.checkAsCaptured()
}

// checkAsCaptured names the first flag that would change what must not change.
func (o *options) checkAsCaptured() error {
	if !o.asCaptured {
		return nil
	}
	for _, name := range []string{"resign", "map", "refresh-times", "header", "query", "query-order", "client-ip", "platform", "sdk-app-id", "sign", "request-time"} {
		if flags.IsGiven(o.flags, name) {
			return cli.Usage("", "--as-captured leaves every byte, and --%s changes some; want one of them", name)
		}
	}
	return nil
}

// plan reads what is changed and when it is sent.
func (o *options) plan(target webhook.Target) (*replay.Plan, error) {
	p := &replay.Plan{Target: target, AsCaptured: o.asCaptured, RefreshTimes: o.refresh, Loops: o.loops, Track: true, SDKAppID: flags.IsGiven(o.flags, "sdk-app-id")}
	if o.flags.Changed("client-ip") {
		p.ClientIP = &o.target.ClientIP
	}
	if o.flags.Changed("platform") {
		p.Platform = &o.target.Platform
	}
	if o.flags.Changed("reorder") {
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

// command is the command line again, but for what chose the callback, for what paced it and for what nobody may see.
func (o *options) command(target webhook.Target) string {
	own := []string{"filter", "failed", "strict", "speed", "max-gap", "loop", "reorder", "diff", "ignore"}
	return flags.CommandLine("replay", o.flags, target, append(flags.PerRun(), own...), nil)
}
