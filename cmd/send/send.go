// Package send is the verb that sends callbacks and shows each answer.
package send

import (
	"context"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// options is everything that the verb takes.
type options struct {
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
	edit    bool
	watch   bool
	flags   *pflag.FlagSet

	callbacks []string // as the arguments name them
	url       string   // among the arguments
}

// New is the verb.
func New(a *cli.App) *cobra.Command { return command(a, run) }

// command is the verb. A test gives it another run, to look at the options.
func command(a *cli.App, run func(context.Context, *cli.App, *options) error) *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:     "send CALLBACK[/VARIANT]... [URL]",
		Aliases: []string{"fire", "trigger"},
		Short:   "send callbacks to a backend and check each answer",
		Long: `Send one or many callbacks to a backend and show each answer with its verdict.

CALLBACK is a short name such as send or c2c-before-send, a full one such as Group.CallbackAfterSendMsg, a glob,
a family such as before or c2c, or all: those of --callbacks.
timhook list callbacks and timhook list variants show the names.

--edit opens one packet, and nothing is sent where it stays as it is. It is sent with the --layout of all packets.`,
		Example: `  timhook send all http://127.0.0.1:8080/im
  timhook send send/eventtime-string -u :8080/im
  timhook send bot -u :8080/im --bot '@RBT#helper' --text '@helper status?' -v
  timhook send 'all/*' -u :8080/im --token env:IM_TOKEN --sdk-app-id 1400000001
  timhook send send -u :8080/im --set Random=4294967295 --remove MsgId
  timhook send send -u :8080/im --sign wrong --token file:token.txt
  timhook send send -u :8080/im --edit
  timhook send send -u :8080/im --body packet.json --watch`,
		ValidArgsFunction: flags.CompleteChosen,
		RunE:              flags.Run(a, &o, o.accept, run),
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
		g.Bool(&o.edit, editFlag, "open the packet in $VISUAL or $EDITOR, and send what is saved there",
			flags.NotRepeated, flags.OnCommandLine)
		g.Bool(&o.watch, "watch", "send again when the file of --body changes, until Ctrl-C",
			flags.NotRepeated, flags.OnCommandLine)
		o.decide.Bind(flags.NewGroup(c, "Verdict"))
		o.http.Bind(c, &o.target)
		o.output.Bind(c)
		g = flags.NewGroup(c, "Output")
		g.String(&o.save, "save", "", "append each callback and its answer to a capture file, which replay "+
			"reads: `FILE`", flags.NotRepeated, flags.File)
		o.flags = c.Flags()
	})
}

// accept reads the arguments, and refuses what cannot be watched or edited.
func (o *options) accept(args []string) (err error) {
	if o.callbacks, o.url, err = flags.Arguments(args); err != nil {
		return err
	}
	body := o.packet.Body
	isFile := func(name string) bool { return !cli.IsGone(name) }
	switch i := slices.IndexFunc(o.callbacks, isFile); {
	case o.watch && i >= 0:
		return cli.Usage("the packet to look at is that of --body: --body "+safe.Quote(o.callbacks[i])+" --watch",
			"--watch takes no value, and %s is a file", flags.Quoted(o.callbacks[i]))
	case o.watch && o.edit:
		return cli.Usage("save the packet to a file and edit that one: --body FILE --watch",
			"--edit and --watch do not go together")
	case o.watch && o.output.DryRun:
		return cli.Usage("", "--watch and --dry-run do not go together")
	case o.watch && (body == "" || body == cli.StdoutPath):
		return cli.Usage("timhook generate send --layout pretty -o packet.json writes one",
			"--watch looks at the packet of --body FILE, and there is no FILE")
	}
	return nil
}

func run(ctx context.Context, a *cli.App, o *options) error {
	choices, err := o.packet.Choose("send", o.callbacks)
	if err != nil {
		return err
	}
	setup, err := o.http.SetUp(ctx, a, o.url, &o.output)
	if err != nil {
		return err
	}
	defer setup.Client.Close()
	o.packet.Progress = o.output.Progress
	s := &sending{a: a, o: o, setup: setup}
	s.build = func() ([]payloads.Packet, payloads.Params, error) {
		return o.packet.Build(ctx, a, choices, o.count, setup.Target.SDKAppID)
	}
	if o.edit {
		one := func() ([]payloads.Packet, payloads.Params, error) {
			return o.packet.Build(ctx, a, choices, 1, setup.Target.SDKAppID)
		}
		if err := s.edit(ctx, one); err != nil {
			return err
		}
	}
	if o.watch {
		err = s.watch(ctx)
	} else {
		err = s.once(ctx)
	}
	if lost := o.output.Saved.Close(); lost != nil {
		return lost
	}
	return err
}

// sending is one run of the verb.
type sending struct {
	a      *cli.App
	o      *options
	setup  flags.Setup
	build  func() ([]payloads.Packet, payloads.Params, error)
	edited []byte // the packet as it was edited; nil: as it was built
}

// once builds the packets, sends them and ends with the exit code of the verdict.
func (s *sending) once(ctx context.Context) error {
	a, o, target := s.a, s.o, s.setup.Target
	packets, params, err := s.build()
	if err != nil {
		return err
	}
	o.target.Address(packets)
	if o.output.DryRun {
		return flags.PrintRequests(ctx, a, &o.output, flags.Requests(packets, target), params.Now)
	}
	if o.output.Saved == nil { // after the packets, whose file it may not take the place of
		if o.output.Saved, err = flags.OpenSaved(ctx, a, o.save); err != nil {
			return err
		}
	}
	deliveries := conformance.Deliveries(packets, target)
	right, err := o.decide.Expected(a, conformance.CasesOf(deliveries))
	if err != nil {
		return err
	}
	runner := conformance.Runner{
		Client: s.setup.Client, Target: target, Jobs: o.jobs, Interval: o.rate.Interval, Twice: o.twice,
		Retries: o.retries, Policy: o.decide.Policy(), ExpectDecision: right,
	}
	return s.fire(ctx, runner, deliveries, s.report(params))
}

// report is the run before anything has come of it.
func (s *sending) report(params payloads.Params) *conformance.Report {
	target := s.setup.Target
	return &conformance.Report{
		Version: cli.VersionText(), Seed: params.Seed, Now: params.Now, Backend: target.URL.Public(),
		SDKAppID: target.SDKAppID, Signed: target.Token != "", Command: s.command(target), Started: time.Now(),
		Others: s.o.packet.Others(s.o.callbacks),
	}
}

// command is the command line again, but for what differs from case to case and for what nobody may see. A packet that
// was edited is in no file and comes from standard input.
func (s *sending) command(target webhook.Target) string {
	if s.edited == nil {
		return flags.CommandLine("send", s.o.flags, target, nil, s.o.packet.Edits)
	}
	line := flags.CommandLine("send", s.o.flags, target, flags.IsForBuilt, nil)
	return "printf %s " + safe.Quote(string(s.edited)) + " | " + line + " --body -"
}
