// Package doctor is the verb that looks at what lies between Chat and a right answer.
package doctor

import (
	"context"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/internal/doctor"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	doctorreport "github.com/timhook/timhook/report/doctor"
	"github.com/timhook/timhook/webhook"
)

// options is everything that the verb takes.
type options struct {
	url      string // among the arguments
	target   flags.Target
	http     flags.HTTP
	selected flags.Selection
	format   string
	flags    *pflag.FlagSet
}

// New is the verb.
func New(a *cli.App) *cobra.Command { return command(a, run) }

// command is the verb. A test gives it another run, to look at the options.
func command(a *cli.App, run func(context.Context, *cli.App, *options) error) *cobra.Command {
	o := options{target: flags.Target{SignsItself: true}}
	c := &cobra.Command{
		Use:   "doctor [URL]",
		Short: "look at what lies between Chat and a right answer: network, TLS, clock, Sign",
		Long: `Look at a backend step by step: its name, its port, TLS and the certificate, redirects, the answer to an
ordinary callback, whether the connection is kept, the time it takes, the clock, and whether a wrong Sign and another
SdkAppid are refused. What is not right has its cause and its fix. At the end stands where each setting came from, and
what to do next. At most seven callbacks are sent.`,
		Example: `  timhook doctor localhost:8080/im
  timhook doctor localhost:8080/im --token env:IM_TOKEN --sdk-app-id 1400000001
  timhook doctor :8080/im --callbacks c2c --format json`,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              flags.Run(a, &o, o.accept, run),
	}
	return flags.WithFlags(a, flags.ReadsSettings(c), func() {
		o.target.Bind(c)
		o.selected.BindFor(flags.NewGroup(c, "Packet"),
			"callbacks of the backend, of which the first is sent (default send): `LIST`")
		o.http.Bind(c, &o.target)
		flags.NewGroup(c, "Output").Enum(&o.format, "format", "text", "format of the results",
			flags.ChoicesOf(doctorreport.Formats().Docs()), flags.NotRepeated)
		o.flags = c.Flags()
	})
}

// accept reads the arguments.
func (o *options) accept(args []string) error {
	callbacks, url, err := flags.Arguments(args)
	if err == nil && len(callbacks) > 0 {
		err = cli.Usage("a URL begins with http://, or is HOST:PORT; the callback that is sent: --callbacks NAME",
			"want one URL, got %s", flags.Quoted(callbacks[0]))
	}
	o.url = url
	return err
}

// callback is the first of those that are selected, and otherwise the one that most backends handle.
func (o *options) callback() (*payloads.Command, error) {
	if o.selected.IsGiven() {
		return o.selected.Commands()[0], nil
	}
	return chat.Lookup("send")
}

func run(ctx context.Context, a *cli.App, o *options) error {
	write, err := flags.Kind(doctorreport.Formats(), o.format)
	if err != nil {
		return err
	}
	examined, err := o.examined(a)
	if err != nil {
		return err
	}
	defer examined.Client.Close()
	return o.examine(ctx, a, examined, write)
}

// examined is what the flags ask for.
func (o *options) examined(a *cli.App) (e doctor.Options, err error) {
	if e.Target, err = o.target.Resolve(a, o.url); err != nil {
		return e, err
	}
	e.Target.Signing, e.Target.At = webhook.SignAuto, webhook.RequestTime{} // whatever a file says for send
	if e.Client, err = o.http.Client(a); err != nil {
		return e, err
	}
	if e.Command, err = o.callback(); err != nil {
		return e, err
	}
	e.Params = payloads.Params{
		Seed: flags.RandomSeed(), Now: time.Now(), Lang: payloads.Plain, SDKAppID: e.Target.SDKAppID,
	}
	e.SDKAppIDGiven, e.Proxies = o.target.SDKAppIDGiven(), flags.ProxiesSet(a)
	return e, nil
}
