package conformance_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

// storingRight plays the cases of a callback that the effect checks look at, against the right backend with a store.
func storingRight(t *testing.T, c *payloads.Command, store *backend.Store) []conformance.SuiteResult {
	t.Helper()
	o := suiteOptions(t, serving(t, storing(store)))
	o.NoShrink, o.Effect = true, store.Stored
	o.Notify = func(text string) { t.Errorf("%s: %s", c.Short, text) }
	looked := slices.DeleteFunc(casesFor(t, backend.Fault{Callback: c.Short}), func(c *conformance.Case) bool {
		isVaried := c.Variant != nil && (c.Expect == payloads.ExpectSame || c.Expect == payloads.ExpectValue)
		isAgain := strings.HasPrefix(c.ID, "delivery-duplicate-") || c.ID == "delivery-client-abort"
		return !c.Baseline && !isVaried && !isAgain
	})
	if len(looked) < 5 {
		t.Errorf("%s: got %d cases, some were lost", c.Short, len(looked))
	}
	return conformance.RunSuite(t.Context(), looked, o)
}

func TestNoCheckFindsAnythingInWhatTheRightBackendStores(t *testing.T) {
	for i, c := range chat.All() {
		if raceDetector && i%8 != 0 {
			continue // it takes ten times as long, and a sample is enough for it
		}
		t.Run(c.Short, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				if found, first := findingsOf(t, storingRight(t, c, backend.NewStore())); len(found) > 0 {
					t.Errorf("got %v, want nothing", explained(first))
				}
			})
		})
	}
}

func TestABackendThatStoresAfterItsAnswerIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := backend.NewStore()
		store.After = 300 * time.Millisecond
		if found, first := findingsOf(t, storingRight(t, sendCommand(t), store)); len(found) > 0 {
			t.Errorf("got %v, want nothing", explained(first))
		}
	})
}

// What is asked and not known is an error of the case, and never a verdict.
func TestAnEffectThatCannotBeAskedIsAnError(t *testing.T) {
	for _, tt := range []struct {
		name  string
		known int // times that the store can be asked
		fails string
	}{
		{"from the beginning", 0, "baseline-minimal"},
		{"after the ordinary events", 3, "eventtime-string"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store, asked := backend.NewStore(), 0
				o := suiteOptions(t, serving(t, storing(store)))
				o.Jobs, o.NoShrink = 1, true
				o.Effect = func(c webhook.Callback) (any, error) {
					if asked++; asked > tt.known {
						return nil, errors.New("the database is gone")
					}
					return store.Stored(c)
				}
				few := casesFor(t, backend.Fault{Callback: "send"}, "baseline-minimal", "eventtime-string")
				results := conformance.RunSuite(t.Context(), few, o)
				for _, r := range results {
					if failed := r.Outcome() == judge.Error; failed != (r.Case.ID == tt.fails) {
						t.Errorf("%s: got %v", r.Case.ID, r.Outcome())
					}
				}
			})
		})
	}
}

// Of a callback that the backend does not store nothing is judged, and that is told.
func TestWhatIsNotStoredIsNotJudged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := suiteOptions(t, serving(t, mounted()))
		o.NoShrink, o.Effect = true, func(webhook.Callback) (any, error) { return []string{}, nil }
		var told []string
		o.Notify = func(text string) { told = append(told, text) }
		results := conformance.RunSuite(t.Context(), casesFor(t, backend.Fault{Callback: "send"}, "baseline-minimal",
			"eventtime-string"), o)
		if found, first := findingsOf(t, results); len(found) > 0 {
			t.Errorf("got %v, want nothing", explained(first))
		}
		if len(told) != 1 || !strings.Contains(told[0], "nothing was stored within 1s") {
			t.Errorf("got %q, want one word that nothing was stored", told)
		}
	})
}
