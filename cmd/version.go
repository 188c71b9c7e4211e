package cmd

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
)

func version(a *cli.App) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "print the versions of timhook, its catalogue and its generator",
		Args:    flags.NoArguments,
		Example: "  timhook version",
		RunE:    func(*cobra.Command, []string) error { return printVersion(a) },
	}
}

func printVersion(a *cli.App) error {
	_, err := fmt.Fprintf(a.Out, "%s, %s %s/%s\n", cli.VersionText(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
