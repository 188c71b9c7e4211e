package flags

import (
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/nearest"
)

// FlagError says what is wrong with a flag in the words of this program instead of its library's.
func FlagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(c, unknown.GetSpecifiedName(), err)
	case errors.As(err, &missing):
		return cli.Usage("", "--%s needs a value", missing.GetFlag().Name)
	case errors.As(err, &invalid):
		return valueError("--"+invalid.GetFlag().Name, invalid.Unwrap())
	}
	return cli.Usage("", "%w", err)
}

func unknownFlag(c *cobra.Command, name string, err error) error {
	var known []string
	c.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	if near := nearest.Names(name, known); len(near) > 0 {
		return cli.Usage(DidYouMean("--", near), "%w", err)
	}
	return cli.Usage(c.CommandPath()+" --help lists the flags", "%w", err)
}

// valueError is the error of a value, with the flag or the place that it was read from in front.
func valueError(name string, err error) error {
	return cli.Usage(cli.HintOf(err), "%s: %w", name, err)
}
