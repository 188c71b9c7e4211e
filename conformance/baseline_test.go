package conformance_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
)

// A backend that fails every callback fails the ordinary packet: that is said, and nothing else is blamed.
func TestAnOrdinaryPacketThatWasNotSelectedIsBlamedAllTheSame(t *testing.T) {
	cases := only(func(c *conformance.Case) bool {
		return c.Command.Short == "send" && strings.HasPrefix(c.ID, "eventtime-")
	})
	if len(cases) < 3 {
		t.Fatalf("got %d cases, want a few", len(cases))
	}
	synctest.Test(t, func(t *testing.T) {
		o := suiteOptions(t, serving(t, wronged(reference(), when(500, always)())))
		var told []string
		o.Each = func(r conformance.SuiteResult) { told = append(told, r.Case.Name()) }
		results := conformance.RunSuite(t.Context(), cases, o)
		if len(results) != len(cases)+1 || !results[0].Case.Baseline ||
			!blamed(results, "resp-status-200")[results[0].Case.ID] || len(told) != len(results) {
			t.Errorf("got %d results for %d cases, %s first; want the ordinary packet's before them", len(results),
				len(cases), results[0].Case.Name())
		}
		if resumes := blamed(results, "behave-resumes"); len(resumes) > 0 {
			t.Errorf("got behave-resumes for %v, want it blamed on the ordinary packet", resumes)
		}
	})
}

func TestAnOrdinaryPacketThatWasNotSelectedAndPassesIsNoResult(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cases := the("platform-web", "neg-sign-wrong")
		o := suiteOptions(t, serving(t, reference()))
		played := 0
		o.Finished = func(conformance.SuiteResult) { played++ }
		results := conformance.RunSuite(t.Context(), cases, o)
		if len(results) != len(cases) || played != len(cases) ||
			slices.ContainsFunc(results, func(r conformance.SuiteResult) bool { return r.Case.Baseline }) {
			t.Errorf("got %d results and %d told, want %d: the selected ones", len(results), played, len(cases))
		}
	})
}

func TestNothingIsSentWhereEverySelectedCaseIsSkipped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWitness(takes(0))
		o := suiteOptions(t, w.client())
		o.Target.Token = ""
		for _, r := range conformance.RunSuite(t.Context(), the("neg-sign-wrong"), o) {
			if r.Outcome() != judge.Skip {
				t.Errorf("%s: got %v, want SKIP", r.Case.Name(), r.Outcome())
			}
		}
		if came := len(w.arrivals()); came > 0 {
			t.Errorf("%d requests came, want none", came)
		}
	})
}
