package flags

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads/chat"
)

// FirstOf offers the list for the first argument and nothing for further ones.
func FirstOf(offers []cobra.Completion) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return offers, cobra.ShellCompDirectiveNoFileComp
	}
}

// inList completes the last name of a list with commas.
func inList(offer cobra.CompletionFunc) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndexByte(typed, ',')+1]
		list, directive := offer(c, args, typed[len(before):])
		for i := range list {
			list[i] = before + list[i]
		}
		return list, directive
	}
}

func UnknownVerb(root *cobra.Command, name string) error {
	hint := "timhook help lists the verbs"
	callback, _, _ := strings.Cut(name, "/")
	if foreign := foreignVerb(name); foreign != "" {
		hint = foreign
	} else if _, err := chat.Lookup(callback); err == nil {
		hint = "to fire it: timhook send " + name
	} else if strings.Contains(name, ".") && !cli.IsURL(name) {
		hint = "to check what a file holds: timhook lint FILE; to send it: timhook replay FILE"
	} else if near := nearest.Names(name, verbs(root)); len(near) > 0 {
		hint = DidYouMean("", near)
	} else if cli.IsURL(name) {
		hint = "to fire the callbacks at it: timhook send all " + name
	}
	return cli.Usage(hint, "unknown verb %s", Quoted(name))
}

func verbs(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		names = append(append(names, c.Name()), c.Aliases...)
	}
	return names
}

// DidYouMean is the hint that offers the nearest names, each with the prefix.
func DidYouMean(prefix string, near []string) string {
	return "did you mean " + prefix + strings.Join(near, ", "+prefix) + "?"
}

// NoArguments refuses what a verb has no use for.
func NoArguments(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return cli.Usage("", "%s takes no arguments, got %s", c.Name(), Quoted(args[0]))
	}
	return nil
}

// complete offers values for a flag. The error is a mistake in the program that the tests of completion find.
func complete(c *cobra.Command, flag string, offer cobra.CompletionFunc) {
	if err := c.RegisterFlagCompletionFunc(flag, offer); err != nil {
		panic(fmt.Sprintf("completion of --%s: %v", flag, err))
	}
}

// FlagError says what is wrong with a flag in the words of this program instead of its library's. Without a verb that
// there is, its arguments go to the root, which knows few flags: then the verb is what is wrong.
func FlagError(a *cli.App, c *cobra.Command, err error, args []string) error {
	if name := verbIn(c.Root(), args); !c.HasParent() && name != "" {
		return UnknownVerb(c, name)
	}
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(a, c, unknown.GetSpecifiedName(), unknown.GetSpecifiedShortnames())
	case errors.As(err, &missing):
		return cli.Usage("", "--%s needs a value", missing.GetFlag().Name)
	case errors.As(err, &invalid):
		return valueError("--"+invalid.GetFlag().Name, invalid.Unwrap())
	}
	return cli.Usage("", "%w", err)
}

// unknownFlag explains a flag that the verb does not have: a letter with those that stand with it, or a name.
func unknownFlag(a *cli.App, c *cobra.Command, name, letters string) error {
	dashed := "--" + name
	if letters != "" {
		dashed = "-" + letters
	}
	var known []string
	c.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	return cli.Usage(flagHint(a, c, name, letters), "unknown flag: %s", quotedFlag(dashed, known))
}

func flagHint(a *cli.App, c *cobra.Command, name, letters string) string {
	long, _, _ := strings.Cut(letters, "=")
	if len(long) > 1 && c.Flags().Lookup(long) != nil {
		return DidYouMean("--", []string{long}) // as Go's own flags are written
	}
	if foreign := foreignFlag(a, c, long); len(long) > 1 && foreign != "" && c.HasParent() {
		return foreign // -type=json, as vegeta has it
	}
	if foreign := foreignFlag(a, c, name); foreign != "" && c.HasParent() {
		return foreign
	}
	if owners := verbsWith(c.Root(), name); len(owners) > 0 {
		return "it is a flag of timhook " + strings.Join(owners, ", ")
	}
	var known []string
	c.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	if near := nearest.Names(name, known); len(near) > 0 {
		return DidYouMean("--", near)
	}
	return c.CommandPath() + " --help lists the flags"
}

// verbsWith are the verbs that have a flag, all of whose flags are made; send, the simplest, comes first.
func verbsWith(root *cobra.Command, name string) []string {
	var owners []string
	for _, c := range root.Commands() {
		switch {
		case c.Flags().Lookup(name) == nil:
		case c.Name() == "send":
			owners = slices.Insert(owners, 0, c.Name())
		default:
			owners = append(owners, c.Name())
		}
	}
	return owners
}

// valueError is the error of a value, with the flag or the place that it was read from in front.
func valueError(name string, err error) error {
	return cli.Usage(cli.HintOf(err), "%s: %w", name, err)
}
