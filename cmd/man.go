package cmd

import (
	"bytes"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
)

func man(a *cli.App) *cobra.Command {
	return &cobra.Command{
		Use:   "man DIR",
		Short: "write the manual pages of timhook and its verbs",
		Long: "Write the manual pages into a new folder: timhook.1 and one for each verb, such as timhook-send.1. They " +
			"have what the help has. The archives and the packages for Linux contain them.",
		Example: "  timhook man man1",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == "" {
				return cli.Usage("", "want the name of one folder that is new or empty")
			}
			flags.MakeAllFlags(a, c.Root())
			return writeManPages(a, args[0], c.Root())
		},
		ValidArgsFunction: flags.CompleteFolder,
	}
}

func writeManPages(a *cli.App, dir string, root *cobra.Command) error {
	files := map[string][]byte{}
	for _, c := range append(root.Commands(), root) {
		var page bytes.Buffer
		if err := flags.WriteMan(&page, c); err != nil {
			return err
		}
		files[flags.ManName(c)+".1"] = page.Bytes()
	}
	if err := cli.WriteFolder(dir, files); err != nil {
		return err
	}
	a.Note("%d pages in %s; man -l %s/%s.1 shows the first", len(files), dir, dir, flags.ManName(root))
	return nil
}
