// Package record is the verb that receives callbacks, keeps them and passes them on.
package record

import (
	"context"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/internal/record"
	"github.com/timhook/timhook/report/safe"
)

// options is everything that the verb takes.
type options struct {
	listen    string
	cert, key string
	ready     string

	forward string
	shadow  string
	reply   string
	http    flags.HTTP

	output      string
	keepSign    bool
	maskHeader  []string
	rotateSize  flags.ByteSize
	rotateEvery time.Duration
	count       int
	maxBody     flags.ByteSize
	maxHeader   flags.ByteSize

	check    bool
	token    flags.Token
	sdkAppID uint64

	format  string
	quiet   bool
	verbose bool
	flags   *pflag.FlagSet
}

// New is the verb.
func New(a *cli.App) *cobra.Command { return command(a, run) }

// command is the verb. A test gives it another run, to look at the options.
func command(a *cli.App, run func(context.Context, *cli.App, *options) error) *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:     "record [--forward URL]",
		Aliases: []string{"listen", "capture"},
		Short:   "receive callbacks, save them byte for byte and forward them",
		Long: `Receive callbacks from Chat, check each against the documentation, write it byte for byte to a capture
file, forward it to your backend and relay the answer. Without --forward, record answers itself. An exchange is in
the file before its sender gets the answer.

A line shows the N of FILE#N, and where something is wrong, whether the request is (the sender's) or the answer (your
backend's). A request that is none of Chat's callbacks, such as a health check, is kept, and not judged.

Sign and credentials are masked in the file, and only you may read it. timhook replay and timhook lint read it.`,
		Example: `  timhook record
  timhook record --forward http://127.0.0.1:8080/im
  timhook record --listen :9000 --forward :8080/im --token env:IM_TOKEN -o calls.ndjson
  timhook record --forward :8080/im --shadow :8081/im
  timhook record --reply '{"ActionStatus":"FAIL","ErrorInfo":"no","ErrorCode":1}'
  timhook record -n 4 -q --ready-file record.addr`,
		RunE: flags.Run(a, &o, o.accept, run),
	}
	return flags.WithFlags(a, flags.ReadsSettings(c), func() {
		o.flags = c.Flags()
		o.bindListening(c)
		o.bindForwarding(c)
		o.bindFile(c)
		g := flags.NewGroup(c, "Judging")
		o.check = true
		g.Bool(&o.check, "check", "check request and answer as lint does; --check=false switches it off")
		g.Token(&o.token, "check Sign with this token: env:NAME, file:PATH, or - for standard input: `env:NAME`")
		g.Uint64(&o.sdkAppID, "sdk-app-id", 0, "check SdkAppid (default any): `N`")
		g = flags.NewGroup(c, "Output")
		g.Enum(&o.format, "format", "text", "format of the lines on standard output", []flags.Choice{
			{Name: "text", Doc: "a line for each callback, its findings below it"},
			{Name: "ndjson", Doc: "a JSON object for each callback"},
		})
		g.Verbose(&o.verbose, "show all findings, notes included")
		g.Bool(&o.quiet, "quiet", "show only callbacks with findings", flags.Short("q"))
	})
}

func (o *options) bindListening(c *cobra.Command) {
	g := flags.NewGroup(c, "Listening")
	g.String(&o.listen, "listen", "127.0.0.1:9000", "address to listen on; port 0 takes a free one: `HOST:PORT`")
	g.String(&o.cert, certFlag, "", "PEM file with the certificate, for https: `FILE`", flags.File)
	g.String(&o.key, keyFlag, "", "PEM file with its key: `FILE`", flags.File)
	g.String(&o.ready, readyFlag, "",
		"write HOST:PORT to this file once record listens, and remove it at the end: `FILE`", flags.File)
	g.Int(&o.count, "count", 0, 1, 0, "exit after N callbacks: `N`", flags.Short("n"))
	g.Size(&o.maxBody, "max-body", 1<<20, 1<<30, "longest request body; a longer one gets 413: `SIZE`")
	g.Size(&o.maxHeader, "max-header", 64<<10, mostHeader, "longest request head: `SIZE`")
}

// The flags that name backends.
const (
	forwardFlag = "forward"
	shadowFlag  = "shadow"
)

// The flags that name files.
const (
	replyFlag = "reply"
	readyFlag = "ready-file"
	certFlag  = "tls-cert"
	keyFlag   = "tls-key"
)

func (o *options) bindForwarding(c *cobra.Command) {
	g := flags.NewGroup(c, "Forwarding")
	g.String(&o.forward, forwardFlag, "",
		"the backend to forward callbacks to; a path in the URL replaces the incoming one: `URL`")
	g.String(&o.shadow, shadowFlag, "",
		"a second backend that gets the same callbacks; its answers are compared, never relayed, and delay nothing: `URL`")
	g.String(&o.reply, replyFlag, "",
		"the response packet without --forward (default: the documented OK): `JSON|FILE`",
		flags.Completes(flags.CompleteFiles))
	g.Duration(&o.http.Timeout, "timeout", 10*time.Second, "2s",
		"longest wait for the backend's answer; after 2s, as long as Chat waits, it counts as late; 0: no limit",
		flags.NoLimitAtZero)
	o.http.ConnectTimeout = 2 * time.Second
	g.String(&o.http.Cacert, "cacert", "", "PEM file with the certificates to trust instead of the system's: `FILE`",
		flags.File)
	g.Bool(&o.http.Insecure, "insecure", "accept any certificate of the backend", flags.Short("k"))
}

func (o *options) bindFile(c *cobra.Command) {
	g := flags.NewGroup(c, "File")
	g.String(&o.output, "output", "",
		"the capture file, which record appends to (default captures/DATE.ndjson): `FILE`",
		flags.Short("o"), flags.File)
	g.Bool(&o.keepSign, "keep-sign",
		"keep Sign unmasked, for timhook verify; a reader of the file can forge requests for a minute")
	g.List(&o.maskHeader, "mask-header", "mask this header field too; --mask takes any name", "NAME", flags.Hidden)
	g.Size(&o.rotateSize, "rotate-size", 0, 0, "start a new file at this size (default never): `SIZE`")
	g.Duration(&o.rotateEvery, "rotate-every", 0, "1h", "start a new file after this time (default never)")
}

func run(ctx context.Context, a *cli.App, o *options) error {
	options, err := o.server(a)
	if err != nil {
		return err
	}
	if options.Client != nil {
		defer options.Client.Close()
		options.Forward = flags.Settle(ctx, a, options.Client, options.Forward)
	}
	if options.ShadowClient != nil {
		defer options.ShadowClient.Close()
		options.Shadow = flags.Settle(ctx, a, options.ShadowClient, options.Shadow)
	}
	s := newSession(a, o, options)
	if err := s.open(ctx); err != nil {
		return err
	}
	s.welcome()
	options.Save, options.Seen, options.Shadowed = s.save, s.seen, s.lines.Shadowed
	options.Note = func(text string) { a.Note("note: %s", safe.Visible(safe.SecretsOf(a.Out).Mask(text))) }
	sum, err := record.New(options).Serve(ctx, s.listener)
	return s.end(sum, err)
}
