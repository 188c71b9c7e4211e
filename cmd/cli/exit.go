package cli

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/secret"
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

// Exits are the codes that are not 0, with what the last line on stderr makes of them. Where several apply to a run,
// the first in this list counts.
func Exits() []Exit {
	return []Exit{
		{ExitBug, "a bug in timhook"},
		{ExitUsage, "the command line, the configuration or an input file is wrong"},
		{ExitInterrupted, "interrupted; what ran is reported"},
		{ExitTime, "--max-time is over; what ran is reported"},
		{ExitBroken, "a requirement is broken"},
		{ExitUnreachable, "the backend could not be reached"},
		{ExitNothing, "nothing ran"},
	}
}

// weight is the place of a code in that list.
func weight(code int) int {
	return slices.IndexFunc(Exits(), func(e Exit) bool { return e.Code == code })
}

func exitMeaning(code int) string { return Exits()[weight(code)].Meaning }

// Exit is the end of a run with a code that is not 0, after the report has said everything.
type Exit struct {
	Code    int
	Meaning string // empty: what the code means anyway
}

func (e *Exit) Error() string { return cmp.Or(e.Meaning, exitMeaning(e.Code)) }

// When is an end that applies under a condition, and nil otherwise. Without a meaning it is that of the code.
func When(applies bool, code int, meaning string) *Exit {
	if !applies {
		return nil
	}
	return &Exit{code, meaning}
}

// Weightiest is the end of a run to which several may apply; nil where none does: the run ends with 0. Of two with the
// same code the first counts.
func Weightiest(ends ...*Exit) error {
	var heaviest *Exit
	for _, e := range ends {
		if e != nil && (heaviest == nil || weight(e.Code) < weight(heaviest.Code)) {
			heaviest = e
		}
	}
	if heaviest == nil {
		return nil
	}
	return heaviest
}

// Judged is the end that a verdict leads to; nil for one that passes.
func Judged(verdict judge.Outcome) *Exit {
	switch verdict {
	case judge.Error:
		return &Exit{Code: ExitUnreachable}
	case judge.Fail, judge.Fixed:
		return &Exit{Code: ExitBroken}
	case judge.Skip:
		return &Exit{Code: ExitNothing}
	}
	return nil
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

// Finish prints an error with its hint and the meaning of the exit code, and returns the code.
func (a *App) Finish(err error) int {
	if err == nil {
		return ExitOK
	}
	if exit, ok := errors.AsType[*Exit](err); ok {
		a.Note("exit %d: %s", exit.Code, exit)
		return exit.Code
	}
	a.Tell(err)
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

// Tell prints an error, the place of the mistake and the hint.
func (a *App) Tell(err error) {
	given := a.given()
	text, more, _ := strings.Cut(err.Error(), "\n")
	a.Note("timhook: %s", safe.Visible(secret.Refused(text, given)))
	a.showPlace(err)
	if hint := cmp.Or(HintOf(err), more); hint != "" {
		a.Note("hint: %s", safe.Visible(secret.Refused(hint, given)))
	}
}

// given are the texts that an error may quote: of the command line, also behind the name of a flag, and the settings of
// the environment.
func (a *App) given() []string {
	list := slices.Clone(a.Arguments)
	for _, argument := range a.Arguments {
		if _, value, found := strings.Cut(argument, "="); found && strings.HasPrefix(argument, "-") {
			list = append(list, value)
		}
	}
	for _, variable := range a.Variables {
		if name, value, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "TIMHOOK_") {
			list = append(list, value)
		}
	}
	return list
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
	if u, ok := errors.AsType[*UsageError](err); ok && u.hint != "" {
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
	return &Exit{Code: ExitNothing, Meaning: exitMeaning(ExitNothing) + ": " + fmt.Sprintf(format, args...)}
}

// ErrStopped is the end by a signal before anything was sent.
func ErrStopped() error {
	return &Exit{Code: ExitInterrupted, Meaning: "interrupted; nothing was sent"}
}

var ErrInterrupted = errors.New("interrupted")
