package test

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// withCase leaves out the names that no case has any more.
func withCase(names []string) []string {
	known := map[string]bool{}
	named := slices.DeleteFunc(chat.All(), func(c *payloads.Command) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, c.Name+"/") })
	})
	for _, c := range cases.SuiteWith(cases.ExamplesNamed(names), named...) {
		known[c.Name()] = true
	}
	return slices.DeleteFunc(names, func(name string) bool { return !known[name] })
}

// rememberFailed keeps what failed: cases that were not played stay as they were, those that hold now are taken off.
func rememberFailed(a *cli.App, t *testRun) {
	if err := t.writeLastFailed(a); err != nil {
		a.Note("note: what failed cannot be remembered for --last-failed: %v", err)
	}
}

func (t *testRun) writeLastFailed(a *cli.App) error {
	names, err := flags.ReadLastFailed()
	if err != nil {
		return err
	}
	before := slices.Clone(names)
	names = withCase(names)
	for _, r := range t.results {
		o := r.Outcome()
		if o == judge.Skip || o == judge.Error {
			continue
		}
		name := r.Case.Name()
		names = slices.DeleteFunc(names, func(n string) bool { return n == name })
		if t.fails(o) {
			names = append(names, name)
		}
	}
	switch {
	case slices.Equal(names, before):
		return nil
	case len(names) == 0:
		return os.Remove(flags.LastFailedFile)
	}
	if err := a.MakeStateFolder(); err != nil {
		return err
	}
	return a.WriteFile(flags.LastFailedFile, func(w io.Writer) error {
		if _, err := fmt.Fprintln(w,
			"# cases that failed last; timhook test --last-failed runs them again"); err != nil {
			return err
		}
		for _, name := range names {
			if _, err := fmt.Fprintln(w, name); err != nil {
				return err
			}
		}
		return nil
	})
}
