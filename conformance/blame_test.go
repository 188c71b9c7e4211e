package conformance_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/backend"
)

// words are what a report says of a cause.
func words(c conformance.Cause) string {
	_, fix := c.Advice()
	return c.Check.ID + " at " + c.First.Name() + "\n\tgot " + c.Got + "\n\tcause " + c.Why.Text + "\n\tfix " + fix
}

// wantCause wants the cause that a report of the run shows first to have the words that blame the fault.
func wantCause(t *testing.T, fault backend.Fault, results []conformance.SuiteResult) {
	t.Helper()
	if len(fault.Blames) == 0 {
		return
	}
	run := conformance.Report{Suite: results}
	for _, s := range run.Suite {
		run.Results = append(run.Results, s.Results...)
	}
	all := run.Causes()
	if len(all) == 0 {
		t.Fatalf("nothing was found")
	}
	said := words(all[0])
	for _, want := range fault.Blames {
		if !strings.Contains(strings.ToLower(said), strings.ToLower(want)) {
			t.Errorf("%s: want %q in the first of %d findings:\n%s", fault.Doc, want, len(all), said)
		}
	}
	if all[0].Why.ID == "" {
		t.Errorf("%s: no row of the table fits %s", fault.Doc, said)
	}
}

func TestManyFaultsNameWhatBlamesThem(t *testing.T) {
	naming := 0
	for _, fault := range backend.Faults() {
		if len(fault.Blames) > 0 {
			naming++
		}
	}
	if naming < 60 {
		t.Errorf("%d faults name what blames them, want 60 or more", naming)
	}
}
