// Package load is the verb that sends callbacks at a rate and judges every answer.
package load

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/load"
	loadreport "github.com/timhook/timhook/report/load"
	"github.com/timhook/timhook/report/safe"
)

// options is everything that the verb takes.
type options struct {
	callbacks []string // among the arguments
	url       string   // likewise

	target      flags.Target
	http        flags.HTTP
	packet      flags.Packet
	output      flags.Output
	rate        loadRate
	duration    time.Duration
	count       int
	connections int
	payloads    int
	mix         mixValue
	budgets     []string
	find        bool
	flags       *pflag.FlagSet
}

const defaultDuration = 10 * time.Second

// New is the verb.
func New(a *cli.App) *cobra.Command { return command(a, run) }

// command is the verb. A test gives it another run, to look at the options.
func command(a *cli.App, run func(context.Context, *cli.App, *options) error) *cobra.Command {
	o := options{output: flags.Output{Kinds: loadreport.Formats(), TooMany: true}}
	c := &cobra.Command{
		Use:     "load CALLBACK... [URL]",
		Aliases: []string{"attack"},
		Short:   "send callbacks at a rate and check every answer",
		Long: `Send callbacks at a rate and check every answer as send does. The rate does not drop when the backend
is slow, and the latency of a callback counts from the moment when it was due. Chat waits 2 s and then drops the
event, so load shows at which rate a backend stops keeping up.

RATE is 500/s (or /m, /h). 100..5000/s rises evenly over the run, 100,200,400/s are steps of the same length. With
max each connection sends its next callback after the answer to the last one.`,
		Example: `  timhook load all :8080/im --rate 500/s --duration 30s
  timhook load all :8080/im --rate 100..2000/s --duration 1m --report html=load.html
  timhook load all :8080/im --mix bot=1,send=20,recall=2,attr=1 --budget 'p99<300ms' --budget 'late<0.1%'
  timhook load send :8080/im --rate max --connections 64 -n 100000
  timhook load all :8080/im --find --budget 'p99<500ms'`,
		ValidArgsFunction: flags.CompleteChosen,
		RunE:              flags.Run(a, &o, o.accept, run),
	}
	return flags.WithFlags(a, flags.ReadsSettings(c), func() {
		g := flags.NewGroup(c, "Load")
		g.Add(&o.rate, "rate", "callbacks per second (default 100/s): `RATE`", flags.NotRepeated)
		g.Duration(&o.duration, "duration", 0, "30s", "length of the run (default 10s without -n): `TIME`",
			flags.Short("d"), flags.AboveZero, flags.NotRepeated)
		g.Int(&o.count, "count", 0, 1, 0, "number of callbacks: `N`", flags.Short("n"), flags.NotRepeated)
		g.Int(&o.connections, "connections", 0, 1, mostConnections,
			"most connections (default 1000; 16 with --rate max): `N`", flags.NotRepeated)
		g.Int(&o.payloads, "payloads", 0, 1, mostPayloads,
			"number of different packets, built before the run starts (default 10000; fewer if they are large): `N`",
			flags.NotRepeated)
		g.Add(&o.mix, "mix", "share of each callback: `bot=1,send=20,recall=2,attr=1`",
			flags.NotRepeated)
		g.List(&o.budgets, "budget",
			"a limit that fails the run, such as 'p99<300ms', 'late<0.1%', 'Group.*:p95<100ms', 'fail=0'", "EXPR",
			flags.NotRepeated)
		presets := strings.Join(load.SearchBudgets(), " and ")
		g.Bool(&o.find, "find",
			"search the highest rate that keeps the budgets (default "+presets+"), starting at --rate",
			flags.NotRepeated)
		o.target.Bind(c)
		o.packet.Bind(c)
		o.http.Bind(c, &o.target)
		o.output.Bind(c)
		o.flags = c.Flags()
	})
}

// loadPlan is what a load does, decided before anything is sent.
type loadPlan struct {
	o       *options
	options load.Options
	files   []flags.Destination
	report  *conformance.Report
}

func run(ctx context.Context, a *cli.App, o *options) error {
	plan, err := planLoad(ctx, a, o)
	if err != nil {
		return err
	}
	defer plan.options.Client.Close()
	if o.output.DryRun {
		return dryLoad(ctx, a, plan)
	}
	if host := plan.options.Target.URL; !isLocal(host) {
		a.Note("note: about to send %s to %s, which is another machine", plan.inWords(),
			safe.Visible(host.Public()))
	}
	if o.find {
		return findLoad(ctx, a, plan)
	}
	return playLoad(ctx, a, plan)
}

func planLoad(ctx context.Context, a *cli.App, o *options) (*loadPlan, error) {
	mix, err := o.shares(o.callbacks)
	if err != nil {
		return nil, err
	}
	setup, err := o.http.SetUp(ctx, a, o.url, &o.output)
	if err != nil {
		return nil, err
	}
	target := setup.Target
	budgets, err := flags.ParseBudgets(o.budgets)
	if err != nil {
		return nil, err
	}
	params, err := o.packet.Params(a, target.SDKAppID)
	if err != nil {
		return nil, err
	}
	if err := o.tryPackets(a, mix, params); err != nil {
		return nil, err
	}
	rate, duration := o.schedule()
	return &loadPlan{
		o: o, files: setup.Files,
		options: load.Options{
			Target: target, Client: setup.Client, Mix: mix, Payloads: o.payloads, Params: params, Budgets: budgets,
			Address: o.target.Address, Rate: rate, Connections: o.connections, Duration: duration, Count: o.count,
		},
		report: &conformance.Report{
			Version: cli.VersionText(), Seed: params.Seed, Now: params.Now, Backend: target.URL.Public(),
			SDKAppID: target.SDKAppID, Signed: target.Token != "", Command: o.sendCommand(target),
		},
	}, nil
}

// schedule is the rate, and how long it lasts; 0 where the number of callbacks ends the load.
func (o *options) schedule() (load.Rate, time.Duration) {
	rate, duration := o.rate.rate, o.duration
	if o.rate.text == "" {
		rate = load.PerSecond(100)
	}
	switch {
	case duration > 0:
	case o.find:
		duration = load.ProbeDuration
	case o.count == 0:
		duration = defaultDuration
	}
	return rate, duration
}

// accept reads the arguments and refuses flags that contradict each other, or that a load has no place for.
func (o *options) accept(args []string) (err error) {
	o.callbacks, o.url, err = flags.Arguments(args)
	switch {
	case err != nil:
		return err
	case o.output.Print != "":
		return cli.Usage("to see requests: timhook generate, or timhook send --print", "load prints no requests")
	case o.find && o.rate.rate.Max:
		return cli.Usage("give the rate to begin with, such as --rate 100/s",
			"--find searches a rate, so it cannot start at --rate max")
	case o.find && o.count > 0:
		return cli.Usage("--duration is how long each rate is tried", "--find and -n do not go together")
	case o.http.Timeout == 0:
		return cli.Usage("", "--timeout 0 judges no time, and a load measures time; want a time above 0")
	case o.rate.varies() && o.duration == 0:
		return cli.Usage("", "--rate %s changes over the run, so it needs a --duration", o.rate.text)
	}
	return nil
}

// A load has bounds.
const (
	mostConnections = 20_000
	mostPayloads    = 1_000_000
)
