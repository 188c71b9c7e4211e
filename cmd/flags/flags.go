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
)

// Choice is a value of an enumerated flag; help, completion and the error of a wrong value range over the same list.
type Choice struct{ Name, Doc string }

// EnumValue is a flag that takes one of a list, or any text where the list is open.
type EnumValue struct {
	Value   *string
	Choices []Choice
	open    bool
}

func (e *EnumValue) String() string { return *e.Value }
func (e *EnumValue) Type() string   { return "" }

func (e *EnumValue) Set(s string) error {
	names := e.names()
	if !e.open && !slices.Contains(names, s) {
		return newChoiceError(s, names)
	}
	*e.Value = s
	return nil
}

// ListValue is a flag that may be repeated; where there are choices, each value is one of them.
// The list of pflag makes a CSV writer for each flag at every start.
type ListValue struct {
	Values  *[]string
	choices []string
}

func (l *ListValue) String() string { return "" }
func (l *ListValue) Type() string   { return "" }

func (l *ListValue) Set(s string) error {
	if l.choices != nil && !slices.Contains(l.choices, s) {
		return newChoiceError(s, l.choices)
	}
	*l.Values = append(*l.Values, s)
	return nil
}

// choiceError is a value that is none of the flag's choices.
type choiceError struct{ text, hint string }

func (e *choiceError) Error() string { return e.text }

func newChoiceError(got string, names []string) error {
	last := len(names) - 1
	e := &choiceError{text: fmt.Sprintf("got %q, want %s or %s", got, strings.Join(names[:last], ", "), names[last])}
	if near := nearest.Names(got, names); len(near) > 0 {
		e.hint = DidYouMean("", near[:1])
	}
	return e
}

func (e *EnumValue) names() []string {
	names := make([]string, len(e.Choices))
	for i, c := range e.Choices {
		names[i] = c.Name
	}
	return names
}

func (e *EnumValue) Complete(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	list := make([]cobra.Completion, len(e.Choices))
	for i, c := range e.Choices {
		list[i] = cobra.CompletionWithDesc(c.Name, c.Doc)
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

// group collects flags under a heading of the help.
type group struct {
	command *cobra.Command
	Flags   *pflag.FlagSet
	name    string
}

const groupAnnotation = "timhook_group"

// NewGroup begins a group: the flags that are added from here on belong to it.
func NewGroup(c *cobra.Command, name string) *group {
	c.Flags().SortFlags = false
	return &group{command: c, Flags: c.Flags(), name: name}
}

// Done ends the group.
func (g *group) Done() {
	g.Flags.VisitAll(func(f *pflag.Flag) {
		if f.Annotations[groupAnnotation] != nil {
			return
		}
		f.Annotations = map[string][]string{groupAnnotation: {g.name}}
		if e, ok := f.Value.(*EnumValue); ok {
			Complete(g.command, f.Name, e.Complete)
		}
	})
}

func (g *group) Enum(p *string, name, value, doc string, choices []Choice) {
	*p = value
	e := &EnumValue{Value: p, Choices: choices}
	g.Flags.Var(e, name, doc+": `"+strings.Join(e.names(), "|")+"`")
}

func (g *group) openEnum(p *string, name, doc, placeholder string, choices []Choice) {
	g.Flags.Var(&EnumValue{Value: p, Choices: choices, open: true}, name, doc+": `"+placeholder+"`")
}

const environmentAnnotation = "timhook_environment"

// fromEnvironment gives each flag that the command line leaves out the value of TIMHOOK_ and its name in capitals.
func fromEnvironment(a *cli.App, flags *pflag.FlagSet) error {
	var first error
	flags.VisitAll(func(f *pflag.Flag) {
		name := "TIMHOOK_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		value := a.Environment(name)
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

// IsGiven says whether the flag stands on the command line itself.
func IsGiven(flags *pflag.FlagSet, name string) bool {
	f := flags.Lookup(name)
	return f != nil && f.Changed && f.Annotations[environmentAnnotation] == nil
}
