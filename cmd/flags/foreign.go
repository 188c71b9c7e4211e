package flags

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
)

// Foreign are names that other tools have for something, and what it is called here.
type Foreign struct {
	Names string   // with commas between them; of flags without dashes
	Here  []string // the first that the verb has counts
	Why   string   // there is nothing like it, and this is why
}

func (f Foreign) has(name string) bool { return slices.Contains(strings.Split(f.Names, ", "), name) }

// foreignFlag is the hint for a flag of another tool; empty: it is none.
func foreignFlag(a *cli.App, c *cobra.Command, name string) string {
	MakeAllFlags(a, c.Root())
	elsewhere := ""
	for _, f := range ForeignFlags() {
		if !f.has(name) {
			continue
		}
		if f.Why != "" {
			return f.Why
		}
		for _, here := range f.Here {
			if c.Flags().Lookup(FlagIn(here)) != nil {
				return "use " + here
			}
			if owners := verbsWith(c.Root(), FlagIn(here)); elsewhere == "" && len(owners) > 0 {
				elsewhere = c.CommandPath() + " has nothing like it; timhook " + owners[0] + " has " + here
			}
		}
	}
	return elsewhere
}

// FlagIn is the name of the flag that a text mentions, empty where it mentions none.
func FlagIn(text string) string {
	_, name, found := strings.Cut(text, "--")
	if end := strings.IndexAny(name, " ,="); found && end >= 0 {
		name = name[:end]
	}
	return name
}

// foreignVerb is the hint for a verb of another tool; empty: it is none.
func foreignVerb(name string) string {
	for _, f := range ForeignVerbs() {
		switch {
		case !f.has(name):
		case f.Why != "":
			return f.Why
		default:
			return "use timhook " + f.Here[0]
		}
	}
	return ""
}
