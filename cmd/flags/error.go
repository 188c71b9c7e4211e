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
		return valueError("--"+invalid.GetFlag().Name, invalid.GetFlag(), invalid.GetValue(), invalid.Unwrap())
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

// valueError says what a flag or an environment variable wants. The flags of this package say so themselves, those of pflag do not.
func valueError(name string, f *pflag.Flag, got string, err error) error {
	var wrong *choiceError
	if errors.As(err, &wrong) {
		return cli.Usage(wrong.hint, "%s: %w", name, err)
	}
	want, builtIn := map[string]string{
		"int": "a whole number", "uint64": "a whole number of 0 or more", "count": "a whole number", "bool": "true or false",
		"duration": "a time such as 500ms or 2s",
	}[f.Value.Type()]
	if builtIn {
		return cli.Usage("", "%s: got %q, want %s", name, got, want)
	}
	return cli.Usage("", "%s: %w", name, err)
}
