package conformance_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/backend"
)

// firstCause plays a default run and gives the cause that a report shows first.
func firstCause(t *testing.T, fault backend.Fault) (first conformance.Cause, all []conformance.Cause) {
	t.Helper()
	client := serving(t, fault.Break(mounted()))
	client.MaxResponse = 64 << 10
	o := suiteOptions(t, client)
	o.NoShrink = true
	run := conformance.Report{Suite: conformance.RunSuite(t.Context(), casesFor(t, fault), o)}
	for _, s := range run.Suite {
		run.Results = append(run.Results, s.Results...)
	}
	all = run.Causes()
	if len(all) == 0 {
		t.Fatalf("nothing was found")
	}
	return all[0], all
}

// words are what a report says of a cause.
func words(c conformance.Cause) string {
	_, fix := c.Advice()
	return c.Check.ID + " at " + c.First.Name() + "\n\tgot " + c.Got + "\n\tcause " + c.Why.Text + "\n\tfix " + fix
}

func TestTheFirstFindingNamesTheCause(t *testing.T) {
	tried := 0
	for _, fault := range backend.Faults() {
		if len(fault.Blames) == 0 {
			continue
		}
		if tried++; raceDetector && tried%8 != 0 {
			continue
		}
		t.Run(fault.Name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				first, all := firstCause(t, fault)
				said := words(first)
				for _, want := range fault.Blames {
					if !strings.Contains(strings.ToLower(said), strings.ToLower(want)) {
						t.Errorf("%s: want %q in the first of %d findings:\n%s", fault.Doc, want, len(all), said)
					}
				}
				if first.Why.ID == "" {
					t.Errorf("%s: no row of the table fits %s", fault.Doc, said)
				}
			})
		})
	}
	if tried < 60 {
		t.Errorf("%d faults name what blames them, want 60 or more", tried)
	}
}
