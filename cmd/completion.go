package cmd

import (
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
		{"bash", "needs the package bash-completion", func(root *cobra.Command, w io.Writer) error { return root.GenBashCompletionV2(w, true) }},
		{"zsh", "", func(root *cobra.Command, w io.Writer) error { return root.GenZshCompletion(w) }},
		{"fish", "", func(root *cobra.Command, w io.Writer) error { return root.GenFishCompletion(w, true) }},
		{"powershell", "", func(root *cobra.Command, w io.Writer) error { return root.GenPowerShellCompletionWithDesc(w) }},
	}
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
		Example: `  source <(timhook completion bash)                      # this shell; needs the package bash-completion
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
