package flags

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
)

// helpVerb is the help of another verb: timhook help send is timhook send --help.
func Help(a *cli.App) *cobra.Command {
	return &cobra.Command{
		Use:     "help [VERB]",
		Short:   "show the help of a verb",
		Example: "  timhook help send",
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			var list []cobra.Completion
			for _, verb := range c.Root().Commands() {
				if len(args) == 0 {
					list = append(list, cobra.CompletionWithDesc(verb.Name(), verb.Short))
				}
			}
			return list, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			verb, rest, err := c.Root().Find(args)
			if err == nil && len(rest) > 0 && verb != c.Root() {
				return cli.Usage("", "%s takes one verb, got %q too", c.Name(), rest[0])
			}
			if err != nil || len(rest) > 0 {
				return UnknownVerb(c.Root(), args[0])
			}
			makeFlags(a, verb)
			return verb.Help()
		},
	}
}

// WriteHelp writes what a verb is for, and its usage, for a terminal of so many columns; with 0 no line is broken.
func WriteHelp(w io.Writer, c *cobra.Command, columns int) error {
	if _, err := fmt.Fprintf(w, "%s\n\n", layout{columns}.paragraphs(longText(c))); err != nil {
		return err
	}
	return WriteUsage(w, c, columns)
}

// longText is what a command is for.
func longText(c *cobra.Command) string {
	if c.Long != "" {
		return c.Long
	}
	return strings.ToUpper(c.Short[:1]) + c.Short[1:] + "."
}

// WriteUsage begins with examples, since that is what people look for, and puts the flags under headings.
func WriteUsage(w io.Writer, c *cobra.Command, columns int) error {
	l := layout{columns}
	c.InheritedFlags() // brings in the flags of the root, which nothing has parsed yet in "timhook help VERB"
	var b strings.Builder
	if c.HasExample() {
		fmt.Fprintf(&b, "Examples:\n%s\n\n", l.examples(c.Example))
	}
	fmt.Fprintf(&b, "Usage:\n  %s\n", l.alternatives(useLine(c), 6))
	if len(c.Aliases) > 0 {
		fmt.Fprintf(&b, "\nAliases: %s\n", strings.Join(c.Aliases, ", "))
	}
	if c.HasAvailableSubCommands() {
		b.WriteString("\nVerbs:\n")
		for _, sub := range c.Commands() {
			if isListed(sub) {
				b.WriteString(l.hanging(fmt.Sprintf("  %-12s ", sub.Name()), 15, sub.Short) + "\n")
			}
		}
	}
	for _, g := range flagGroups(c) {
		if usages := l.flags(g); usages != "" {
			fmt.Fprintf(&b, "\n%s:\n%s", g.Name(), usages)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func useLine(c *cobra.Command) string {
	if c.HasAvailableSubCommands() {
		return c.CommandPath() + " VERB [flags]"
	}
	return c.UseLine()
}

// isListed is true of what stands among the verbs. cobra has no word for its own verb, help.
func isListed(verb *cobra.Command) bool { return verb.IsAvailableCommand() || verb.Name() == "help" }

// flagGroups are the flags under their headings, in the order in which they were declared.
func flagGroups(c *cobra.Command) []*pflag.FlagSet {
	var groups []*pflag.FlagSet
	c.Flags().SortFlags = false
	c.Flags().VisitAll(func(f *pflag.Flag) {
		name := "Flags"
		if g := f.Annotations[groupAnnotation]; len(g) > 0 {
			name = g[0]
		}
		if n := len(groups); n == 0 || groups[n-1].Name() != name {
			groups = append(groups, pflag.NewFlagSet(name, pflag.ContinueOnError))
			groups[n].SortFlags = false
		}
		groups[len(groups)-1].AddFlag(Shown(f))
	})
	return groups
}

// Shown is the flag as help prints it: a placeholder at the end of the text follows the flag's name alone.
func Shown(f *pflag.Flag) *pflag.Flag {
	if f.Value.Type() == "count" {
		c := *f
		c.Value, c.NoOptDefVal = placeholderValue{f.Value, ""}, ""
		return &c
	}
	text, placeholder, found := strings.Cut(f.Usage, ": `")
	if !found || !strings.HasSuffix(placeholder, "`") {
		return f
	}
	c := *f
	c.Usage, c.Value = text, placeholderValue{f.Value, strings.TrimSuffix(placeholder, "`")}
	return &c
}

// placeholderValue prints another type, which is how pflag comes to the placeholder of a flag.
type placeholderValue struct {
	pflag.Value
	placeholder string
}

func (p placeholderValue) Type() string { return p.placeholder }
