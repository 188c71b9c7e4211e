package cmd

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/flags"
)

// TestForeignNamesLeadToRealOnes holds the table to the flags and verbs that there are.
func TestForeignNamesLeadToRealOnes(t *testing.T) {
	root := wholeRoot()
	owners := map[string]int{}
	root.PersistentFlags().VisitAll(func(f *pflag.Flag) { owners[f.Name]++ })
	for _, c := range root.Commands() {
		c.Flags().VisitAll(func(f *pflag.Flag) { owners[f.Name]++ })
	}
	seen := map[string]bool{}
	for _, row := range flags.ForeignFlags() {
		for name := range strings.SplitSeq(row.Names, ", ") {
			if seen[name] {
				t.Errorf("%s stands in two rows", name)
			}
			seen[name] = true
			for _, here := range row.Here {
				if own := flags.FlagIn(here); owners[own] == 0 {
					t.Errorf("%s: no verb has the flag --%s of %q", name, own, here)
				}
			}
			if (row.Why == "") == (len(row.Here) == 0) {
				t.Errorf("%s: want either a reason or a flag", name)
			}
			if verb, line, found := strings.Cut(row.Why, "timhook "); found {
				holdToVerb(t, root, verb, line)
			}
		}
	}
	for _, row := range flags.ForeignVerbs() {
		for name := range strings.SplitSeq(row.Names, ", ") {
			if _, rest, err := root.Find([]string{name}); err == nil && len(rest) == 0 {
				t.Errorf("%s is a verb here", name)
			}
			if (row.Why == "") == (len(row.Here) == 0) {
				t.Errorf("%s: want either a reason or a verb", name)
			} else if row.Why == "" {
				holdToVerb(t, root, name, row.Here[0])
			}
		}
	}
	if len(seen) < 50 {
		t.Errorf("got %d names, want those of all rows", len(seen))
	}
}

// holdToVerb looks up the verb and the flag of a command line.
func holdToVerb(t *testing.T, root *cobra.Command, name, line string) {
	t.Helper()
	verb, _, _ := strings.Cut(line, " ")
	c, _, err := root.Find([]string{verb})
	if err != nil || c == root {
		t.Errorf("%s: %q begins with no verb", name, line)
		return
	}
	if own := flags.FlagIn(line); own != "" && c.Flags().Lookup(own) == nil {
		t.Errorf("%s: %s has no flag --%s", name, verb, own)
	}
}
