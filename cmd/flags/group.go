// Package flags declares the flags that verbs share, each with all that is true of it, and gives them values from the
// command line, the environment and the configuration, in this order.
package flags

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Group declares flags under a heading of the help, in the order in which the help shows them.
//
// A declaration holds all that is true of a flag: its type with the bounds, its default, its text, and its traits.
// Help, completion, the configuration, the environment and the line that repeats a run are made from it.
type Group struct {
	command *cobra.Command
	set     *pflag.FlagSet
	heading string
}

// NewGroup begins a group of a verb's flags. Without a heading they stand under "Flags".
func NewGroup(c *cobra.Command, heading string) *Group {
	return newGroup(c, c.Flags(), heading)
}

// NewPersistentGroup begins a group of flags that a command shares with those below it.
func NewPersistentGroup(c *cobra.Command) *Group {
	return newGroup(c, c.PersistentFlags(), "")
}

func newGroup(c *cobra.Command, set *pflag.FlagSet, heading string) *Group {
	set.SortFlags = false
	return &Group{c, set, heading}
}

// Add declares a flag with a value of any type. The traits are those of traits.go.
func (g *Group) Add(v pflag.Value, name, doc string, traits ...Trait) *pflag.Flag {
	f := &Flag{Flag: &pflag.Flag{
		Name: name, Usage: doc, Value: v, DefValue: v.String(),
		Annotations: map[string][]string{},
	}}
	if g.heading != "" {
		f.Annotations[groupAnnotation] = []string{g.heading}
	}
	switch v := v.(type) {
	case *EnumValue:
		f.complete = v.Complete
	case *value[bool]:
		f.NoOptDefVal = "true"
	case *countValue:
		f.NoOptDefVal = "+1"
	case *ListValue, editValue, *KnownValue, *FailOn, *selectionValue, *expectedValue:
		mark(f, repeatableAnnotation)
	}
	for _, trait := range traits {
		trait(f)
	}
	g.set.AddFlag(f.Flag)
	if f.complete != nil {
		complete(g.command, name, f.complete)
	}
	return f.Flag
}

const groupAnnotation = "timhook_group"

// Bool declares a switch.
func (g *Group) Bool(p *bool, name, doc string, traits ...Trait) *pflag.Flag {
	return g.Add(newBool(p), name, doc, traits...)
}

// String declares a text.
func (g *Group) String(p *string, name, preset, doc string, traits ...Trait) *pflag.Flag {
	*p = preset
	return g.Add(newString(p), name, doc, traits...)
}

// Int declares a whole number between two bounds; a high bound of 0 is none. The preset is free of the bounds: 0 may
// stand for "not given".
func (g *Group) Int(p *int, name string, preset, low, high int, doc string, traits ...Trait) *pflag.Flag {
	*p = preset
	return g.Add(newInt(p, low, high), name, doc, traits...)
}

// Uint64 declares a number such as an SDKAppID or a seed.
func (g *Group) Uint64(p *uint64, name string, preset uint64, doc string, traits ...Trait) *pflag.Flag {
	*p = preset
	return g.Add(newUint64(p), name, doc, traits...)
}

// Count declares a switch that says more when it is repeated, as -vv does.
func (g *Group) Count(p *int, name, doc string, traits ...Trait) *pflag.Flag {
	return g.Add((*countValue)(p), name, doc, traits...)
}

// Enum declares a flag that takes one of the choices.
func (g *Group) Enum(p *string, name, preset, doc string, choices []Choice, traits ...Trait) *pflag.Flag {
	*p = preset
	e := &EnumValue{Value: p, Choices: choices}
	placeholder := strings.Join(e.names(), "|")
	if len(placeholder) > widestChoices {
		doc, placeholder = doc+", one of "+strings.Join(e.names(), ", "), "KIND"
	}
	return g.Add(e, name, doc+": `"+placeholder+"`", traits...)
}

// widestChoices is how many columns choices may take in front of the help of all flags.
const widestChoices = 60

// List declares a flag that may be repeated.
func (g *Group) List(p *[]string, name, doc, placeholder string, traits ...Trait) *pflag.Flag {
	return g.Add(&ListValue{Values: p}, name, repeatable(doc, placeholder), traits...)
}

// repeatable is the help of a flag that may be repeated.
func repeatable(doc, placeholder string) string { return doc + "; repeatable: `" + placeholder + "`" }
