// Package cmd is the command line of timhook: its list of verbs, and the verbs that need one file. A verb that needs
// more has a folder.
package cmd

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/compare"
	"github.com/timhook/timhook/cmd/diff"
	"github.com/timhook/timhook/cmd/doctor"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/cmd/initverb"
	"github.com/timhook/timhook/cmd/lint"
	"github.com/timhook/timhook/cmd/load"
	"github.com/timhook/timhook/cmd/record"
	"github.com/timhook/timhook/cmd/replay"
	"github.com/timhook/timhook/cmd/send"
	"github.com/timhook/timhook/cmd/shrink"
	"github.com/timhook/timhook/cmd/test"
	"github.com/timhook/timhook/cmd/verify"
)

// root builds the whole command line.
func root(a *cli.App, args []string) *cobra.Command {
	var showVersion bool
	root := &cobra.Command{
		Use:   "timhook",
		Short: "test a backend that receives webhooks from Tencent Cloud Chat",
		Long: `timhook tests a backend that receives webhooks (callbacks) from Tencent Cloud Chat (IM). It sends the
requests that Chat sends, edge cases included, with the right query and signature, and checks each answer against
Tencent's documentation. Chat itself reports no wrong answer: the event is lost.`,
		Example: `  timhook demo                            # a look around, without a backend
  timhook send all localhost:8080/im      # one callback of each kind
  timhook test localhost:8080/im          # the whole suite, for CI
  timhook send 'send/elem-*' -u :8080/im  # all message elements
  timhook generate send/eventtime-string --as curl -u :8080/im
  timhook explain resp-errorcode-present`,
		SilenceErrors: true, SilenceUsage: true,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case showVersion:
				return printVersion(a)
			case len(args) > 0:
				return flags.UnknownVerb(c, args[0])
			}
			return c.Help()
		},
		PersistentPreRunE: func(c *cobra.Command, _ []string) error { return flags.Settings(a, c) },
	}
	root.SetArgs(args)
	root.SetIn(a.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	shared := flags.NewPersistentGroup(root)
	shared.Enum(&a.Color, "color", "auto", "when to use colour", []flags.Choice{
		{Name: "auto", Doc: "on a terminal"}, {Name: "always", Doc: "also when piped"}, {Name: "never", Doc: "never"},
	}, flags.NotRepeated, flags.DefaultInWords)
	shared.Mask(&a.Mask)
	shared.Bool(new(bool), "help", "show this help", flags.Short("h"), flags.OnCommandLine)
	flags.NewGroup(root, "").Bool(&showVersion, "version", "print the version", flags.OnCommandLine)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return flags.FlagError(a, c, err, args) })
	root.SetUsageFunc(func(c *cobra.Command) error {
		return flags.WriteUsage(c.OutOrStderr(), c, a.Columns(a.RawErr))
	})
	root.SetHelpFunc(func(c *cobra.Command, _ []string) {
		_ = flags.WriteHelp(c.OutOrStdout(), c, a.Columns(a.RawOut))
	})
	root.SetHelpCommand(flags.Help(a))
	root.CompletionOptions = cobra.CompletionOptions{DisableDefaultCmd: true}
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	root.AddCommand(send.New(a), test.New(a), generate(a), list(a), explain(a), sign(a), verify.New(a), lint.New(a),
		replay.New(a), diff.New(a), compare.New(a), shrink.New(a), serve(a), load.New(a), demo(a), record.New(a),
		reportVerb(a), schema(a), vectorsVerb(a), doctor.New(a), initverb.New(a), completion(a), man(a), version(a))
	flags.MakeFlagsFor(a, root, args)
	return root
}

// Main runs one command line and returns the exit code.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := cli.New(stdin, stdout, stderr, os.Getenv)
	a.Arguments, a.Variables = args, os.Environ()
	a.LimitMemory(cli.MemoryGoal)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second signal ends the process at once, in case the first one is not enough.
	context.AfterFunc(ctx, stop)
	a.Stop = ctx.Done()
	err := run(ctx, a, args)
	for _, end := range a.AtEnd {
		end()
	}
	_ = a.Out.Flush()
	if a.Results.Err != nil {
		err = &cli.OutputError{Err: fmt.Errorf("write the results: %w", a.Results.Err)}
	}
	code := a.Finish(err)
	_ = a.Err.Flush()
	return code
}

// run turns a panic into an error, so that the exit code is that of a bug and not that of a usage error.
func run(ctx context.Context, a *cli.App, args []string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &cli.BugError{Err: fmt.Errorf("%v", r), Stack: debug.Stack()}
		}
	}()
	verb, err := root(a, args).ExecuteContextC(ctx)
	a.Sends = flags.Sends(verb)
	return err
}
