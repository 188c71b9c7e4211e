package cmd

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/conformance"
)

const version = "0.1.0"

// versionText names what a run's packets depend on: the seed gives the same packets only with the same generator.
func versionText() string {
	return fmt.Sprintf("timhook %s, catalogue %s, %s", version, conformance.CatalogueDate, generatorVersion())
}

func generatorVersion() string {
	const generator = "github.com/brianvoe/gofakeit/v7"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == generator {
				return "gofakeit " + m.Version
			}
		}
	}
	return "gofakeit of unknown version"
}

func (a *app) version() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "print the version of timhook, its catalogue and its generator",
		Args:    noArguments,
		Example: "  timhook version",
		RunE:    func(*cobra.Command, []string) error { return a.printVersion() },
	}
}

func (a *app) printVersion() error {
	_, err := fmt.Fprintf(a.out, "%s, %s %s/%s\n", versionText(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
