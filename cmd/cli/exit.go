package cli

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
	ExitOK          = 0
	ExitBroken      = 1
	ExitUsage       = 2
	ExitUnreachable = 3
	ExitNothing     = 4
	ExitBug         = 70
	ExitTime        = 124
	ExitInterrupted = 130
)

// exitMeaning is what the last line on stderr says of a code that is not 0.
func exitMeaning(code int) string {
	switch code {
	case ExitBroken:
		return "a requirement is broken"
	case ExitUsage:
		return "the command line, the configuration or an input file is wrong"
	case ExitUnreachable:
		return "the backend could not be reached"
	case ExitNothing:
		return "nothing ran"
	case ExitTime:
		return "--max-time is over; what ran is reported"
	case ExitInterrupted:
		return "interrupted; what ran is reported"
	}
	return "a bug in timhook"
}

// UsageError is a mistake on the command line or in an input file.
type UsageError struct {
	Err  error
	hint string
}

func (e *UsageError) Error() string { return e.Err.Error() }
func (e *UsageError) Unwrap() error { return e.Err }

func Usage(hint, format string, args ...any) error {
	return &UsageError{Err: fmt.Errorf(format, args...), hint: hint}
}

// OutputError is a result that could not be written.
type OutputError struct{ Err error }

func (e *OutputError) Error() string { return e.Err.Error() }
func (e *OutputError) Unwrap() error { return e.Err }

// BugError is a mistake in timhook itself.
type BugError struct {
	Err   error
	Stack []byte
}

func (e *BugError) Error() string { return e.Err.Error() }
func (e *BugError) Unwrap() error { return e.Err }

// ExitError ends with a code after the report has said everything.
type ExitError struct {
	Code    int
	Meaning string // empty: what the code means anyway
}

func (e *ExitError) Error() string { return cmp.Or(e.Meaning, exitMeaning(e.Code)) }

// ExitFor is the code of a run's verdict.
func ExitFor(r *conformance.Report, interrupted bool) error {
	code := ExitOK
	switch verdict := r.Verdict(); {
	case interrupted:
		code = ExitInterrupted
	case verdict == judge.Error:
		code = ExitUnreachable
	case verdict == judge.Fail || verdict == judge.Fixed:
		code = ExitBroken
	case verdict == judge.Skip:
		code = ExitNothing
	}
	if code == ExitOK {
		return nil
	}
	return &ExitError{Code: code}
}

// Finish prints an error with its hint and the meaning of the exit code, and returns the code.
func (a *App) Finish(err error) int {
	if err == nil {
		return ExitOK
	}
	var exit *ExitError
	if errors.As(err, &exit) {
		a.Note("exit %d: %s", exit.Code, exit)
		return exit.Code
	}
	text, more, _ := strings.Cut(err.Error(), "\n")
	a.Note("timhook: %s", safe.Visible(text))
	a.showPlace(err)
	if hint := cmp.Or(HintOf(err), more); hint != "" {
		a.Note("hint: %s", safe.Visible(hint))
	}
	var output *OutputError
	var bug *BugError
	switch {
	case errors.As(err, &bug):
		fmt.Fprintf(a.Err, "%s", bug.Stack)
		a.Note("exit %d: %s", ExitBug, exitMeaning(ExitBug))
		return ExitBug
	case errors.As(err, &output):
		a.Note("exit %d: the results could not be written", ExitUsage)
	case a.Sends:
		a.Note("exit %d: %s; nothing was sent", ExitUsage, exitMeaning(ExitUsage))
	default:
		a.Note("exit %d: %s", ExitUsage, exitMeaning(ExitUsage))
	}
	return ExitUsage
}

// showPlace shows where in a file a mistake is.
func (a *App) showPlace(err error) {
	var placed interface{ Place() []string }
	if errors.As(err, &placed) {
		for _, line := range placed.Place() {
			a.Note("%s", line)
		}
	}
}

func HintOf(err error) string {
	var u *UsageError
	if errors.As(err, &u) && u.hint != "" {
		return u.hint
	}
	var hinted interface{ Hint() string }
	if errors.As(err, &hinted) {
		return hinted.Hint()
	}
	return ""
}

// ErrNothing is the end of a verb that had nothing to do.
func ErrNothing(format string, args ...any) error {
	return &ExitError{Code: ExitNothing, Meaning: exitMeaning(ExitNothing) + ": " + fmt.Sprintf(format, args...)}
}

// ErrStopped is the end by a signal before anything was sent.
func ErrStopped() error {
	return &ExitError{Code: ExitInterrupted, Meaning: "interrupted; nothing was sent"}
}

var ErrInterrupted = errors.New("interrupted")
