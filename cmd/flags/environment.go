package flags

import (
	"errors"
	"strings"

	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
)

// fromEnvironment gives each flag that the command line leaves out the value of TIMHOOK_ and its name in capitals.
func fromEnvironment(a *cli.App, set *pflag.FlagSet) error {
	var first error
	set.VisitAll(func(f *pflag.Flag) {
		name := "TIMHOOK_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		text := a.Environment(name)
		if f.Changed || text == "" || first != nil || has(f, commandLineAnnotation) {
			return
		}
		f.Annotations[sourceAnnotation] = []string{name}
		err := set.Set(f.Name, text)
		if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
			err = invalid.Unwrap()
		}
		if err != nil {
			first = valueError(name, err)
		}
	})
	return first
}
