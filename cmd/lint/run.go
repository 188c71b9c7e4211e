package lint

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/inputs"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/payloads"
	lintreport "github.com/timhook/timhook/report/lint"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook/capture/read"
)

// lintRun judges entries as they are read and holds nothing but counts.
type lintRun struct {
	app      *cli.App
	known    lint.Options
	filters  []read.Filter
	out      lintreport.Writers // standard output, then the files
	files    []*cli.Whole
	failOn   payloads.Level
	summary  lintreport.Summary
	passed   int // entries that the filters left out
	progress *cli.Counter
}

func run(ctx context.Context, a *cli.App, o *options) error {
	l, err := newLintRun(a, o)
	if err != nil {
		return err
	}
	list, err := inputs.Captures(a, o.names)
	if err != nil {
		return err
	}
	if err := l.open(o); err != nil {
		return err
	}
	l.summary.Inputs = len(list)
	mode := o.progress
	if o.quiet {
		mode = "none"
	}
	l.progress = a.StartCounter(mode, cli.Counting{Done: "judged", Fails: "with errors", Bytes: inputs.Bytes(list)})
	list = inputs.Counted(l.progress, list)
	err = l.read(ctx, read.Entries(list, read.ReadOptions{Strict: o.strict, Done: l.done}))
	l.progress.Stop()
	l.summary.Ended = time.Now().UTC()
	l.summary.CutShort = err != nil || ctx.Err() != nil || o.strict && l.summary.Unreadable > 0
	if ended := l.end(); err == nil {
		err = ended
	}
	if err != nil {
		return err
	}
	if !o.quiet {
		a.Note("%s", l.summary.InWords(l.passed))
		if l.out[0].Hidden() > 0 && o.level != "may" && !o.verbose {
			a.Note("notes are not shown; -v shows them")
		}
	}
	return l.verdict(ctx)
}

// newLintRun reads the flags.
func newLintRun(a *cli.App, o *options) (*lintRun, error) {
	l := &lintRun{app: a, failOn: lintLevel(o.failOn)}
	l.summary.Kinds, l.summary.Started = map[string]int{}, time.Now().UTC()
	var err error
	if l.filters, err = inputs.Filters(o.filters); err != nil {
		return nil, err
	}
	token, err := o.token.Read(a)
	if err != nil {
		return nil, err
	}
	l.known = lint.Options{Token: token, SDKAppID: o.sdkAppID}
	return l, nil
}

// read judges entry by entry. An entry that cannot be read is noted, and the next one follows.
func (l *lintRun) read(ctx context.Context, entries func(func(*read.Entry, error) bool)) error {
	for e, err := range entries {
		var bad *read.BadEntry
		var nothing *read.EmptyInput
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.As(err, &nothing):
			l.note("note: %s", safe.Visible(nothing.Error()))
			continue
		case errors.As(err, &bad):
			l.summary.Unreadable++
			l.note("%s", safe.Visible(bad.Error()))
			if err := l.out.Unreadable(bad); err != nil {
				return err
			}
			continue
		case err != nil:
			return inputs.ReadingError(err)
		}
		if err := l.judge(e); err != nil {
			return err
		}
	}
	return nil
}

// done tells what an input held beside callbacks.
func (l *lintRun) done(in read.Input, found *read.Summary) {
	l.summary.PassOver(in, found)
	for _, line := range inputs.PassedOver(in, found) {
		l.note("%s", safe.Visible(line))
	}
}

// mostDiagnosed is the number of errors after which a wrong Sign is not explained any more: explaining takes long, and
// with a wrong token every Sign is wrong.
const mostDiagnosed = 1000

func (l *lintRun) judge(e *read.Entry) error {
	if slices.ContainsFunc(l.filters, func(f read.Filter) bool { return !f.Matches(e) }) {
		l.passed++
		return nil
	}
	l.summary.Exchanges++
	l.summary.Kinds[e.Format]++
	l.known.Quick = l.summary.Must > mostDiagnosed
	problems := lint.Entry(e, l.known)
	for i := range problems {
		*l.count(problems[i].Level)++
		l.progress.Clear()
		if err := l.out.Problem(e, &problems[i]); err != nil {
			return err
		}
	}
	l.progress.Done(outcomeOf(problems))
	return l.out.Entry(e, slices.ContainsFunc(problems, func(p lint.Problem) bool { return p.Level <= l.failOn }))
}

func (l *lintRun) count(level payloads.Level) *int {
	return [...]*int{&l.summary.Must, &l.summary.Should, &l.summary.May}[level]
}

// note is a line on stderr.
func (l *lintRun) note(format string, args ...any) {
	l.progress.Clear()
	l.app.Note(format, args...)
}

// outcomeOf is what an entry comes to on the line of progress.
func outcomeOf(problems []lint.Problem) judge.Outcome {
	if slices.ContainsFunc(problems, func(p lint.Problem) bool { return p.Level == payloads.Must }) {
		return judge.Fail
	}
	return judge.Pass
}

func (l *lintRun) verdict(ctx context.Context) error {
	s := &l.summary
	const nothing = "nothing ran: "
	broken := s.Must > 0 || l.failOn == payloads.Should && s.Should > 0
	return cli.Weightiest(
		cli.When(s.Unreadable > 0 && s.CutShort && ctx.Err() == nil, cli.ExitUsage,
			"an entry could not be read, and --strict ended there"),
		cli.When(s.Unreadable > 0, cli.ExitUsage,
			fmt.Sprintf("entries that could not be read: %d; the others were judged", s.Unreadable)),
		cli.When(ctx.Err() != nil, cli.ExitInterrupted, "interrupted; what was read is judged"),
		cli.When(broken, cli.ExitBroken, "the captured exchanges leave the documentation"),
		cli.When(s.Exchanges == 0 && l.passed > 0, cli.ExitNothing, nothing+"no exchange matches --filter"),
		cli.When(s.Exchanges == 0, cli.ExitNothing, nothing+"there is no exchange to judge"),
	)
}
