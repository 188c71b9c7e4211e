package cmd

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/budget"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/request"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
	"github.com/timhook/timhook/webhook"
)

type generateOptions struct {
	target flags.Target
	packet flags.Packet
	script scriptFlags
	form   string
	output string
	count  int
}

func generate(a *cli.App) *cobra.Command {
	var o generateOptions
	c := &cobra.Command{
		Use:     "generate CALLBACK[/VARIANT]... [URL]",
		Aliases: []string{"gen"},
		Short:   "print requests without sending them",
		Long: `Print the requests of callbacks without sending them. Without --as only the packets (JSON bodies) are
printed. The other forms need the URL of the backend and hold the real Sign, which is valid for one minute. A k6
script and tests in Go, Python and Node hold no Sign: they sign each request when they send it, and check every
answer. A collection of Postman signs anew where its variable IM_CALLBACK_TOKEN is the token.`,
		Example: `  timhook generate send/eventtime-string --seed 7 --now 2026-01-02T03:04:05Z
  timhook generate bot --layout pretty
  timhook generate all --as curl -u :8080/im --token env:IM_TOKEN
  timhook generate 'send/elem-*' --as har -u https://www.example.com/im -o elements.har
  timhook generate all -n 100 --as k6 --rate 500/s --budget 'p99<300ms' --budget fail=0 -u :8080/im -o load.js`,
		ValidArgsFunction: flags.CompleteChosen,
	}
	c.RunE = func(*cobra.Command, []string) error {
		if err := o.script.check(c, o.form); err != nil {
			return err
		}
		return runGenerate(c.Context(), a, &o, c.Flags().Args())
	}
	return flags.WithFlags(a, flags.ReadsSettings(c), func() {
		o.target.Bind(c)
		g := flags.NewGroup(c, "HTTP")
		g.Header(&o.target.Header)
		o.packet.Bind(c)
		g = flags.NewGroup(c, "Output")
		form := g.Enum(&o.form, "as", "json", "form of the requests", flags.ChoicesOf(request.Formats().Docs()))
		g.Int(&o.count, "count", 1, 1, flags.MostPackets,
			"requests of each callback, with other people and texts: `N`", flags.Short("n"))
		g.String(&o.output, "output", "", "write to a file instead of standard output: `FILE`", flags.Short("o"),
			flags.File)
		g.Progress(&o.packet.Progress)
		o.script.bind(c, form)
	})
}

func runGenerate(ctx context.Context, a *cli.App, o *generateOptions, args []string) error {
	names, url, err := flags.Arguments(args)
	if err != nil {
		return err
	}
	choices, err := o.packet.Choose("generate", names)
	if err != nil {
		return err
	}
	if o.form == "json" && url == "" && o.target.URL == "" {
		url = "http://127.0.0.1" // a packet alone goes nowhere
	}
	target, err := o.target.Resolve(a, url)
	if err != nil {
		return err
	}
	packets, params, err := o.packet.Build(ctx, a, choices, o.count, target.SDKAppID)
	if err != nil {
		return err
	}
	o.target.Address(packets)
	if err := writeGenerated(ctx, a, o, packets, target, params.Now); err != nil {
		return err
	}
	if !o.packet.SeedGiven() && o.packet.Body == "" {
		a.Note("seed %d", params.Seed)
	}
	return nil
}

func writeGenerated(
	ctx context.Context, a *cli.App, o *generateOptions, packets []payloads.Packet, target webhook.Target, at time.Time,
) error {
	if o.form == "k6" {
		k, err := o.script.script(packets, target)
		if err != nil {
			return err
		}
		return writeScript(ctx, a, k, o.output)
	}
	left, why := 0, ""
	packets = slices.DeleteFunc(packets, func(p payloads.Packet) bool {
		because := request.LeavesOut(o.form, p)
		if because != "" {
			left, why = left+1, because
		}
		return because != ""
	})
	if left > 0 {
		a.Note("%s left out: %s", words.Plural(left, "packet"), why)
	}
	p := a.StartCounter(o.packet.Progress, cli.Counting{
		Phase: "writing " + words.Plural(len(packets), "request"),
	})
	defer p.Stop()
	list := flags.Requests(packets, target)
	if err := flags.WriteCounted(ctx, a, p.Writes, o.form, o.output, list, at); err != nil {
		return err
	}
	p.Stop()
	if o.form == "vegeta" && target.Token != "" && target.Signing != webhook.SignOff {
		a.Note("vegeta sends these signatures unchanged, and they are valid for one minute; --as k6 signs each " +
			"request when it is sent")
	}
	return nil
}

// scriptFlags say which load a script for k6 makes: how many callbacks a second, how long, and within which budgets.
type scriptFlags struct {
	rate     flags.Rate
	duration time.Duration
	budgets  []string
}

func (s *scriptFlags) bind(c *cobra.Command, form *pflag.Flag) {
	only := flags.OnlyWith(form, k6Form)
	g := flags.NewGroup(c, "Script (--as k6)")
	s.rate.Text = "50/s"
	g.Add(&s.rate, "rate", "callbacks in a second, minute or hour: `N/s`", only)
	g.Duration(&s.duration, "duration", 30*time.Second, "30s", "how long it sends: `D`", only)
	g.List(&s.budgets, "budget", "a threshold, such as 'p95<300ms', 'Group.*:p99<1s', 'late<0.1%' or 'fail=0'",
		"[CALLBACK:]METRIC<LIMIT", only)
}

// k6Form is the form of the requests that is a script.
const k6Form = "k6"

// check refuses flags that would be without effect.
func (s *scriptFlags) check(c *cobra.Command, form string) error {
	if err := flags.RefuseIdle(c.Flags()); err != nil {
		return err
	}
	if form == k6Form && s.duration < time.Second {
		return cli.Usage("", "--duration: got %v, want at least 1s, as k6 does", s.duration)
	}
	return nil
}

// script is a script for k6 that sends the packets.
func (s *scriptFlags) script(packets []payloads.Packet, target webhook.Target) (request.K6, error) {
	k := request.NewK6(conformance.Deliveries(packets, target), target)
	number, unit, _ := strings.Cut(s.rate.Text, "/")
	k.Rate, _ = strconv.ParseFloat(number, 64) // the flag has read it before
	k.Per = map[string]time.Duration{"m": time.Minute, "h": time.Hour}[unit]
	k.Duration = s.duration
	for _, text := range s.budgets {
		b, err := budget.Parse(text)
		if err != nil {
			return k, cli.Usage(cli.HintOf(err), "--budget: %w", err)
		}
		k.Budgets = append(k.Budgets, b)
	}
	return k, nil
}

// writeScript writes the script to a file or to stdout.
func writeScript(ctx context.Context, a *cli.App, k request.K6, output string) error {
	for i, r := range k.Requests {
		k.Requests[i].Request = safe.Requests([]*webhook.Request{r.Request}, a.Out.Tokens())[0]
	}
	var err error
	if output != "" {
		err = a.WriteAsked(output, k.Write)
	} else {
		err = flags.PrintAsked(ctx, a, k.Write)
	}
	if err != nil {
		return fmt.Errorf("--as k6: %w", err)
	}
	if k.Signed {
		a.Note("the script holds no token: set TIMHOOK_TOKEN when k6 runs it")
	}
	return nil
}
