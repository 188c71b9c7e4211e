package cmd

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/report/catalogue"
	"github.com/timhook/timhook/report/safe"
)

type serveOptions struct {
	listen   string
	token    flags.Token
	sdkAppID uint64
	faults   []string
	decided  []string
	decides  decisions
	list     bool
	quiet    bool
}

func serve(a *cli.App) *cobra.Command {
	o := serveOptions{decides: decisions{}}
	c := &cobra.Command{
		Use:   "serve",
		Short: "run the reference backend, correct or with a known fault",
		Long: "Run the reference backend, which answers every callback correctly. With --fault it makes one known " +
			"mistake; with several faults, each answer makes the next one. With --decide it refuses, drops or " +
			"changes what it is asked about before it happens, and otherwise it allows that.",
		Example: `  timhook serve
  timhook serve --listen 127.0.0.1:8081 --token env:IM_TOKEN --sdk-app-id 1400000001
  timhook serve --fault code-string
  timhook serve --decide 'before-send=refuse:10101:no links' --decide before-invite=partly
  timhook serve --list-faults`,
		Args: flags.NoArguments,
		RunE: func(c *cobra.Command, _ []string) error { return runServe(c.Context(), a, c.Flags(), o) },
	}
	g := flags.NewGroup(flags.ReadsSettings(c), "")
	g.String(&o.listen, "listen", "127.0.0.1:8080", "address to listen on; port 0 takes a free one: `HOST:PORT`")
	g.Token(&o.token, "require a valid Sign with this token: env:NAME, file:PATH, or - for standard input: `env:NAME`")
	g.Uint64(&o.sdkAppID, "sdk-app-id", 0, "require this SdkAppid (default any): `N`")
	g.Add(&flags.ListValue{Values: &o.faults}, "fault", "make this mistake; repeatable, one after the other: `NAME`",
		flags.Completes(completeFaults))
	o.decides.bind(g, &o.decided)
	g.Bool(&o.list, "list-faults", "list the faults and exit", flags.NotInFile)
	g.Bool(&o.quiet, "quiet", "print no line for each callback", flags.Short("q"))
	return c
}

func completeFaults(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var list []cobra.Completion
	for _, f := range backend.Faults() {
		list = append(list, cobra.CompletionWithDesc(f.Name, f.Doc))
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

func runServe(ctx context.Context, a *cli.App, set *pflag.FlagSet, o serveOptions) error {
	if o.list {
		return catalogue.Formats()[0].Write(a.Out, a.Palette(a.RawOut), catalogue.Faults())
	}
	token, err := o.token.Read(a)
	if err != nil {
		return err
	}
	options := backend.Options{Token: token, SDKAppID: o.sdkAppID, Decide: o.decides.decide}
	if !o.quiet {
		options.Log = liveLine(a)
	}
	handler, err := faulty(backend.Reference(options), o.faults)
	if err != nil {
		return err
	}
	listener, err := cli.Listen(ctx, o.listen)
	if err != nil {
		return err
	}
	for _, name := range o.faults {
		if f, err := backend.LookupFault(name); err == nil && f.Listen != nil {
			listener = f.Listen(listener)
		}
	}
	a.Note("reference backend on http://%s/im%s; end it with Ctrl-C", listener.Addr(), setting(o))
	return serveUntilDone(ctx, backend.NewServer(handler), listener)
}

// setting is what makes the backend another one than without flags.
func setting(o serveOptions) string {
	text := ""
	if len(o.faults) > 0 {
		text = ", with the fault " + strings.Join(o.faults, ", then ")
	}
	if len(o.decided) > 0 {
		text += ", deciding " + safe.Visible(strings.Join(o.decided, ", "))
	}
	return text
}

func serveUntilDone(ctx context.Context, server *http.Server, listener net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := server.Shutdown(grace); errors.Is(err, context.DeadlineExceeded) {
		return server.Close()
	}
	return nil
}

// liveLine prints one line for each callback that comes in.
func liveLine(a *cli.App) func(backend.Event) {
	var mu sync.Mutex
	return func(e backend.Event) {
		mu.Lock()
		defer mu.Unlock()
		line := fmt.Sprintf("%s  %-9s  %d  %-34s  %d bytes", e.Time.Format("15:04:05.000"), e.Outcome, e.Status,
			safe.Visible(e.Command), e.Bytes)
		if e.Decision != nil {
			line += "  " + e.Decision.String()
		}
		if e.Reason != "" {
			line += "  " + safe.Visible(e.Reason)
		}
		fmt.Fprintln(a.Out, line)
	}
}

// faulty spoils a right backend. Of several faults each spoils an answer in turn: around each other the outer one
// would hide the inner one.
func faulty(h http.Handler, names []string) (http.Handler, error) {
	if len(names) == 0 {
		return h, nil
	}
	var broken []http.Handler
	for _, name := range names {
		f, err := backend.LookupFault(name)
		if err != nil {
			return nil, cli.Usage(cli.HintOf(err), "--fault: %w", err)
		}
		broken = append(broken, f.Break(h))
	}
	return backend.Alternate(broken...), nil
}
