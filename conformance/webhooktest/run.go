package webhooktest

import (
	"net/http"
	"testing"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
)

// Run plays the cases against the handler, or against Options.URL where it is nil. Each is a subtest of the subtest
// "timhook": TestCallbacks/timhook/send/eventtime-string. Those that `go test -run` and -skip leave out are not played.
//
// A broken MUST is an error, a broken SHOULD is logged, or an error as well with Options.Strict. What could not be
// judged, because the backend was not reached or Effect failed, is an error. A case that needs a token or an SDKAppID
// which is not given is skipped. Run returns when all subtests are over.
func Run(t *testing.T, h http.Handler, o Options) {
	t.Helper()
	p, err := newPlan(h, o)
	if err != nil {
		t.Fatalf("webhooktest: %v", err)
	}
	t.Run("timhook", func(t *testing.T) {
		t.Helper()
		var chosen []*conformance.Case
		told := map[string]*caseTexts{} // by the names of the cases
		for _, c := range p.cases {
			t.Run(subtest(c), func(t *testing.T) {
				t.Helper()
				chosen = append(chosen, c)
				t.Parallel() // goes on when all that were chosen have been played
				tell(t, told[c.Name()])
			})
		}
		r, err := p.play(t.Context(), h, chosen)
		if err != nil {
			t.Fatalf("webhooktest: %v", err)
		}
		texts := p.explain(r, t.Name())
		for _, c := range texts {
			told[c.name] = c
		}
		p.tellRest(t, r, texts, chosen)
	})
}

// subtest is the name of a case as a subtest.
func subtest(c *conformance.Case) string { return c.Command.Short + "/" + c.ID }

// tell ends the subtest of a case. A case that was not played, since the run ended before it, has no texts.
func tell(t *testing.T, c *caseTexts) {
	t.Helper()
	if c == nil {
		t.Skip("the run ended before")
	}
	for _, text := range c.errors {
		t.Error(text)
	}
	for _, text := range c.notes {
		t.Log(text)
	}
	if c.skipped != "" && len(c.errors) == 0 {
		t.Skip(c.skipped)
	}
}

// tellRest tells what belongs to no chosen case: an ordinary packet that was not selected and fails, entries of the
// list of known failures that name nothing, and a run in which nothing was judged.
func (p *plan) tellRest(t *testing.T, r *conformance.Report, texts []*caseTexts, chosen []*conformance.Case) {
	t.Helper()
	isChosen := map[string]bool{}
	for _, c := range chosen {
		isChosen[c.Name()] = true
	}
	judged := len(chosen) == 0
	for i, c := range texts {
		if !isChosen[c.name] {
			for _, text := range c.errors {
				t.Error(text)
			}
		}
		judged = judged || r.Suite[i].Outcome() != judge.Skip
	}
	for _, problem := range p.problems(r) {
		t.Error(problem)
	}
	if !judged {
		t.Error("nothing was judged: each case was skipped")
	}
	for _, text := range p.told {
		t.Log(text)
	}
	t.Log(p.sum(r))
}
