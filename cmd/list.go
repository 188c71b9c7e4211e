package cmd

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/report/catalogue"
)

// listing is one thing that can be listed.
type listing struct {
	name, doc string
	entries   func() []catalogue.Entry
}

func listings() []listing {
	return []listing{
		{"callbacks", "the callback commands", catalogue.ListCallbacks},
		{"variants", "the edge cases of the request packets", catalogue.ListVariants},
		{"cases", "every callback with all that test tries on it", catalogue.ListCases},
		{"checks", "what answers are held to", catalogue.ListChecks},
		{"rules", "what lint looks at", catalogue.ListRules},
		{"faults", "ways in which the reference backend can be wrong", catalogue.ListFaults},
		{"formats", "formats of results and of printed requests", catalogue.ListFormats},
	}
}

func list(a *cli.App) *cobra.Command {
	var asJSON bool
	var names []cobra.Completion
	for _, l := range listings() {
		names = append(names, cobra.CompletionWithDesc(l.name, l.doc))
	}
	c := &cobra.Command{
		Use:     "list callbacks|variants|cases|checks|rules|faults|formats",
		Aliases: []string{"ls"},
		Short:   "list callbacks, variants, cases, checks, rules, faults or formats",
		Example: `  timhook list callbacks
  timhook list variants
  timhook list checks --json`,
		ValidArgsFunction: flags.FirstOf(names),
		RunE: func(_ *cobra.Command, args []string) error {
			return runList(a, args, asJSON)
		},
	}
	flags.NewGroup(c, "").Bool(&asJSON, "json", "as JSON")
	return c
}

func runList(a *cli.App, args []string, asJSON bool) error {
	var known []string
	for _, l := range listings() {
		known = append(known, l.name)
	}
	want := strings.Join(known, ", ")
	if len(args) != 1 {
		return cli.Usage("", "list what? want one of %s", want)
	}
	for _, l := range listings() {
		if l.name == args[0] || l.name == args[0]+"s" {
			return catalogue.WriteEntries(a.Out, l.entries(), asJSON)
		}
	}
	hint := ""
	if near := nearest.Names(args[0], known); len(near) > 0 {
		hint = flags.DidYouMean("", near[:1])
	}
	return cli.Usage(hint, "cannot list %q, want one of %s", args[0], want)
}
