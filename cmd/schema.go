package cmd

import (
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/webhook/capture"
)

// jsonSchema is one that can be printed.
type jsonSchema struct {
	name, doc string
	text      func() string
}

func schemas() []jsonSchema {
	return []jsonSchema{
		{"capture", "a line of a capture file", capture.Schema},
	}
}

func schema(a *cli.App) *cobra.Command {
	var names []string
	var offers []cobra.Completion
	for _, s := range schemas() {
		names = append(names, s.name)
		offers = append(offers, cobra.CompletionWithDesc(s.name, s.doc))
	}
	return &cobra.Command{
		Use:               "schema " + strings.Join(names, "|"),
		Short:             "print the JSON Schema of a format",
		Long:              "Print the JSON Schema (draft 2020-12) of a format that timhook writes and reads.",
		Example:           "  timhook schema capture > capture.schema.json",
		ValidArgsFunction: flags.FirstOf(offers),
		RunE: func(_ *cobra.Command, args []string) error {
			want := strings.Join(names, ", ")
			if len(args) != 1 {
				return cli.Usage("", "want the name of one schema: %s", want)
			}
			for _, s := range schemas() {
				if s.name == args[0] {
					_, err := io.WriteString(a.Out, s.text())
					return err
				}
			}
			hint := ""
			if near := nearest.Names(args[0], names); len(near) > 0 {
				hint = flags.DidYouMean("", near)
			}
			return cli.Usage(hint, "there is no schema of %q; there is one of %s", args[0], want)
		},
	}
}
