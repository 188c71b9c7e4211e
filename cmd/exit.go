package cmd

import (
	"errors"
	"fmt"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/report"
)

// The exit codes, which scripts rely on.
const (
	exitOK          = 0
	exitBroken      = 1
	exitUsage       = 2
	exitUnreachable = 3
	exitNothing     = 4
	exitBug         = 70
	exitInterrupted = 130
)

// exitMeanings is what the last line on stderr says of a code that is not 0.
func exitMeaning(code int) string {
	switch code {
	case exitBroken:
		return "a requirement is broken"
	case exitUsage:
		return "the command line, the configuration or an input file is wrong; nothing was sent"
	case exitUnreachable:
		return "the backend could not be reached"
	case exitNothing:
		return "nothing ran"
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

// exitError ends with a code after the report has said everything.
type exitError struct{ code int }

func (e *exitError) Error() string { return exitMeaning(e.code) }

// exitFor is the code of a run's verdict.
func exitFor(r *conformance.Report, interrupted bool) error {
	code := exitOK
	switch verdict := r.Verdict(); {
	case interrupted:
		code = exitInterrupted
	case verdict == conformance.Error:
		code = exitUnreachable
	case verdict == conformance.Fail || verdict == conformance.Fixed:
		code = exitBroken
	case verdict == conformance.Skip:
		code = exitNothing
	}
	if code == exitOK {
		return nil
	}
	return &exitError{code}
}

// finish prints an error with its hint and the meaning of the exit code, and returns the code.
func (a *app) finish(err error) int {
	if err == nil {
		return exitOK
	}
	code := exitUsage
	var exit *exitError
	if errors.As(err, &exit) {
		code = exit.code
	} else {
		a.note("timhook: %s", report.Visible(err.Error()))
		if hint := hintOf(err); hint != "" {
			a.note("hint: %s", hint)
		}
	}
	a.note("exit %d: %s", code, exitMeaning(code))
	return code
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
