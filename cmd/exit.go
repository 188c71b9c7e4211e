package cmd

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/safe"
)

// The exit codes, which scripts rely on.
const (
	exitOK          = 0
	exitBroken      = 1
	exitUsage       = 2
	exitUnreachable = 3
	exitNothing     = 4
	exitBug         = 70
	exitTime        = 124
	exitInterrupted = 130
)

// exitMeaning is what the last line on stderr says of a code that is not 0.
func exitMeaning(code int) string {
	switch code {
	case exitBroken:
		return "a requirement is broken"
	case exitUsage:
		return "the command line, the configuration or an input file is wrong"
	case exitUnreachable:
		return "the backend could not be reached"
	case exitNothing:
		return "nothing ran"
	case exitTime:
		return "--max-time is over; what ran is reported"
	case exitInterrupted:
		return "interrupted; what ran is reported"
	}
	return "a bug in timhook"
}

// usageError is a mistake on the command line or in an input file.
type usageError struct {
	err  error
	hint string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usage(hint, format string, args ...any) error {
	return &usageError{err: fmt.Errorf(format, args...), hint: hint}
}

// outputError is a result that could not be written.
type outputError struct{ err error }

func (e *outputError) Error() string { return e.err.Error() }
func (e *outputError) Unwrap() error { return e.err }

// bugError is a mistake in timhook itself.
type bugError struct {
	err   error
	stack []byte
}

func (e *bugError) Error() string { return e.err.Error() }
func (e *bugError) Unwrap() error { return e.err }

// exitError ends with a code after the report has said everything.
type exitError struct {
	code    int
	meaning string // empty: what the code means anyway
}

func (e *exitError) Error() string { return cmp.Or(e.meaning, exitMeaning(e.code)) }

// exitFor is the code of a run's verdict.
func exitFor(r *conformance.Report, interrupted bool) error {
	code := exitOK
	switch verdict := r.Verdict(); {
	case interrupted:
		code = exitInterrupted
	case verdict == judge.Error:
		code = exitUnreachable
	case verdict == judge.Fail || verdict == judge.Fixed:
		code = exitBroken
	case verdict == judge.Skip:
		code = exitNothing
	}
	if code == exitOK {
		return nil
	}
	return &exitError{code: code}
}

// finish prints an error with its hint and the meaning of the exit code, and returns the code.
func (a *app) finish(err error) int {
	if err == nil {
		return exitOK
	}
	var exit *exitError
	if errors.As(err, &exit) {
		a.note("exit %d: %s", exit.code, exit)
		return exit.code
	}
	text, more, _ := strings.Cut(err.Error(), "\n")
	a.note("timhook: %s", safe.Visible(text))
	a.showPlace(err)
	if hint := cmp.Or(hintOf(err), more); hint != "" {
		a.note("hint: %s", safe.Visible(hint))
	}
	var output *outputError
	var bug *bugError
	switch {
	case errors.As(err, &bug):
		fmt.Fprintf(a.err, "%s", bug.stack)
		a.note("exit %d: %s", exitBug, exitMeaning(exitBug))
		return exitBug
	case errors.As(err, &output):
		a.note("exit %d: the results could not be written", exitUsage)
	case a.sends:
		a.note("exit %d: %s; nothing was sent", exitUsage, exitMeaning(exitUsage))
	default:
		a.note("exit %d: %s", exitUsage, exitMeaning(exitUsage))
	}
	return exitUsage
}

// showPlace shows where in a file a mistake is.
func (a *app) showPlace(err error) {
	var placed interface{ Place() []string }
	if errors.As(err, &placed) {
		for _, line := range placed.Place() {
			a.note("%s", line)
		}
	}
}

func hintOf(err error) string {
	var u *usageError
	if errors.As(err, &u) && u.hint != "" {
		return u.hint
	}
	var hinted interface{ Hint() string }
	if errors.As(err, &hinted) {
		return hinted.Hint()
	}
	return ""
}
