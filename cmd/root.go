package cmd

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
)

// root builds the whole command line.
func (a *app) root(args []string) *cobra.Command {
	var showVersion bool
	root := &cobra.Command{
		Use:   "timhook",
		Short: "take the place of Tencent Cloud Chat: fire callbacks at a backend and judge the answers",
		Long: `timhook takes the place of Tencent Cloud Chat (IM). It builds the request packets that Chat's webhooks
send, with all their edge cases, posts them to your backend with the right query and signature, and
judges each answer against the documentation. Chat itself never tells you that an answer was wrong.`,
		Example: `  timhook demo                                          # everything at once, no set-up
  timhook send all http://127.0.0.1:8080/im             # the four callbacks
  timhook test http://127.0.0.1:8080/im                 # the whole suite, for CI
  timhook send 'send/elem-*' -u :8080/im                # all message elements
  timhook generate send/eventtime-string --as curl -u :8080/im
  timhook explain resp-errorcode-present`,
		SilenceErrors: true, SilenceUsage: true,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case showVersion:
				return a.printVersion()
			case len(args) > 0:
				return unknownVerb(c, args[0])
			}
			return c.Help()
		},
		PersistentPreRunE: func(c *cobra.Command, _ []string) error { return a.settings(c) },
	}
	root.SetArgs(args)
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.PersistentFlags().Var(&enumValue{value: &a.color, choices: []choice{
		{"auto", "on a terminal"}, {"always", "also when piped"}, {"never", "never"},
	}}, "color", "when to use colour: `auto|always|never`")
	a.color = "auto"
	root.PersistentFlags().BoolP("help", "h", false, "show this help")
	root.Flags().BoolVar(&showVersion, "version", false, "print the version")
	root.SetFlagErrorFunc(flagError)
	root.SetUsageFunc(func(c *cobra.Command) error { return writeUsage(c.OutOrStderr(), c) })
	root.SetHelpFunc(func(c *cobra.Command, _ []string) { _ = writeHelp(c.OutOrStdout(), c) })
	root.SetHelpCommand(a.help())
	root.CompletionOptions = cobra.CompletionOptions{DisableDefaultCmd: true}
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	root.AddCommand(a.send(), a.test(), a.generate(), a.list(), a.explain(), a.sign(), a.verify(), a.lint(), a.replay(), a.diff(), a.shrink(), a.serve(), a.load(), a.demo(), a.record(), a.reportVerb(), a.schema(), a.completion(), a.version())
	a.makeFlagsFor(root, args)
	complete(root, "color", root.PersistentFlags().Lookup("color").Value.(*enumValue).complete)
	return root
}

func unknownVerb(root *cobra.Command, name string) error {
	hint := "timhook help lists the verbs"
	callback, _, _ := strings.Cut(name, "/")
	if _, err := payloads.Lookup(callback); err == nil {
		hint = "to fire it: timhook send " + name
	} else if near := nearest.Names(name, verbs(root)); len(near) > 0 {
		hint = didYouMean("", near)
	} else if isURL(name) {
		hint = "to fire the callbacks at it: timhook send all " + name
	}
	return usage(hint, "unknown verb %q", name)
}

func verbs(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		names = append(append(names, c.Name()), c.Aliases...)
	}
	return names
}

// didYouMean is the hint that offers the nearest names; prefix stands before each.
func didYouMean(prefix string, near []string) string {
	return "did you mean " + prefix + strings.Join(near, ", "+prefix) + "?"
}

// noArguments refuses what a verb has no use for.
func noArguments(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("", "%s takes no arguments, got %q", c.Name(), args[0])
	}
	return nil
}

// complete offers values for a flag. The error is a mistake in the program that the tests of completion find.
func complete(c *cobra.Command, flag string, offer cobra.CompletionFunc) {
	if err := c.RegisterFlagCompletionFunc(flag, offer); err != nil {
		panic(fmt.Sprintf("completion of --%s: %v", flag, err))
	}
}

// filesFor lets the shell complete file names after the flags.
func filesFor(c *cobra.Command, flags ...string) {
	for _, name := range flags {
		complete(c, name, func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveDefault
		})
	}
}
