package cmd

import (
	"context"
	"time"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/request"
	"github.com/timhook/timhook/webhook"
)

type generateOptions struct {
	target targetFlags
	packet packetFlags
	script scriptFlags
	form   string
	output string
	count  int
}

func (a *app) generate() *cobra.Command {
	var o generateOptions
	c := &cobra.Command{
		Use:     "generate CALLBACK[/VARIANT]... [URL]",
		Aliases: []string{"gen"},
		Short:   "print requests without sending them",
		Long: `Print the requests of callbacks without sending them. Without --as these are the packets alone;
the other forms need the URL to which the requests will go and hold the real Sign, which is good for a minute.
A script for k6 holds none: it signs each request as it is sent, and checks every answer.`,
		Example: `  timhook generate send/eventtime-string --seed 7 --now 2026-01-02T03:04:05Z
  timhook generate bot --layout pretty
  timhook generate all --as curl -u :8080/im --token env:IM_TOKEN
  timhook generate 'send/elem-*' --as har -u https://www.example.com/im -o elements.har
  timhook generate all -n 100 --as k6 --rate 500/s --budget 'p99<300ms' --budget fail=0 -u :8080/im -o load.js`,
		ValidArgsFunction: completeCallbacks,
	}
	c.RunE = func(*cobra.Command, []string) error {
		if err := o.script.check(c, o.form); err != nil {
			return err
		}
		return a.runGenerate(c.Context(), &o, c.Flags().Args())
	}
	return a.withFlags(c, func() {
		o.target.bind(c)
		g := flagGroup(c, "HTTP")
		g.flags.VarP(&listValue{values: &o.target.header}, "header", "H", "set a header field, or remove one with 'Name:'; repeatable: `'Name: value'`")
		g.done()
		o.packet.bind(c)
		g = flagGroup(c, "Output")
		g.enum(&o.form, "as", "json", "form of the requests", choicesOf(request.Formats().Docs()))
		g.flags.IntVarP(&o.count, "count", "n", 1, "how many of each, with other people and texts each time: `N`")
		g.flags.StringVarP(&o.output, "output", "o", "", "write to a file: `FILE`")
		g.done()
		filesFor(c, "output")
		o.script.bind(c)
	})
}

func (a *app) runGenerate(ctx context.Context, o *generateOptions, args []string) error {
	names, url, err := arguments(args)
	if err != nil {
		return err
	}
	if o.count < 1 || o.count > mostPackets {
		return usage("", "--count: got %d, want 1 to %d", o.count, mostPackets)
	}
	choices, err := choose("generate", names, o.packet.variant)
	if err != nil {
		return err
	}
	if o.form == "json" && url == "" && o.target.url == "" {
		url = "http://127.0.0.1" // a packet alone goes nowhere
	}
	target, err := o.target.resolve(a, url)
	if err != nil {
		return err
	}
	packets, params, err := o.packet.build(ctx, a, choices, o.count)
	if err != nil {
		return err
	}
	o.target.address(packets)
	if err := a.writeGenerated(ctx, o, packets, target, params.Now); err != nil {
		return err
	}
	if !o.packet.flags("seed") && o.packet.body == "" {
		a.note("seed %d", params.Seed)
	}
	return nil
}

func (a *app) writeGenerated(ctx context.Context, o *generateOptions, packets []payloads.Packet, target webhook.Target, at time.Time) error {
	if o.form == "k6" {
		k, err := o.script.script(packets, target)
		if err != nil {
			return err
		}
		return a.writeScript(ctx, k, o.output)
	}
	if err := a.writeRequests(ctx, o.form, o.output, requests(packets, target), at); err != nil {
		return err
	}
	if o.form == "vegeta" && target.Token != "" && target.Signing != webhook.SignOff {
		a.note("vegeta sends these signatures as they are, which are good for one minute; --as k6 signs each request as it is sent")
	}
	return nil
}
