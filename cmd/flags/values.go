package flags

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/internal/nearest"
)

// value is a flag of a plain type. Its errors say what was got and what is wanted.
type value[T any] struct {
	p     *T
	kind  string // as pflag names it: bool, int, uint64, string
	parse func(string) (T, error)
}

func (v *value[T]) Type() string { return v.kind }

func (v *value[T]) String() string { return fmt.Sprint(*v.p) }

func (v *value[T]) Set(s string) error {
	x, err := v.parse(s)
	if err == nil {
		*v.p = x
	}
	return err
}

func newBool(p *bool) *value[bool] {
	return &value[bool]{p, "bool", func(s string) (bool, error) {
		b, err := strconv.ParseBool(s)
		if err != nil {
			return false, fmt.Errorf("got %q, want true or false", s)
		}
		return b, nil
	}}
}

func newString(p *string) *value[string] {
	return &value[string]{p, "string", func(s string) (string, error) { return s, nil }}
}

func newUint64(p *uint64) *value[uint64] {
	return &value[uint64]{p, "uint64", func(s string) (uint64, error) {
		n, err := strconv.ParseUint(s, 0, 64)
		if err != nil {
			return 0, fmt.Errorf("got %q, want a whole number of 0 or more", s)
		}
		return n, nil
	}}
}

func newInt(p *int, low, high int) *value[int] {
	return &value[int]{p, "int", func(s string) (int, error) {
		n, err := strconv.ParseInt(s, 0, strconv.IntSize)
		switch {
		case err != nil:
			return 0, fmt.Errorf("got %q, want a whole number", s)
		case high > 0 && (int(n) < low || int(n) > high):
			return 0, fmt.Errorf("got %d, want %d to %d", n, low, high)
		case int(n) < low:
			return 0, fmt.Errorf("got %d, want %d or more", n, low)
		}
		return int(n), nil
	}}
}

// countValue counts how often a switch is given; a number sets it.
type countValue int

func (c *countValue) Type() string   { return "count" }
func (c *countValue) String() string { return strconv.Itoa(int(*c)) }

func (c *countValue) Set(s string) error {
	if s == "+1" { // what pflag sets for a switch without a value
		*c++
		return nil
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return fmt.Errorf("got %q, want a whole number", s)
	}
	*c = countValue(n)
	return nil
}

// Choice is a value of an enumerated flag; help, completion and the error of a wrong value range over the same list.
type Choice struct{ Name, Doc string }

// EnumValue is a flag that takes one of a list, or any text where the list is open.
type EnumValue struct {
	Value   *string
	Choices []Choice
	Open    bool
}

func (e *EnumValue) String() string { return *e.Value }
func (e *EnumValue) Type() string   { return "" }

func (e *EnumValue) Set(s string) error {
	names := e.names()
	if !e.Open && !slices.Contains(names, s) {
		return newChoiceError(s, names)
	}
	*e.Value = s
	return nil
}

func (e *EnumValue) names() []string {
	names := make([]string, len(e.Choices))
	for i, c := range e.Choices {
		names[i] = c.Name
	}
	return names
}

// Complete offers the choices to the shell.
func (e *EnumValue) Complete(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	list := make([]cobra.Completion, len(e.Choices))
	for i, c := range e.Choices {
		list[i] = cobra.CompletionWithDesc(c.Name, c.Doc)
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

// ListValue is a flag that may be repeated; where there are choices, each value is one of them.
// The list of pflag makes a CSV writer for each flag at every start.
type ListValue struct {
	Values  *[]string
	Choices []string
	Check   func(string) error // nil: any text
}

func (l *ListValue) String() string { return "" }
func (l *ListValue) Type() string   { return "" }

func (l *ListValue) Set(s string) error {
	if l.Choices != nil && !slices.Contains(l.Choices, s) {
		return newChoiceError(s, l.Choices)
	}
	if l.Check != nil {
		if err := l.Check(s); err != nil {
			return err
		}
	}
	*l.Values = append(*l.Values, s)
	return nil
}

// choiceError is a value that is none of the flag's choices.
type choiceError struct{ text, hint string }

func (e *choiceError) Error() string { return e.text }
func (e *choiceError) Hint() string  { return e.hint }

func newChoiceError(got string, names []string) error {
	last := len(names) - 1
	e := &choiceError{text: fmt.Sprintf("got %q, want %s or %s", got, strings.Join(names[:last], ", "), names[last])}
	if near := nearest.Names(got, names); len(near) > 0 {
		e.hint = DidYouMean("", near[:1])
	}
	return e
}
