package cmd

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/internal/nearest"
)

// root builds the whole command line.
func (a *app) root(args []string) *cobra.Command {
	root := &cobra.Command{
		Use:   "timhook",
		Short: "take the place of Tencent Cloud Chat: fire callbacks at a backend and judge the answers",
		Long: `timhook takes the place of Tencent Cloud Chat (IM). It builds the request packets that Chat's webhooks
send, with all their edge cases, posts them to your backend with the right query and signature, and
judges each answer against the documentation. Chat itself never tells you that an answer was wrong.`,
		Example: `  timhook demo                                          # everything at once, no set-up
  timhook send all http://127.0.0.1:8080/im             # the four callbacks
  timhook send 'send/elem-*' -u :8080/im                # all message elements
  timhook generate send/eventtime-string --as curl -u :8080/im
  timhook explain resp-errorcode-present`,
		SilenceErrors: true, SilenceUsage: true,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownVerb(c, args[0])
			}
			return c.Help()
		},
		PersistentPreRunE: func(c *cobra.Command, _ []string) error { return a.fromEnvironment(c.Flags()) },
	}
	root.SetArgs(args)
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.PersistentFlags().Var(&enumValue{value: &a.color, choices: []choice{
		{"auto", "on a terminal"}, {"always", "also when piped"}, {"never", "never"},
	}}, "color", "colour: `auto|always|never`")
	a.color = "auto"
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return flagError(c, err) })
	root.SetUsageFunc(func(c *cobra.Command) error { return writeUsage(c.OutOrStderr(), c) })
	root.SetHelpFunc(func(c *cobra.Command, _ []string) { _ = writeHelp(c.OutOrStdout(), c) })
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	root.AddCommand(a.send(), a.generate(), a.list(), a.explain(), a.sign(), a.verify(), a.serve(), a.demo(), a.version())
	return root
}

func unknownVerb(root *cobra.Command, name string) error {
	var known []string
	for _, c := range root.Commands() {
		known = append(append(known, c.Name()), c.Aliases...)
	}
	hint := "timhook help lists the verbs"
	if near := nearest.Names(name, known); len(near) > 0 {
		hint = "did you mean " + strings.Join(near, ", ") + "?"
	} else if isURL(name) {
		hint = "to fire the callbacks at it: timhook send all " + name
	}
	return usage(hint, "unknown verb %q", name)
}

// flagError adds the nearest flag to the error of an unknown one.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return usage("", "%w", err)
	}
	var known []string
	c.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	hint := "timhook " + c.Name() + " --help lists the flags"
	if near := nearest.Names(unknown.GetSpecifiedName(), known); len(near) > 0 {
		hint = "did you mean --" + strings.Join(near, ", --") + "?"
	}
	return usage(hint, "%w", err)
}

func writeHelp(w io.Writer, c *cobra.Command) error {
	text := c.Long
	if text == "" {
		text = c.Short
	}
	if _, err := fmt.Fprintf(w, "%s\n\n", text); err != nil {
		return err
	}
	return writeUsage(w, c)
}

// writeUsage begins with examples, since that is what people look for, and puts the flags under headings.
func writeUsage(w io.Writer, c *cobra.Command) error {
	var b strings.Builder
	if c.HasExample() {
		fmt.Fprintf(&b, "Examples:\n%s\n\n", c.Example)
	}
	use := c.UseLine()
	if c.HasAvailableSubCommands() {
		use = c.CommandPath() + " VERB [flags]"
	}
	fmt.Fprintf(&b, "Usage:\n  %s\n", use)
	if len(c.Aliases) > 0 {
		fmt.Fprintf(&b, "\nAliases: %s\n", strings.Join(c.Aliases, ", "))
	}
	if c.HasAvailableSubCommands() {
		b.WriteString("\nVerbs:\n")
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() || sub.Name() == "help" {
				fmt.Fprintf(&b, "  %-12s %s\n", sub.Name(), sub.Short)
			}
		}
	}
	for _, g := range flagGroups(c) {
		fmt.Fprintf(&b, "\n%s:\n%s", g.name, g.flags.FlagUsages())
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func flagGroups(c *cobra.Command) []*group {
	var groups []*group
	c.Flags().SortFlags = false
	c.Flags().VisitAll(func(f *pflag.Flag) {
		name := "Flags"
		if g := f.Annotations[groupAnnotation]; len(g) > 0 {
			name = g[0]
		}
		if f.Hidden {
			return
		}
		if n := len(groups); n == 0 || groups[n-1].name != name {
			groups = append(groups, flagGroup(c, name))
			groups[n].flags.SortFlags = false
		}
		groups[len(groups)-1].flags.AddFlag(f)
	})
	return groups
}
