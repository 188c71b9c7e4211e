package cmd

import (
	_ "embed"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/internal/nearest"
)

// shell is one that completion scripts exist for.
type shell struct {
	name, doc string
	write     func(root *cobra.Command, w io.Writer) error
}

func shells() []shell {
	return []shell{
		{"bash", "", writeBash},
		{"zsh", "", func(root *cobra.Command, w io.Writer) error { return root.GenZshCompletion(w) }},
		{"fish", "", func(root *cobra.Command, w io.Writer) error { return root.GenFishCompletion(w, true) }},
		{"powershell", "", func(root *cobra.Command, w io.Writer) error { return root.GenPowerShellCompletionWithDesc(w) }},
	}
}

// withoutPackage holds functions that stand in for those of the package bash-completion, which macOS and small images
// lack.
//
//go:embed completion.bash
var withoutPackage string

func writeBash(root *cobra.Command, w io.Writer) error {
	var script strings.Builder
	if err := root.GenBashCompletionV2(&script, true); err != nil {
		return err
	}
	text := script.String()
	for _, r := range []struct{ theirs, ours string }{
		{`_get_comp_words_by_ref "$@" cur prev words cword`, `__timhook_get_comp_words_by_ref "$@"`},
		{"_filedir", "__timhook_filedir"},
		// bash escapes the comma, which nobody types escaped.
		{`|| comp=$(printf "%q" "${compline%%$tab*}")`, "|| comp=${compline%%$tab*}\n        comp=${comp//\\\\,/,}"},
		{`COMPREPLY[0]=$(printf "%q" "${COMPREPLY[0]%%$tab*}")`, `COMPREPLY[0]=$(printf "%q" "${COMPREPLY[0]%%$tab*}")` +
			"\n        COMPREPLY[0]=${COMPREPLY[0]//\\\\,/,}"},
	} {
		if !strings.Contains(text, r.theirs) {
			return fmt.Errorf("cobra's script for bash has no %q any more", r.theirs)
		}
		text = strings.ReplaceAll(text, r.theirs, r.ours)
	}
	_, err := io.WriteString(w, text+withoutPackage)
	return err
}

func completion(a *cli.App) *cobra.Command {
	var names []string
	var offers []cobra.Completion
	for _, s := range shells() {
		names = append(names, s.name)
		offers = append(offers, cobra.CompletionWithDesc(s.name, s.doc))
	}
	return &cobra.Command{
		Use:   "completion " + strings.Join(names, "|"),
		Short: "print a shell completion script",
		Example: `  source <(timhook completion bash)                      # this shell
  timhook completion bash > /etc/bash_completion.d/timhook
  timhook completion zsh > "${fpath[1]}/_timhook"
  timhook completion fish > ~/.config/fish/completions/timhook.fish
  timhook completion powershell | Out-String | Invoke-Expression`,
		ValidArgsFunction: flags.FirstOf(offers),
		RunE: func(c *cobra.Command, args []string) error {
			want := strings.Join(names, ", ")
			if len(args) != 1 {
				return cli.Usage("", "want the name of one shell: %s", want)
			}
			for _, s := range shells() {
				if s.name == args[0] {
					return s.write(c.Root(), a.Out)
				}
			}
			if near := nearest.Names(args[0], names); len(near) > 0 {
				return cli.Usage(flags.DidYouMean("", near), "unknown shell %q", args[0])
			}
			return cli.Usage("", "unknown shell %q, want one of %s", args[0], want)
		},
	}
}
