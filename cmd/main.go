// Package cmd is the command line of timhook: one file for each verb, and what they share.
package cmd

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/report/safe"
)

// app is what the verbs share: the streams, behind the redactor, and the decisions on colour.
type app struct {
	in          io.Reader
	inUser      string        // the flag that reads standard input
	results     *stickyWriter // out, without the redactor
	out, err    *safe.Redactor
	rawOut      io.Writer
	rawErr      io.Writer
	color       string
	sends       bool // the verb would have sent something
	environment func(string) string
	unmade      map[*cobra.Command]func() // how the flags of verbs are made that were not needed yet
	secrets     []string                  // tokens, which no file may hold
	atEnd       []func()                  // takes away what a run has put down for itself
}

// newApp puts the redactor in front of both streams. An error of stdout is kept until the end.
func newApp(stdin io.Reader, stdout, stderr io.Writer, environment func(string) string) *app {
	results := &stickyWriter{w: stdout}
	return &app{
		in: stdin, results: results, out: safe.NewRedactor(results), err: safe.NewRedactor(stderr),
		rawOut: stdout, rawErr: stderr, environment: environment,
	}
}

// Main runs one command line and returns the exit code.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := newApp(stdin, stdout, stderr, os.Getenv)
	a.limitMemory(memoryGoal)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second signal ends the process at once, in case the first one is not enough.
	context.AfterFunc(ctx, stop)
	err := a.run(ctx, args)
	for _, end := range a.atEnd {
		end()
	}
	_ = a.out.Flush()
	if a.results.err != nil {
		err = &outputError{fmt.Errorf("write the results: %w", a.results.err)}
	}
	code := a.finish(err)
	_ = a.err.Flush()
	return code
}

// memoryGoal is what a run may take before the garbage of large answers is collected more often.
const memoryGoal = 64 << 20

// limitMemory keeps a backend that answers megabytes from filling the machine. GOMEMLIMIT, where it is set, says otherwise.
func (a *app) limitMemory(goal int64) {
	if a.environment("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(goal)
	}
}

// run turns a panic into an error, so that the exit code is that of a bug and not that of a usage error.
func (a *app) run(ctx context.Context, args []string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &bugError{fmt.Errorf("%v", r), debug.Stack()}
		}
	}()
	verb, err := a.root(args).ExecuteContextC(ctx)
	a.sends = slices.Contains([]string{"send", "test", "replay", "shrink", "load"}, verb.Name())
	return err
}

// note is a line for people that is no result.
func (a *app) note(format string, args ...any) {
	fmt.Fprintf(a.err, format+"\n", args...)
}

// stickyWriter remembers its first error, so that a line of results is written without asking after each one.
type stickyWriter struct {
	w   io.Writer
	err error
}

func (s *stickyWriter) Write(p []byte) (int, error) {
	if s.err == nil {
		_, s.err = s.w.Write(p)
	}
	return len(p), nil
}
