// Package verbtest gives a verb a command line without running the verb, for tests of its flags.
package verbtest

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
)

// Constructor makes a verb. The options of the command line go to run.
type Constructor[O any] = func(a *cli.App, run func(context.Context, *cli.App, *O) error) *cobra.Command

// App has an empty input and environment, and discards what is written.
func App() *cli.App {
	return cli.New(strings.NewReader(""), io.Discard, io.Discard, func(string) string { return "" })
}

// Parse returns the options that the verb would run with, or why the command line is refused.
func Parse[O any](t *testing.T, construct Constructor[O], args ...string) (*O, error) {
	t.Helper()
	var options *O
	a := App()
	verb := construct(a, func(_ context.Context, _ *cli.App, o *O) error {
		options = o
		return nil
	})
	root := &cobra.Command{
		Use: "timhook", SilenceErrors: true, SilenceUsage: true,
		PersistentPreRunE: func(c *cobra.Command, _ []string) error { return flags.Settings(a, c) },
	}
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return flags.FlagError(a, c, err, args) })
	root.AddCommand(verb)
	root.SetArgs(append([]string{verb.Name()}, args...))
	flags.MakeAllFlags(a, root)
	err := root.ExecuteContext(t.Context())
	return options, err
}

// Reading is a command line and what the verb makes of it.
type Reading[O any] = struct {
	Name string
	Args string // parted at white space
	Got  func(*O) any
	Want any
}

// Reads tests what a verb makes of command lines.
func Reads[O any](t *testing.T, construct Constructor[O], readings []Reading[O]) {
	t.Helper()
	for _, tt := range readings {
		t.Run(tt.Name, func(t *testing.T) {
			o, err := Parse(t, construct, strings.Fields(tt.Args)...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.Want, tt.Got(o)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.Args, diff)
			}
		})
	}
}

// Refusal is a command line and why it is refused.
type Refusal = struct {
	Name string
	Args string // parted at white space
	Want string // the error
}

// Refuses tests that a verb takes no such command lines, and runs none of them.
func Refuses[O any](t *testing.T, construct Constructor[O], refusals []Refusal) {
	t.Helper()
	for _, tt := range refusals {
		t.Run(tt.Name, func(t *testing.T) {
			o, err := Parse(t, construct, strings.Fields(tt.Args)...)
			if o != nil || err == nil || err.Error() != tt.Want {
				t.Errorf("%s: got the error %v and would run: %t; want %q", tt.Args, err, o != nil, tt.Want)
			}
		})
	}
}
