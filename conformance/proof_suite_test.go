package conformance_test

import (
	"fmt"
	"net/http"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
)

// mounted is the right backend on its path and nothing beside it, which leaves no check anything to remark on.
func mounted() http.Handler { return storing(nil) }

// storing is mounted with a store.
func storing(store *backend.Store) http.Handler {
	right := backend.Reference(backend.Options{SDKAppID: appID, Token: token, Store: store})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/im" {
			http.NotFound(w, r)
			return
		}
		right.ServeHTTP(w, r)
	})
}

// right is no fault at all.
func right() backend.Fault {
	return backend.Fault{
		Break: func(right http.Handler) http.Handler { return right }, Store: func(*backend.Store) {},
	}
}

// suiteResults plays a default run.
func suiteResults(t *testing.T, fault backend.Fault, jobs int) []conformance.SuiteResult {
	t.Helper()
	store := backend.NewStore()
	client := servingOn(t, fault.Break(storing(store)), fault)
	client.MaxResponse = 64 << 10 // what is endless is so at any limit
	o := suiteOptions(t, client)
	if fault.Store != nil {
		fault.Store(store)
		o.Effect = store.Stored
	}
	o.Jobs, o.NoShrink = jobs, true // a smaller packet is no other finding
	return conformance.RunSuite(t.Context(), casesFor(t, fault), o)
}

// suiteFindings plays a default run and says which checks find something, at any level and in any case, and where
// each does first.
func suiteFindings(t *testing.T, fault backend.Fault, jobs int) (found []string, first map[string]string) {
	t.Helper()
	return findingsOf(t, suiteResults(t, fault, jobs))
}

func findingsOf(t *testing.T, results []conformance.SuiteResult) (found []string, first map[string]string) {
	t.Helper()
	first = map[string]string{}
	for _, r := range results {
		if r.Outcome() == judge.Error {
			t.Errorf("%s: got an error, want a verdict", r.Case.Name())
		}
		for _, x := range r.Results {
			for _, f := range x.Judgement.Findings {
				if _, known := first[f.Check.ID]; !known {
					found = append(found, f.Check.ID)
					first[f.Check.ID] = fmt.Sprintf("%s (%s): %s", r.Case.Name(), x.Label, f.Message())
				}
			}
		}
	}
	return inOrder(found), first
}

// casesFor are the cases of a default run that can show a fault: those of the four, or those of its callback.
func casesFor(t *testing.T, fault backend.Fault, ids ...string) []*conformance.Case {
	t.Helper()
	return slices.DeleteFunc(cases.Suite(shownBy(t, fault)...), func(c *conformance.Case) bool {
		return c.Tags&conformance.TagStress != 0 || len(ids) > 0 && !slices.Contains(ids, c.ID)
	})
}

// inOrder sorts ids of checks as the checks stand.
func inOrder(list []string) []string {
	var ordered []string
	for _, c := range judge.Checks() {
		if slices.Contains(list, c.ID) {
			ordered = append(ordered, c.ID)
		}
	}
	return ordered
}

func TestNoCheckFindsAnythingInTheRightBackend(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		if found, first := suiteFindings(t, right(), 8); len(found) > 0 {
			t.Errorf("got %v, want nothing", first)
		}
	})
}

// Observations count as findings here: what a fault names is all that a report shows of it, warnings and remarks
// included. What a report shows first names the cause, where the fault has words for it.
func TestEveryFaultTripsExactlyItsChecksInTheWholeSuite(t *testing.T) {
	all := backend.Faults()
	if len(all) < 120 {
		t.Errorf("got %d faults, some were lost", len(all))
	}
	before := debug.SetGCPercent(400) // 200,000 exchanges leave little behind, and a fifth of the time goes into looking for it
	t.Cleanup(func() { debug.SetGCPercent(before) })
	for i, fault := range all {
		if sampled(i, fault.Name) {
			continue
		}
		t.Run(fault.Name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				results := suiteResults(t, fault, 8)
				found, first := findingsOf(t, results)
				if diff := cmp.Diff(fault.Trips, found); diff != "" {
					t.Errorf("got %v, want %v", explained(first), fault.Trips)
				}
				wantCause(t, fault, results)
			})
		})
	}
}

// The number of requests under way is the run's affair: one at a time and many at once find the same. Outside the gate,
// one fault in eight is a sample of it.
func TestEveryFaultTripsTheSameAtAnyNumberOfJobs(t *testing.T) {
	if raceDetector {
		t.Skip("the test above plays the same faults with several jobs; CI runs this one without the race detector")
	}
	before := debug.SetGCPercent(400)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	tried := 0
	for i, fault := range backend.Faults() {
		if os.Getenv("CI_E2E") != "all" && i%8 != 0 {
			continue
		}
		for _, jobs := range []int{1, conformance.MostJobs} {
			tried++
			t.Run(fmt.Sprintf("%s -j %d", fault.Name, jobs), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					found, first := suiteFindings(t, fault, jobs)
					if diff := cmp.Diff(fault.Trips, found); diff != "" {
						t.Errorf("got %v, want %v", explained(first), fault.Trips)
					}
				})
			})
		}
	}
	if tried < 20 {
		t.Errorf("got %d runs, some were lost", tried)
	}
}

// sampled says that a fault is left out under the race detector, which takes ten times as long: of those that
// every answer shows, one in sixteen is enough for it, and of the others one in six.
func sampled(i int, name string) bool {
	_, guarded := guards()[name]
	return raceDetector && (!guarded && i%16 != 0 || guarded && i%6 != 0)
}

func explained(first map[string]string) string {
	var lines []string
	for id, where := range first {
		lines = append(lines, id+" at "+where)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
