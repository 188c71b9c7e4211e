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
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/report/safe"
)

type serveOptions struct {
	listen   string
	token    string
	sdkAppID uint64
	faults   []string
	list     bool
	quiet    bool
}

func (a *app) serve() *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use:   "serve",
		Short: "run the reference backend, right or wrong on purpose",
		Long:  "Run the reference backend: it answers every callback rightly. With --fault it is wrong in one known way, with several in each in turn.",
		Example: `  timhook serve
  timhook serve --listen 127.0.0.1:9000 --token env:IM_TOKEN --sdk-app-id 1400000001
  timhook serve --fault code-string
  timhook serve --list-faults`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return a.runServe(c.Context(), c.Flags(), o) },
	}
	c.Flags().StringVar(&o.listen, "listen", "127.0.0.1:9000", "address to listen on; port 0 takes a free one: `HOST:PORT`")
	c.Flags().StringVar(&o.token, "token", "", "require a valid Sign with this token; also file:PATH, or - for standard input: `env:NAME`")
	c.Flags().Uint64Var(&o.sdkAppID, "sdk-app-id", 0, "require this SdkAppid (default any): `N`")
	c.Flags().Var(&listValue{values: &o.faults}, "fault", "be wrong in this way; repeatable, in turn: `NAME`")
	c.Flags().BoolVar(&o.list, "list-faults", false, "list the faults and end")
	c.Flags().BoolVarP(&o.quiet, "quiet", "q", false, "no line for each callback")
	complete(c, "fault", completeFaults)
	return c
}

func completeFaults(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var list []cobra.Completion
	for _, f := range backend.Faults() {
		list = append(list, cobra.CompletionWithDesc(f.Name, f.Doc))
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

func (a *app) runServe(ctx context.Context, flags *pflag.FlagSet, o serveOptions) error {
	if o.list {
		return writeEntries(a.out, listFaults(), false)
	}
	token, err := a.token(flags, o.token)
	if err != nil {
		return err
	}
	options := backend.Options{Token: token, SDKAppID: o.sdkAppID}
	if !o.quiet {
		options.Log = a.liveLine()
	}
	handler, err := faulty(backend.Reference(options), o.faults)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", o.listen)
	if err != nil {
		return usage("", "--listen %s: %w", o.listen, err)
	}
	a.note("reference backend on http://%s/im%s; end it with Ctrl-C", listener.Addr(), withFaults(o.faults))
	return serveUntilDone(ctx, backend.NewServer(handler), listener)
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
			return nil, usage(hintOf(err), "--fault: %w", err)
		}
		broken = append(broken, f.Break(h))
	}
	return backend.Alternate(broken...), nil
}

func withFaults(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return ", wrong on purpose: " + strings.Join(names, " and in turn ")
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
func (a *app) liveLine() func(backend.Event) {
	var mu sync.Mutex
	return func(e backend.Event) {
		mu.Lock()
		defer mu.Unlock()
		line := fmt.Sprintf("%s  %-9s  %d  %-34s  %d bytes", e.Time.Format("15:04:05.000"), e.Outcome, e.Status, safe.Visible(e.Command), e.Bytes)
		if e.Reason != "" {
			line += "  " + safe.Visible(e.Reason)
		}
		fmt.Fprintln(a.out, line)
	}
}
