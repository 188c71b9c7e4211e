package conformance_test

import (
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

// deciding is the right backend on its path, which decides alike on every event.
func deciding(d backend.Decision) http.Handler {
	right := backend.Reference(backend.Options{
		SDKAppID: appID, Token: token,
		Decide: func(*payloads.Command, jsontree.Value) backend.Decision { return d },
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/im" {
			http.NotFound(w, r)
			return
		}
		right.ServeHTTP(w, r)
	})
}

func TestNoCheckFindsAnythingInARightBackendWhateverItDecides(t *testing.T) {
	tried := map[payloads.Decision]bool{}
	for _, c := range chat.All() {
		if !c.Answer.Decides() {
			continue
		}
		for _, does := range backend.Decisions(c.Answer) {
			tried[does] = true
			t.Run(c.Short+" "+does.String(), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					o := suiteOptions(t, serving(t, deciding(backend.Decision{Does: does})))
					o.NoShrink = true
					results := conformance.RunSuite(t.Context(), casesFor(t, backend.Fault{Callback: c.Short}), o)
					wantDecision(t, results, does)
					if found, first := findingsOf(t, results); len(found) > 0 {
						t.Errorf("got %v, want nothing", explained(first))
					}
				})
			})
		}
	}
	for _, does := range []payloads.Decision{
		payloads.Allow, payloads.Refuse, payloads.Drop, payloads.Rewrite, payloads.Partly,
	} {
		if !tried[does] {
			t.Errorf("no callback decides %s", does)
		}
	}
}

// wantDecision wants the decision in some ordinary case.
func wantDecision(t *testing.T, results []conformance.SuiteResult, does payloads.Decision) {
	t.Helper()
	for _, r := range results {
		for _, x := range r.Results {
			if d := x.Judgement.Decision; d != nil && d.Is(does) {
				return
			}
		}
	}
	t.Errorf("no answer decides %s, so nothing is shown", does)
}
