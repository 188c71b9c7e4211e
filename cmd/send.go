package cmd

import (
	"context"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// sendOptions is everything that the verb takes.
type sendOptions struct {
	target  targetFlags
	http    httpFlags
	packet  packetFlags
	output  outputFlags
	count   int
	rate    rate
	jobs    int
	twice   bool
	retries int
	save    string
	flags   *pflag.FlagSet
}

func (a *app) send() *cobra.Command {
	var o sendOptions
	c := &cobra.Command{
		Use:     "send CALLBACK[/VARIANT]... [URL]",
		Aliases: []string{"fire", "trigger"},
		Short:   "fire callbacks at a backend and judge each answer",
		Long: `Fire one or many callbacks at a backend and show each answer with its verdict.

CALLBACK is bot, send, recall or attr, a callback command such as Group.CallbackAfterSendMsg, a glob or all.`,
		Example: `  timhook send all http://127.0.0.1:8080/im
  timhook send send/eventtime-string -u :8080/im
  timhook send bot -u :8080/im --bot '@RBT#helper' --text '@helper status?' -v
  timhook send 'all/*' -u :8080/im --token env:IM_TOKEN --sdk-app-id 1400000001
  timhook send send -u :8080/im --set Random=4294967295 --remove MsgId
  timhook send send -u :8080/im --sign wrong --token file:token.txt`,
		ValidArgsFunction: completeCallbacks,
		RunE:              func(c *cobra.Command, args []string) error { return a.runSend(c.Context(), &o, args) },
	}
	return a.withFlags(c, func() {
		o.target.bind(c)
		o.packet.bind(c)
		g := flagGroup(c, "Sending")
		g.flags.IntVarP(&o.count, "count", "n", 1, "how often to send each, with other people and texts each time: `N`")
		g.flags.Var(&o.rate, "rate", "at most so many a second (or N/m, N/h), evenly spaced: `N/s`")
		g.flags.IntVarP(&o.jobs, "jobs", "j", 1, "callbacks under way at once: `N`")
		g.flags.BoolVar(&o.twice, "twice", false, "send each a second time, as Chat's retry does")
		g.flags.IntVar(&o.retries, "retry", 0, "how often to send again after a timeout, as Chat with its retry switch on: `N`")
		g.done()
		o.http.bind(c, &o.target)
		o.output.bind(c)
		g = flagGroup(c, "Output")
		g.flags.StringVar(&o.save, "save", "", "add a line for each callback with its answer to a capture, which replay reads: `FILE`")
		g.done()
		filesFor(c, "save")
		o.flags = c.Flags()
	})
}

func (a *app) runSend(ctx context.Context, o *sendOptions, args []string) error {
	callbacks, url, err := arguments(args)
	if err != nil {
		return err
	}
	if err := o.check(); err != nil {
		return err
	}
	choices, err := choose("send", callbacks, o.packet.variant)
	if err != nil {
		return err
	}
	target, err := o.target.resolve(a, url)
	if err != nil {
		return err
	}
	client, err := o.http.client()
	if err != nil {
		return err
	}
	defer client.Close()
	files, err := o.output.destinations()
	if err != nil {
		return err
	}
	packets, params, err := o.packet.build(ctx, a, choices, o.count)
	if err != nil {
		return err
	}
	o.target.address(packets)
	if o.output.dryRun {
		return a.printRequests(ctx, &o.output, requests(packets, target), params.Now)
	}
	if o.output.saved, err = a.openSaved(o.save, files); err != nil {
		return err
	}
	runner := conformance.Runner{
		Client: client, Target: target, Jobs: o.jobs, Interval: o.rate.interval, Twice: o.twice, Retries: o.retries,
	}
	return a.fire(ctx, runner, conformance.Plan(packets, target), o.report(target, params), &o.output, files)
}

// report is the run before anything has come of it.
func (o *sendOptions) report(target webhook.Target, params payloads.Params) *conformance.Report {
	return &conformance.Report{
		Version: versionText(), Seed: params.Seed, Now: params.Now, Backend: withoutQuery(target.URL), SDKAppID: target.SDKAppID,
		Signed: target.Token != "", Command: o.command(target), Started: time.Now(),
	}
}

// check looks at the numbers.
func (o *sendOptions) check() error {
	switch {
	case o.count < 1 || o.count > mostPackets:
		return usage("", "--count: got %d, want 1 to %d", o.count, mostPackets)
	case o.jobs < 1 || o.jobs > mostJobs:
		return usage("", "--jobs: got %d, want 1 to %d", o.jobs, mostJobs)
	case o.retries < 0 || o.retries > mostRetries:
		return usage("", "--retry: got %d, want 0 to %d", o.retries, mostRetries)
	}
	return nil
}

// A run has bounds.
const (
	mostJobs    = 1000
	mostRetries = 100
)
