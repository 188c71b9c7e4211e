package cmd

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/report/catalogue"
)

func list(a *cli.App) *cobra.Command {
	var asJSON bool
	var names []cobra.Completion
	for _, l := range catalogue.Lists() {
		names = append(names, cobra.CompletionWithDesc(l.Name, l.Doc))
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
	flags.NewGroup(c, "").Bool(&asJSON, "json", "print JSON")
	return c
}

func runList(a *cli.App, args []string, asJSON bool) error {
	var known []string
	for _, l := range catalogue.Lists() {
		known = append(known, l.Name)
	}
	want := strings.Join(known, ", ")
	if len(args) != 1 {
		return cli.Usage("", "want one of %s", want)
	}
	for _, l := range catalogue.Lists() {
		if l.Name == args[0] || l.Name == args[0]+"s" {
			return catalogue.WriteList(a.Out, a.Palette(a.RawOut), l.Items(), asJSON)
		}
	}
	hint := ""
	if near := nearest.Names(args[0], known); len(near) > 0 {
		hint = flags.DidYouMean("", near[:1])
	}
	return cli.Usage(hint, "cannot list %q, want one of %s", args[0], want)
}
