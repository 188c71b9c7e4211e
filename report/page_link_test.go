package report_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/reporttest"
	"github.com/timhook/timhook/report/words"
)

// TestEachFormatLinksAFailureToItsPage looks for the address of the check's page, or, in 60 columns, for the command
// that shows the same.
func TestEachFormatLinksAFailureToItsPage(t *testing.T) {
	check := *reporttest.HostileCheck("plain")
	check.ID = "resp-json"
	run := &conformance.Report{Results: []conformance.Result{
		reporttest.Outcome(t, judge.Fail, "plain", reporttest.Found(&check, payloads.Must, "plain", 0)),
	}}
	without := map[string]bool{"har": true, "badge": true, "statement": true}
	for _, w := range writers(t) {
		t.Run(w.name, func(t *testing.T) {
			want := words.Page("checks", "resp-json")
			if w.name == "text-60" {
				want = "timhook explain resp-json"
			}
			if got := written(t, w, run); strings.Contains(got, want) == without[w.name] {
				t.Errorf("got no %s in\n%s", want, got)
			}
		})
	}
}
