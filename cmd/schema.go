package cmd

import (
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads/chat"
	contracts "github.com/timhook/timhook/report/schema"
	"github.com/timhook/timhook/webhook/capture"
)

const (
	captureSchema = "capture"
	ofResponse    = "response"
)

func schema(a *cli.App) *cobra.Command {
	return &cobra.Command{
		Use:   "schema capture|CALLBACK [response]",
		Short: "print the JSON Schema of a format",
		Long: "Print the JSON Schema (draft 2020-12) of a format that timhook writes and reads, of a callback's " +
			"request packet, or of what a callback may be answered.",
		Example: `  timhook schema capture > capture.schema.json
  timhook schema send > send.schema.json
  timhook schema before-send response`,
		ValidArgsFunction: completeSchema,
		RunE:              func(_ *cobra.Command, args []string) error { return runSchema(a, args) },
	}
}

func runSchema(a *cli.App, args []string) error {
	known := []string{captureSchema}
	for _, c := range chat.All() {
		known = append(known, c.Short)
	}
	want := captureSchema + ", or of a callback: " + strings.Join(known[1:], ", ")
	if len(args) == 0 || len(args) > 2 {
		return cli.Usage("", "want the name of one schema: %s", want)
	}
	c, err := chat.Lookup(args[0])
	switch {
	case len(args) == 2 && args[1] != ofResponse:
		return cli.Usage("", "want the name of one schema, and response behind a callback; got %q", args[1])
	case err == nil && len(args) == 2:
		return contracts.WriteResponse(a.Out, c, contracts.Strict)
	case err == nil:
		return contracts.WriteRequest(a.Out, c, contracts.Strict)
	case args[0] == captureSchema && len(args) == 1:
		_, err := io.WriteString(a.Out, capture.Schema())
		return err
	}
	hint := ""
	if near := nearest.Names(args[0], known); len(near) > 0 {
		hint = flags.DidYouMean("", near)
	}
	return cli.Usage(hint, "there is no schema of %q; there is one of %s", strings.Join(args, " "), want)
}

func completeSchema(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var list []cobra.Completion
	switch len(args) {
	case 0:
		list = append(list, cobra.CompletionWithDesc(captureSchema, "a line of a capture file"))
		for _, c := range chat.All() {
			list = append(list, cobra.CompletionWithDesc(c.Short, "the request packet: "+c.Title))
		}
	case 1:
		if _, err := chat.Lookup(args[0]); err == nil {
			list = append(list, cobra.CompletionWithDesc(ofResponse, "what it may be answered"))
		}
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}
