package flags

import (
	"context"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
)

// WithFlags says how the flags of a verb are made. A run needs those of one verb; to make them all would take a fifth
// of the time in which a small command starts and ends.
func WithFlags(a *cli.App, c *cobra.Command, bind func()) *cobra.Command {
	if a.Unmade == nil {
		a.Unmade = map[*cobra.Command]func(){}
	}
	a.Unmade[c] = bind
	return c
}

// Run is what a verb does: its options accept the arguments, or refuse them, and then it runs.
func Run[O any](
	a *cli.App, o *O, accept func(args []string) error, run func(context.Context, *cli.App, *O) error,
) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, args []string) error {
		if err := accept(args); err != nil {
			return err
		}
		return run(c.Context(), a, o)
	}
}

// makeFlags makes the flags of a verb, once.
func makeFlags(a *cli.App, c *cobra.Command) {
	bind, own := a.Unmade[c]
	if own {
		delete(a.Unmade, c)
		bind()
	}
	if c.Flags().Lookup(configFlag) == nil {
		configure(c)
	}
}

// MakeFlagsFor makes those of the verb that the command line names, or wants completed.
func MakeFlagsFor(a *cli.App, root *cobra.Command, args []string) {
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		args = args[1:]
	}
	name := verbIn(root, args)
	for _, c := range root.Commands() {
		if c.Name() == name || c.HasAlias(name) {
			makeFlags(a, c)
		}
	}
}

// verbIn is the first argument that is neither a flag nor the value of one, as cobra looks for it: a flag that the root
// does not know is taken to have a value.
func verbIn(root *cobra.Command, args []string) string {
	for i := 0; i < len(args) && args[i] != "--"; i++ {
		flag := strings.TrimLeft(args[i], "-")
		switch {
		case flag == args[i]:
			return args[i]
		case strings.Contains(flag, "="), args[i][1] != '-' && len(flag) != 1:
		case !takesNothing(root, flag):
			i++
		}
	}
	return ""
}

func takesNothing(root *cobra.Command, flag string) bool {
	for _, flags := range []*pflag.FlagSet{root.PersistentFlags(), root.Flags()} {
		f := flags.Lookup(flag)
		if len(flag) == 1 {
			f = flags.ShorthandLookup(flag)
		}
		if f != nil {
			return f.NoOptDefVal != ""
		}
	}
	return false
}

// MakeAllFlags makes those of all verbs.
func MakeAllFlags(a *cli.App, root *cobra.Command) {
	for _, c := range root.Commands() {
		makeFlags(a, c)
	}
}
