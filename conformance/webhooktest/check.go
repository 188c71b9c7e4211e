package webhooktest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
)

// Failure is the error of a backend that fails the suite.
type Failure struct {
	Checks []string // ids of the checks that it fails, each once, in the order in which judge lists them
	Text   string   // all that was found, as Run tells it
}

// Error is the text.
func (f *Failure) Error() string { return f.Text }

// Check plays the cases as [Run] does, without a test. The error of a backend that fails is a *[Failure]; another error
// means that nothing was judged. It is nil where Run would find no error.
func Check(ctx context.Context, h http.Handler, o Options) error {
	p, err := newPlan(h, o)
	if err != nil {
		return fmt.Errorf("webhooktest: %w", err)
	}
	r, err := p.play(ctx, h, p.cases)
	if err != nil {
		return fmt.Errorf("webhooktest: %w", err)
	}
	var found []string
	failed, judged := &Failure{}, false
	for i, c := range p.explain(r, "") {
		found = append(found, c.errors...)
		failed.Checks = append(failed.Checks, c.checks...)
		judged = judged || r.Suite[i].Outcome() != judge.Skip
	}
	found = append(found, p.problems(r)...)
	switch {
	case len(found) > 0:
		failed.Checks = inOrder(failed.Checks)
		failed.Text = strings.Join(append(found, p.sum(r)), "\n")
		return failed
	case !judged:
		return errors.New("webhooktest: nothing was judged: each case was skipped")
	}
	return nil
}

// inOrder are ids of checks, each once, as the checks stand.
func inOrder(ids []string) (list []string) {
	for _, c := range judge.Checks() {
		if slices.Contains(ids, c.ID) {
			list = append(list, c.ID)
		}
	}
	return list
}
