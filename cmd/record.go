package cmd

import (
	"context"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/internal/record"
	"github.com/timhook/timhook/report/safe"
)

// recordOptions is everything that the verb takes.
type recordOptions struct {
	listen    string
	cert, key string
	ready     string

	forward string
	reply   string
	http    httpFlags

	output      string
	keepSign    bool
	maskHeader  []string
	rotateSize  byteSize
	rotateEvery time.Duration
	count       int
	maxBody     byteSize
	maxHeader   byteSize

	check    bool
	token    string
	sdkAppID uint64

	format  string
	quiet   bool
	verbose bool
	flags   *pflag.FlagSet
}

func (a *app) record() *cobra.Command {
	var o recordOptions
	c := &cobra.Command{
		Use:     "record [--forward URL]",
		Aliases: []string{"listen", "capture"},
		Short:   "receive callbacks, keep them byte for byte and pass them on",
		Long: `Receive callbacks from Chat, judge each against the documentation, keep it byte for byte in a capture file, pass it on to your
backend and relay the answer as it came. Without --forward, it answers by itself. An exchange is in the file before its sender is answered.

Sign and credentials are masked in the file, which only you may read. timhook replay and timhook lint read it.`,
		Example: `  timhook record
  timhook record --forward http://127.0.0.1:8080/im
  timhook record --listen :9000 --forward :8080/im --token env:IM_TOKEN -o calls.ndjson
  timhook record --reply '{"ActionStatus":"FAIL","ErrorInfo":"no","ErrorCode":1}'
  timhook record -n 4 -q --ready-file record.addr`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 && isURL(args[0]) {
				return usage("the backend to pass callbacks on to: --forward "+safe.Quote(args[0]), "record takes no arguments, got %q", args[0])
			}
			return noArguments(c, args)
		},
		RunE: func(c *cobra.Command, _ []string) error { return a.runRecord(c.Context(), &o) },
	}
	return a.withFlags(c, func() {
		o.flags = c.Flags()
		o.bindListening(c)
		o.bindForwarding(c)
		o.bindFile(c)
		g := flagGroup(c, "Judging")
		g.flags.BoolVar(&o.check, "check", true, "judge request and answer as lint does; --check=false does not")
		g.flags.StringVar(&o.token, "token", "", "check Sign with this token; also file:PATH, or - for standard input: `env:NAME`")
		g.flags.Uint64Var(&o.sdkAppID, "sdk-app-id", 0, "check SdkAppid (default any): `N`")
		g.done()
		g = flagGroup(c, "Output")
		g.enum(&o.format, "format", "text", "format of the lines on standard output", []choice{{"text", "a line for each callback, its findings below it"}, {"ndjson", "a JSON object for each callback"}})
		g.flags.BoolVarP(&o.verbose, "verbose", "v", false, "show notes, too, and all findings")
		g.flags.BoolVarP(&o.quiet, "quiet", "q", false, "show only callbacks with findings")
		g.done()
		filesFor(c, "tls-cert", "tls-key", "ready-file", "reply", "output", "cacert")
	})
}

func (o *recordOptions) bindListening(c *cobra.Command) {
	g := flagGroup(c, "Listening")
	g.flags.StringVar(&o.listen, "listen", "127.0.0.1:9000", "address to listen on; port 0 takes a free one: `HOST:PORT`")
	g.flags.StringVar(&o.cert, "tls-cert", "", "PEM file with the certificate, for https: `FILE`")
	g.flags.StringVar(&o.key, "tls-key", "", "PEM file with its key: `FILE`")
	g.flags.StringVar(&o.ready, "ready-file", "", "write HOST:PORT to a file once it listens, and remove it at the end: `FILE`")
	g.flags.IntVarP(&o.count, "count", "n", 0, "end after so many callbacks: `N`")
	o.maxBody, o.maxHeader = 1<<20, 64<<10
	g.flags.Var(&o.maxBody, "max-body", "how much of a request's body is taken; more is answered 413: `SIZE`")
	g.flags.Var(&o.maxHeader, "max-header", "how much of a request's head is taken: `SIZE`")
	g.done()
}

func (o *recordOptions) bindForwarding(c *cobra.Command) {
	g := flagGroup(c, "Forwarding")
	g.flags.StringVar(&o.forward, "forward", "", "the backend to pass callbacks on to; a path in it takes the place of the incoming one: `URL`")
	g.flags.StringVar(&o.reply, "reply", "", "the response packet where nothing is forwarded (default the documented one that accepts): `JSON|FILE`")
	g.flags.DurationVar(&o.http.timeout, "timeout", 10*time.Second, "for the backend's answer; Chat waits 2s, and a later one is judged as late")
	o.http.connectTimeout = 2 * time.Second
	g.flags.StringVar(&o.http.cacert, "cacert", "", "PEM file with the certificates to trust instead of the system's: `FILE`")
	g.flags.BoolVarP(&o.http.insecure, "insecure", "k", false, "accept any certificate of the backend")
	g.done()
}

func (o *recordOptions) bindFile(c *cobra.Command) {
	g := flagGroup(c, "File")
	g.flags.StringVarP(&o.output, "output", "o", "", "the capture file, which is added to (default captures/DATE.ndjson): `FILE`")
	g.flags.BoolVar(&o.keepSign, "keep-sign", false, "leave Sign as it came, so that it can be verified later; whoever has the file can forge for a minute")
	g.flags.Var(&listValue{values: &o.maskHeader}, "mask-header", "mask this header field beside Authorization and cookies; repeatable: `NAME`")
	g.flags.Var(&o.rotateSize, "rotate-size", "begin another file when this one is as long (default never): `SIZE`")
	g.flags.DurationVar(&o.rotateEvery, "rotate-every", 0, "begin another file after so long (default never)")
	g.done()
}

func (a *app) runRecord(ctx context.Context, o *recordOptions) error {
	options, err := o.server(a)
	if err != nil {
		return err
	}
	if options.Client != nil {
		defer options.Client.Close()
	}
	s := &recordSession{a: a, o: o, forward: options.Forward}
	if err := s.open(ctx); err != nil {
		return err
	}
	s.welcome(options)
	options.Save, options.Seen = s.save, s.seen
	options.Note = func(text string) { a.note("note: %s", s.shown(text)) }
	sum, err := record.New(options).Serve(ctx, s.listener)
	return s.end(sum, err)
}
