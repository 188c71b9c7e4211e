package cmd

import (
	"errors"
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
		return newChoiceError(s, names)
	}
	*e.value = s
	return nil
}

// listValue is a flag that may be repeated; where there are choices, each value is one of them.
// The list of pflag makes a CSV writer for each flag at every start.
type listValue struct {
	values  *[]string
	choices []string
}

func (l *listValue) String() string { return "" }
func (l *listValue) Type() string   { return "" }

func (l *listValue) Set(s string) error {
	if l.choices != nil && !slices.Contains(l.choices, s) {
		return newChoiceError(s, l.choices)
	}
	*l.values = append(*l.values, s)
	return nil
}

// choiceError is a value that is none of the flag's choices.
type choiceError struct{ text, hint string }

func (e *choiceError) Error() string { return e.text }

func newChoiceError(got string, names []string) error {
	last := len(names) - 1
	e := &choiceError{text: fmt.Sprintf("got %q, want %s or %s", got, strings.Join(names[:last], ", "), names[last])}
	if near := nearest.Names(got, names); len(near) > 0 {
		e.hint = didYouMean("", near[:1])
	}
	return e
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

// flagGroup begins a group: the flags that are added from here on belong to it.
func flagGroup(c *cobra.Command, name string) *group {
	c.Flags().SortFlags = false
	return &group{command: c, flags: c.Flags(), name: name}
}

// done ends the group.
func (g *group) done() {
	g.flags.VisitAll(func(f *pflag.Flag) {
		if f.Annotations[groupAnnotation] != nil {
			return
		}
		f.Annotations = map[string][]string{groupAnnotation: {g.name}}
		if e, ok := f.Value.(*enumValue); ok {
			complete(g.command, f.Name, e.complete)
		}
	})
}

func (g *group) enum(p *string, name, value, doc string, choices []choice) {
	*p = value
	e := &enumValue{value: p, choices: choices}
	g.flags.Var(e, name, doc+": `"+strings.Join(e.names(), "|")+"`")
}

func (g *group) openEnum(p *string, name, doc, placeholder string, choices []choice) {
	g.flags.Var(&enumValue{value: p, choices: choices, open: true}, name, doc+": `"+placeholder+"`")
}

const environmentAnnotation = "timhook_environment"

// fromEnvironment gives each flag that the command line leaves out the value of TIMHOOK_ and its name in capitals.
func (a *app) fromEnvironment(flags *pflag.FlagSet) error {
	var first error
	flags.VisitAll(func(f *pflag.Flag) {
		name := "TIMHOOK_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		value := a.environment(name)
		if f.Changed || value == "" || first != nil || f.Name == "help" || f.Name == "version" {
			return
		}
		if f.Annotations == nil {
			f.Annotations = map[string][]string{}
		}
		f.Annotations[environmentAnnotation] = []string{name}
		var invalid *pflag.InvalidValueError
		err := flags.Set(f.Name, value)
		if errors.As(err, &invalid) {
			err = invalid.Unwrap()
		}
		if err != nil {
			first = valueError(name, f, value, err)
		}
	})
	return first
}

// isGiven says whether the flag stands on the command line itself.
func isGiven(flags *pflag.FlagSet, name string) bool {
	f := flags.Lookup(name)
	return f != nil && f.Changed && f.Annotations[environmentAnnotation] == nil
}
