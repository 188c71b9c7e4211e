package report_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report"
)

func TestJSONFormatsObeyTheirSchemas(t *testing.T) {
	for _, format := range []string{"json", "sarif", "har"} {
		for _, d := range []*report.Document{report.NewDocument(reporttest.Model(t, reporttest.Hostile)), report.NewDocument(suiteRun(t, reporttest.Hostile)), report.NewDocument(&conformance.Report{})} {
			reporttest.Obeys(t, format, formatted(t, format, d))
			d.Problems, d.Ended = []string{reporttest.Hostile}, reporttest.Hostile
			reporttest.Obeys(t, format, formatted(t, format, d))
		}
	}
}

type Run struct {
	Tool struct {
		Driver struct{ Rules []struct{ ID string } }
	}
	Invocations []struct{ ExecutionSuccessful bool }
	Results     []struct {
		RuleID              string
		RuleIndex           int
		Level               string
		PartialFingerprints map[string]string
		Suppressions        []any
	}
}

func readSARIF(t testing.TB, d *report.Document) Run {
	t.Helper()
	var log struct{ Runs []Run }
	if err := json.Unmarshal([]byte(formatted(t, "sarif", d)), &log); err != nil {
		t.Fatal(err)
	}
	return log.Runs[0]
}

func TestSARIFHasARuleForEachCheckAndAResultForEachFinding(t *testing.T) {
	run := readSARIF(t, report.NewDocument(reporttest.Model(t, reporttest.Hostile)))
	forSend := slices.DeleteFunc(judge.Checks(), func(c *judge.Check) bool { return !c.IsFor(reporttest.Packet(t, "{}").Command) })
	if want := len(forSend) + 1; len(run.Tool.Driver.Rules) != want { // and the hostile one
		t.Errorf("got %d rules, want %d", len(run.Tool.Driver.Rules), want)
	}
	var levels []string
	fingerprints := map[string]bool{}
	for _, r := range run.Results {
		levels = append(levels, r.Level)
		fingerprints[r.PartialFingerprints["timhookCause/v1"]] = true
		if run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID {
			t.Errorf("result %s points to rule %d, which is %s", r.RuleID, r.RuleIndex,
				run.Tool.Driver.Rules[r.RuleIndex].ID)
		}
	}
	if diff := cmp.Diff([]string{"error", "error", "warning", "note", "note"}, levels); diff != "" {
		t.Errorf("levels (-want +got):\n%s", diff)
	}
	if len(fingerprints) != len(run.Results) {
		t.Errorf("got %d fingerprints for %d causes", len(fingerprints), len(run.Results))
	}
	if len(run.Results[4].Suppressions) != 1 || run.Invocations[0].ExecutionSuccessful {
		t.Error("want the known failure suppressed, and a run that could not do its work since an answer could not be judged")
	}
}

// Code scanning follows a finding from run to run by its fingerprint, whatever seed, case and time these have.
func TestAFingerprintIsThatOfTheCause(t *testing.T) {
	one, other := report.NewDocument(reporttest.Model(t, "x")), report.NewDocument(reporttest.Model(t, "x"))
	other.Seed, other.Findings[0].Case, other.Findings[0].Got, other.Findings[0].Offset = new(uint64(7)), "another", "something else", 3
	if diff := cmp.Diff(readSARIF(t, one).Results[0].PartialFingerprints, readSARIF(t, other).Results[0].PartialFingerprints); diff != "" {
		t.Errorf("(-one +other):\n%s", diff)
	}
}
