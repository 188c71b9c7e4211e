package cmd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/internal/nearest"
)

// choice is a value of an enumerated flag; help, completion and the error of a wrong value range over the same list.
type choice struct{ name, doc string }

// enumValue is a flag that takes one of a list, or any text where the list is open.
type enumValue struct {
	value   *string
	choices []choice
	open    bool
}

func (e *enumValue) String() string { return *e.value }
func (e *enumValue) Type() string   { return "" }

func (e *enumValue) Set(s string) error {
	names := e.names()
	if !e.open && !slices.Contains(names, s) {
		text := fmt.Sprintf("got %q, want %s", s, strings.Join(names, ", "))
		if near := nearest.Names(s, names); len(near) > 0 {
			text += "; did you mean " + near[0] + "?"
		}
		return fmt.Errorf("%s", text)
	}
	*e.value = s
	return nil
}

func (e *enumValue) names() []string {
	names := make([]string, len(e.choices))
	for i, c := range e.choices {
		names[i] = c.name
	}
	return names
}

func (e *enumValue) complete(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	list := make([]cobra.Completion, len(e.choices))
	for i, c := range e.choices {
		list[i] = cobra.CompletionWithDesc(c.name, c.doc)
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

// group collects flags under a heading of the help.
type group struct {
	command *cobra.Command
	flags   *pflag.FlagSet
	name    string
}

const groupAnnotation = "timhook_group"

func flagGroup(c *cobra.Command, name string) *group {
	return &group{command: c, flags: pflag.NewFlagSet(name, pflag.ContinueOnError), name: name}
}

// done adds the group's flags to the command.
func (g *group) done() {
	g.flags.VisitAll(func(f *pflag.Flag) {
		if f.Annotations == nil {
			f.Annotations = map[string][]string{}
		}
		f.Annotations[groupAnnotation] = []string{g.name}
		g.command.Flags().AddFlag(f)
		if e, ok := f.Value.(*enumValue); ok {
			// The error is a flag registered twice, which cobra reports when the command is built.
			_ = g.command.RegisterFlagCompletionFunc(f.Name, e.complete)
		}
	})
}

func (g *group) enum(p *string, name, value, doc string, choices []choice) {
	*p = value
	e := &enumValue{value: p, choices: choices}
	g.flags.Var(e, name, doc+": `"+strings.Join(e.names(), "|")+"`")
}

func (g *group) openEnum(p *string, name, placeholder, doc string, choices []choice) {
	g.flags.Var(&enumValue{value: p, choices: choices, open: true}, name, strings.Replace(doc, placeholder, "`"+placeholder+"`", 1))
}

// fromEnvironment gives each flag that the command line leaves out the value of TIMHOOK_ and its name in capitals.
func (a *app) fromEnvironment(flags *pflag.FlagSet) error {
	var first error
	flags.VisitAll(func(f *pflag.Flag) {
		name := "TIMHOOK_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		value := a.environment(name)
		if f.Changed || value == "" || first != nil {
			return
		}
		if err := flags.Set(f.Name, value); err != nil {
			first = usage("", "%s: %w", name, err)
		}
	})
	return first
}
