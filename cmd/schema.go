package cmd

import (
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/safe"
	contracts "github.com/timhook/timhook/report/schema"
	"github.com/timhook/timhook/webhook/capture"
)

const (
	ofResponse = "response"
	jsonSchema = "json-schema"
)

// ownFormat is a format of timhook's own that has a schema.
type ownFormat struct {
	name, doc string
	write     func(w io.Writer, s contracts.Strictness) error
}

// ownFormats are those formats. Captures keep what they do not know, so that both of their schemas are one.
func ownFormats(a *cli.App, c *cobra.Command) []ownFormat {
	return []ownFormat{
		{"capture", "a line of a capture file", func(w io.Writer, _ contracts.Strictness) error {
			_, err := io.WriteString(w, capture.Schema())
			return err
		}},
		{"run", "a run as --report json writes it", contracts.WriteRun},
		{"config", "timhook.yaml", func(w io.Writer, s contracts.Strictness) error {
			flags.MakeAllFlags(a, c.Root())
			return safe.WriteJSON(w, flags.ConfigSchema(c.Root(), s))
		}},
	}
}

type schemaOptions struct {
	form     string
	tolerant bool
}

func schema(a *cli.App) *cobra.Command {
	var o schemaOptions
	c := &cobra.Command{
		Use:   "schema CALLBACK [response]|capture|run|config",
		Short: "print the JSON Schema of a format, OpenAPI, or types",
		Long: `Print the JSON Schema (draft 2020-12) of a callback's request packet, of what it may be answered, or of a
format of timhook's own. --as openapi, typescript and go print all callbacks, or those that are named.

A schema is strict: it admits what Tencent's pages have, as lint does without a word. --tolerant admits what a
backend has to accept: fields and values of later versions, and what is only inferred to be wrong.`,
		Example: `  timhook schema send > send.schema.json
  timhook schema before-send response --tolerant
  timhook schema capture > capture.schema.json
  timhook schema --as openapi --tolerant > callbacks.openapi.json
  timhook schema --as typescript before-send group-after > callbacks.ts`,
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			return completeSchema(a, c, args), cobra.ShellCompDirectiveNoFileComp
		},
	}
	c.RunE = func(_ *cobra.Command, args []string) error { return runSchema(a, c, o, args) }
	g := flags.NewGroup(c, "")
	choices := append([]flags.Choice{{Name: jsonSchema, Doc: "JSON Schema"}},
		flags.ChoicesOf(contracts.Forms().Docs())...)
	g.Enum(&o.form, "as", jsonSchema, "what is printed", choices)
	g.Bool(&o.tolerant, "tolerant", "admit what a backend has to accept, too")
	return c
}

func runSchema(a *cli.App, c *cobra.Command, o schemaOptions, args []string) error {
	strictness := contracts.Strictness(o.tolerant)
	if form, ok := contracts.Forms().Named(o.form); ok {
		callbacks, err := callbacksNamed(args)
		if err != nil {
			return err
		}
		return form.Write(a.Out, callbacks, strictness)
	}
	if len(args) == 0 || len(args) > 2 {
		return cli.Usage("", "want the name of one schema: %s", schemaNames(a, c))
	}
	callback, err := chat.Lookup(args[0])
	switch {
	case len(args) == 2 && args[1] != ofResponse:
		return cli.Usage("", "want the name of one schema, and response behind a callback; got %q", args[1])
	case err == nil && len(args) == 2:
		return contracts.WriteResponse(a.Out, callback, strictness)
	case err == nil:
		return contracts.WriteRequest(a.Out, callback, strictness)
	}
	var known []string
	for _, f := range ownFormats(a, c) {
		if f.name == args[0] && len(args) == 1 {
			return f.write(a.Out, strictness)
		}
		known = append(known, f.name)
	}
	for _, callback := range chat.All() {
		known = append(known, callback.Short)
	}
	hint := ""
	if near := nearest.Names(args[0], known); len(near) > 0 {
		hint = flags.DidYouMean("", near)
	}
	return cli.Usage(hint, "there is no schema of %q; there is one of %s", strings.Join(args, " "), schemaNames(a, c))
}

func schemaNames(a *cli.App, c *cobra.Command) string {
	var own, callbacks []string
	for _, f := range ownFormats(a, c) {
		own = append(own, f.name)
	}
	for _, callback := range chat.All() {
		callbacks = append(callbacks, callback.Short)
	}
	return strings.Join(own, ", ") + ", or of a callback: " + strings.Join(callbacks, ", ")
}

// callbacksNamed are the callbacks and families that are named, all of them without a name.
func callbacksNamed(names []string) ([]*payloads.Command, error) {
	if len(names) == 0 {
		return chat.All(), nil
	}
	isNamed := func(c *payloads.Command) bool {
		return slices.ContainsFunc(names, func(name string) bool { return chat.Matches(c, name) })
	}
	for _, name := range names {
		if !slices.ContainsFunc(chat.All(), func(c *payloads.Command) bool { return chat.Matches(c, name) }) {
			_, err := chat.Lookup(name)
			if err == nil {
				err = errors.New("no callback has this name")
			}
			return nil, cli.Usage(cli.HintOf(err), "%w", err)
		}
	}
	return slices.DeleteFunc(chat.All(), func(c *payloads.Command) bool { return !isNamed(c) }), nil
}

func completeSchema(a *cli.App, c *cobra.Command, args []string) []cobra.Completion {
	var list []cobra.Completion
	switch len(args) {
	case 0:
		for _, f := range ownFormats(a, c) {
			list = append(list, cobra.CompletionWithDesc(f.name, f.doc))
		}
		for _, c := range chat.All() {
			list = append(list, cobra.CompletionWithDesc(c.Short, "the request packet: "+c.Title))
		}
	case 1:
		if _, err := chat.Lookup(args[0]); err == nil {
			list = append(list, cobra.CompletionWithDesc(ofResponse, "what it may be answered"))
		}
	}
	return list
}
