package cmd

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report"
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
	o.target.bind(c)
	o.packet.bind(c)
	g := flagGroup(c, "Sending")
	g.flags.IntVarP(&o.count, "count", "n", 1, "send each `N` times, with other people and texts each time")
	g.flags.Var(&o.rate, "rate", "at most `N/s` (or N/m), evenly spaced")
	g.flags.IntVarP(&o.jobs, "jobs", "j", 1, "`N` callbacks under way at once")
	g.flags.BoolVar(&o.twice, "twice", false, "send each a second time, as Chat's retry does")
	g.flags.IntVar(&o.retries, "retry", 0, "after a timeout send again up to `N` times, as Chat with its retry switch on")
	g.done()
	o.http.bind(c, &o.target)
	o.output.bind(c)
	o.flags = c.Flags()
	return c
}

func (a *app) runSend(ctx context.Context, o *sendOptions, args []string) error {
	callbacks, url, err := arguments(args)
	if err != nil {
		return err
	}
	switch {
	case o.count < 1:
		return usage("", "-n %d: want 1 or more", o.count)
	case o.jobs < 1:
		return usage("", "-j %d: want 1 or more", o.jobs)
	case o.retries < 0:
		return usage("", "--retry %d: want 0 or more", o.retries)
	}
	choices, err := choose(callbacks, o.packet.variant)
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
	reports, err := o.output.destinations()
	if err != nil {
		return err
	}
	packets, params, err := o.packet.build(a, choices, o.count)
	if err != nil {
		return err
	}
	o.target.address(packets, o.flags)
	if o.output.dryRun {
		return a.printRequests(&o.output, packets, target, params.Now)
	}
	run := &conformance.Report{
		Version: versionText(), Seed: params.Seed, Now: params.Now, Backend: withoutQuery(target.URL), SDKAppID: target.SDKAppID,
		Signed: target.Token != "", Command: o.command(target), Started: time.Now(),
	}
	runner := conformance.Runner{
		Client: client, Target: target, Jobs: o.jobs, Interval: o.rate.interval, Twice: o.twice, Retries: o.retries,
	}
	return a.fire(ctx, runner, conformance.Plan(packets, target), run, &o.output, reports)
}

// fire runs the cases, shows what comes and ends with the verdict's exit code.
func (a *app) fire(ctx context.Context, runner conformance.Runner, cases []conformance.Case, run *conformance.Report, o *outputFlags, reports map[string]report.Format) error {
	text := report.Text{W: a.out, Palette: a.palette(a.rawOut), Verbose: o.verbose, Brief: o.quiet || len(cases) > 20 && isTerminal(a.rawOut)}
	if o.format != "text" || o.output != "" {
		text.W = io.Discard
	}
	if o.verbose == 0 && len(cases) == 1 {
		text.Verbose = 1
	}
	p := a.startProgress(o, len(cases))
	run.Results = runner.Run(ctx, cases, func(r conformance.Result) {
		p.clear()
		if o.print != "" && r.Exchange != nil {
			a.printSent(o.print, r.Exchange.Request, run.Now)
		}
		text.Result(r)
		p.done(r)
	})
	p.stop()
	run.Elapsed = time.Since(run.Started)
	if !o.quiet || run.Verdict() != conformance.Pass {
		text.End(run)
	}
	if err := o.write(a, run, reports); err != nil {
		return err
	}
	return exitFor(run, ctx.Err() != nil)
}

// address puts the query parameters that flags fix in the place of the packet's own.
func (t *targetFlags) address(packets []payloads.Packet, flags *pflag.FlagSet) {
	for i := range packets {
		if flags.Changed("client-ip") {
			packets[i].ClientIP = t.clientIP
		}
		if flags.Changed("platform") {
			packets[i].OptPlatform = t.platform
		}
	}
}

func (a *app) printRequests(o *outputFlags, packets []payloads.Packet, target webhook.Target, now time.Time) error {
	form := o.print
	if form == "" {
		form = "http"
	}
	for _, c := range conformance.Plan(packets, target) {
		t := target
		t.Signing = c.Signing
		a.printSent(form, t.Request(conformance.CallbackOf(c.Packet), time.Now()), now)
	}
	a.note("dry run: nothing was sent")
	return nil
}

func (a *app) printSent(form string, r *webhook.Request, now time.Time) {
	for _, f := range report.RequestFormats() {
		if f.Name == form {
			_ = f.Write(a.out, []*webhook.Request{r}, now)
			fmt.Fprintln(a.out)
		}
	}
}

func withoutQuery(e *webhook.Endpoint) string {
	bare := *e
	bare.RawQuery = ""
	return bare.String()
}

// command is the command line again, but for what differs from case to case and for what nobody may see.
func (o *sendOptions) command(target webhook.Target) string {
	words := []string{"timhook", "send"}
	perRun := map[string]bool{
		"seed": true, "now": true, "variant": true, "count": true, "format": true, "report": true, "output": true, "color": true,
		"progress": true, "verbose": true, "quiet": true, "dry-run": true, "print": true, "jobs": true, "rate": true, "url": true,
	}
	o.flags.Visit(func(f *pflag.Flag) {
		if perRun[f.Name] {
			return
		}
		words = append(words, flagWords(f)...)
	})
	for _, e := range o.packet.edits {
		words = append(words, e.flag, report.Quote(e.text))
	}
	if target.URL.RawQuery != "" {
		return strings.Join(append(words, "-u", `"$TIMHOOK_URL"`), " ")
	}
	return strings.Join(append(words, "-u", report.Quote(target.URL.String())), " ")
}

func flagWords(f *pflag.Flag) []string {
	name := "--" + f.Name
	switch value := f.Value.(type) {
	case editValue:
		return nil // in their own order, behind
	case pflag.SliceValue:
		var words []string
		for _, v := range value.GetSlice() {
			if f.Name == "header" {
				v, _, _ = strings.Cut(v, ":")
				v += ": …"
			}
			words = append(words, name, report.Quote(v))
		}
		return words
	case *enumList:
		return []string{name, report.Quote(strings.Join(*value.values, " "))}
	}
	value := f.Value.String()
	switch {
	case f.Name == "token" && !strings.HasPrefix(value, "env:") && !strings.HasPrefix(value, "file:"):
		return []string{name, "env:IM_CALLBACK_TOKEN"}
	case f.Value.Type() == "bool":
		return []string{name}
	}
	return []string{name, report.Quote(value)}
}
