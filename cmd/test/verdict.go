package test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/supervise"
	"github.com/timhook/timhook/report/words"
)

// whyEnded is why a run ended early.
func (t *testRun) whyEnded(ctx context.Context) error {
	if deadline, limited := ctx.Deadline(); limited && !time.Now().Before(deadline) {
		<-ctx.Done() // exchanges end at the same moment, and a context may not know yet
	}
	if ctx.Err() == nil {
		return conformance.WhyLost(t.results)
	}
	return earlyEnd(context.Cause(ctx))
}

// earlyEnd is why a run ended early: a cause that is not known here is a signal.
func earlyEnd(cause error) error {
	if errors.Is(cause, errMaxTime) || errors.Is(cause, supervise.ErrServerDied) {
		return cause
	}
	return cli.ErrInterrupted
}

// skipAll is for a run that never began.
func (t *testRun) skipAll(why error) {
	t.ended = why
	if !errors.Is(why, supervise.ErrNeverReady) {
		t.ended = earlyEnd(why)
	}
	for _, c := range t.plan.cases {
		t.results = append(t.results,
			conformance.SuiteResult{Case: c, Skip: "the run ended before: " + t.ended.Error()})
	}
}

func (t *testRun) count(o judge.Outcome) int {
	n := 0
	for _, r := range t.results {
		if r.Outcome() == o {
			n++
		}
	}
	return n
}

// judge looks at what fails a run beside its cases.
func (t *testRun) judge(now time.Time) {
	t.problems = append(t.plan.known.Problems(now), t.unverified()...)
	if t.ran() == 0 {
		return
	}
	for _, b := range t.plan.budgets {
		if result := b.Judge(t.report.Results); !result.Met {
			t.problems = append(t.problems, result.String())
		}
	}
}

// unverified are the cases that were skipped because a flag for them is missing, where that fails the run.
func (t *testRun) unverified() (list []string) {
	if !t.plan.o.failOn.Unverified {
		return nil
	}
	for _, lack := range conformance.Lacks() {
		n := 0
		for _, r := range t.results {
			if r.Skip == lack.Reason {
				n++
			}
		}
		if n > 0 {
			list = append(list, fmt.Sprintf("%s not verified: %s; give %s", words.Plural(n, "case"), lack.Name,
				lack.Give))
		}
	}
	return list
}

// ran is how many cases were played.
func (t *testRun) ran() int { return len(t.results) - t.count(judge.Skip) }

// fails is true of an outcome that fails the run.
func (t *testRun) fails(o judge.Outcome) bool {
	return o == judge.Fail || o == judge.Fixed || o == judge.Warn && t.plan.o.failOn.Warn
}

// verdict is the end of the run.
func (t *testRun) verdict() error {
	died, failed, bug := "", false, false
	if t.server != nil && errors.Is(t.ended, supervise.ErrServerDied) {
		died, _ = t.server.Died()
	}
	for _, r := range t.results {
		failed = failed || t.fails(r.Outcome())
		bug = bug || r.Panic != nil
	}
	onlyFixed := failed && t.count(judge.Fixed) > 0 && t.count(judge.Fail)+t.count(judge.Warn) == 0
	ended := func(why error) bool { return errors.Is(t.ended, why) }
	return cli.Weightiest(
		cli.When(bug, cli.ExitBug, ""),
		cli.When(ended(cli.ErrInterrupted), cli.ExitInterrupted, ""),
		cli.When(ended(errMaxTime), cli.ExitTime, ""),
		cli.When(ended(supervise.ErrServerDied), cli.ExitUnreachable, died),
		cli.When(ended(supervise.ErrNeverReady), cli.ExitUnreachable, fmt.Sprint(t.ended)),
		cli.When(ended(conformance.ErrLost), cli.ExitBroken, fmt.Sprint(t.ended)),
		cli.When(t.count(judge.Error) > 0, cli.ExitUnreachable, ""),
		cli.When(onlyFixed, cli.ExitBroken, "a case that is listed as a known failure passes"),
		cli.When(failed, cli.ExitBroken, ""),
		cli.When(len(t.unverified()) > 0, cli.ExitBroken, "cases are not verified, and --fail-on unverified is given"),
		cli.When(len(t.problems) > 0, cli.ExitBroken,
			"a budget is missed, or the list of known failures does not hold"),
		cli.When(t.ran() == 0 && !t.plan.o.choice.AllowEmpty, cli.ExitNothing, ""),
	)
}
