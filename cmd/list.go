package cmd

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/catalogue"
)

func list(a *cli.App) *cobra.Command {
	var format string
	var formatFlag *pflag.Flag
	var asJSON, untested bool
	var selected flags.Selection
	var names []cobra.Completion
	for _, l := range catalogue.Lists() {
		names = append(names, cobra.CompletionWithDesc(l.Name, l.Doc))
	}
	c := &cobra.Command{
		Use:     "list callbacks|variants|cases|checks|rules|requirements|faults|formats",
		Aliases: []string{"ls"},
		Short:   "list callbacks, variants, cases, checks, rules, requirements, faults or formats",
		Example: `  timhook list callbacks
  timhook list variants
  timhook list cases --callbacks before,c2c
  timhook list checks --format json
  timhook list requirements --untested`,
		ValidArgsFunction: flags.FirstOf(names),
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case asJSON && formatFlag.Changed && format != "json":
				return cli.Usage("", "--json and --format %s contradict each other; give one of them", format)
			case asJSON:
				format = "json"
			}
			return runList(a, args, format, untested, &selected)
		},
	}
	g := flags.NewGroup(c, "")
	formatFlag = g.Enum(&format, "format", "text", "format of the list", flags.ChoicesOf(catalogue.Formats().Docs()))
	g.Bool(&asJSON, "json", "the same as --format json")
	g.Bool(&untested, "untested", "list requirements that nothing tests, with the reasons")
	selected.BindFor(g, "list callbacks, variants and cases of these, by name, glob or family (default usual for cases, "+
		"all for the others): `LIST`")
	return c
}

func runList(a *cli.App, args []string, format string, untested bool, selected *flags.Selection) error {
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
			write, err := flags.Kind(catalogue.Formats(), format)
			if err != nil {
				return err
			}
			chosen := chat.All()
			if selected.IsGiven() || l.Name == "cases" {
				chosen = selected.Commands()
			}
			items := l.Items(chosen)
			if untested {
				if l.Name != "requirements" {
					return cli.Usage("", "--untested is for list requirements, not for list %s", l.Name)
				}
				items = catalogue.Untested(items)
			}
			return write(a.Out, a.Palette(a.RawOut), items)
		}
	}
	hint := ""
	if near := nearest.Names(args[0], known); len(near) > 0 {
		hint = flags.DidYouMean("", near[:1])
	}
	return cli.Usage(hint, "cannot list %q, want one of %s", args[0], want)
}
