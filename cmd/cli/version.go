package cli

import (
	"fmt"
	"runtime/debug"

	"github.com/timhook/timhook/conformance"
)

const Version = "0.1.0"

// VersionText names what a run's packets depend on: the seed gives the same packets only with the same generator.
func VersionText() string {
	return fmt.Sprintf("timhook %s, catalogue %s, %s", Version, conformance.CatalogueDate, generatorVersion())
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
