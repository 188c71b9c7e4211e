// Package shrink is the verb that finds the smallest packet that still draws a finding.
package shrink

import (
	"context"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	shrinkreport "github.com/timhook/timhook/report/shrink"
	"github.com/timhook/timhook/webhook"
)

// options is everything that the verb takes.
type options struct {
	name string // of a file or a case
	url  string // among the arguments

	target   flags.Target
	http     flags.HTTP
	packet   flags.Packet
	check    string
	maxTime  time.Duration
	maxTries int
	strict   bool
	format   string
	output   string
	progress string
	flags    *pflag.FlagSet
}

// The bounds of a search where no flag sets them. A request that hangs costs a deadline each time.
const (
	shrinkTries     = 2000
	shrinkTriesHung = 20
	shrinkTime      = time.Minute
)

const (
	maxTimeFlag  = "max-time"
	maxTriesFlag = "max-tries"
)

// New is the verb.
func New(a *cli.App) *cobra.Command { return command(a, run) }

// command is the verb. A test gives it another run, to look at the options.
func command(a *cli.App, run func(context.Context, *cli.App, *options) error) *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:     "shrink FILE[#N]|CASE [URL]",
		Aliases: []string{"minimize"},
		Short:   "find the smallest packet that still causes the same finding",
		Long: `Send a packet, take the worst finding about the answer, and remove everything from the packet that the
finding does not need. A packet within the documentation stays within it. Every request is signed again. The same
answers lead to the same steps.

FILE is any input of replay: shrink takes the first callback that causes a finding, or the one that #N names. CASE
is a callback with a variant, such as send/baseline-maximal.`,
		Example: `  timhook shrink calls.ndjson#17 http://127.0.0.1:8080/im -o small.json
  timhook shrink calls.ndjson -u :8080/im --token env:IM_TOKEN --check resp-status-200
  timhook shrink send/baseline-maximal -u :8080/im --seed 7`,
		RunE:              flags.Run(a, &o, o.accept, run),
		ValidArgsFunction: completePacket,
	}
	return flags.WithFlags(a, flags.ReadsSettings(c), func() {
		g := flags.NewGroup(c, "Shrinking")
		g.String(&o.check, "check", "", "the check to keep (default: the worst finding): `ID`",
			flags.NotRepeated, flags.Completes(completeChecks))
		g.Duration(&o.maxTime, maxTimeFlag, shrinkTime, "30s", "stop after this time with the smallest packet so far",
			flags.NotRepeated)
		g.Int(&o.maxTries, maxTriesFlag, 0, 1, 0,
			"send at most N requests (default 2000; 20 where the backend hangs): `N`", flags.NotRepeated)
		g.Bool(&o.strict, "strict", "stop at the first entry of FILE that cannot be read", flags.NotRepeated)
		o.target.Bind(c)
		o.packet.Bind(c)
		o.http.Bind(c, &o.target)
		g = flags.NewGroup(c, "Output")
		g.Enum(&o.format, "format", "text", "format of the results",
			[]flags.Choice{{Name: "text", Doc: "for people"}, {Name: "json", Doc: "one document"}},
			flags.NotRepeated)
		g.String(&o.output, "output", "", "write the smallest packet to a file: `FILE`",
			flags.Short("o"), flags.NotRepeated, flags.File)
		g.Progress(&o.progress)
		o.flags = c.Flags()
	})
}

// completePacket offers callbacks, and files too.
func completePacket(c *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	list, _ := flags.CompleteCallbacks(c, args, typed)
	return list, cobra.ShellCompDirectiveDefault
}

func completeChecks(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var list []cobra.Completion
	for _, c := range judge.Checks() {
		list = append(list, cobra.CompletionWithDesc(c.ID, c.Title))
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

func run(ctx context.Context, a *cli.App, o *options) error {
	setup, err := o.http.SetUp(ctx, a, o.url, nil)
	if err != nil {
		return err
	}
	defer setup.Client.Close()
	target := setup.Target
	if err := a.Writes("-o "+o.output, o.output); err != nil {
		return err
	}
	source, err := o.source(ctx, a, o.name, target)
	if err != nil {
		return err
	}
	s := &shrinking{
		a: a, o: o, source: source, runner: conformance.Runner{Client: setup.Client, Target: target},
		search: shrinkreport.Search{Target: target},
	}
	return s.run(ctx)
}

// accept reads the arguments and refuses what cannot be shrunk for.
func (o *options) accept(args []string) error {
	names, url, err := flags.Arguments(args)
	switch {
	case err != nil:
		return err
	case len(names) != 1:
		return cli.Usage("for instance calls.ndjson#17 or send/baseline-maximal",
			"want one packet to shrink, got %d", len(names))
	}
	o.name, o.url = names[0], url
	switch {
	case o.output == cli.StdoutPath:
		return cli.Usage("without -o the packet is shown", "-o wants a file, got -")
	case o.check == "":
		return nil
	}
	if _, err := judge.Lookup(o.check); err != nil {
		return cli.Usage(cli.HintOf(err), "--check: %w", err)
	}
	return nil
}

// commandLine is the beginning of the one that sends a packet in the same way: verb and target, no secrets.
func (o *options) commandLine(verb string, target webhook.Target) string {
	return flags.CommandLine(verb, o.flags, target, flags.IsForBuilt, nil)
}
