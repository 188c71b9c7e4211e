// Package cmd is the command line of timhook: one file for each verb, and what they share.
package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/timhook/timhook/report"
)

// app is what the verbs share: the streams, behind the redactor, and the decisions on colour.
type app struct {
	in          io.Reader
	out, err    *report.Redactor
	rawOut      io.Writer
	rawErr      io.Writer
	color       string
	environment func(string) string
}

// Main runs one command line and returns the exit code.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{
		in: stdin, out: report.NewRedactor(stdout), err: report.NewRedactor(stderr),
		rawOut: stdout, rawErr: stderr, environment: os.Getenv,
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second signal ends the process at once, in case the first one is not enough.
	context.AfterFunc(ctx, stop)
	code := a.finish(a.root(args).ExecuteContext(ctx))
	if err := errors.Join(a.out.Flush(), a.err.Flush()); err != nil && code == exitOK {
		return exitBug
	}
	return code
}

// note is a line for people that is no result.
func (a *app) note(format string, args ...any) {
	fmt.Fprintf(a.err, format+"\n", args...)
}
