package report

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// unlisted counts, by outcome, the cases of a run that is too long to keep all.
func unlisted(r *conformance.Report) map[string]int {
	if r.Tally == nil {
		return nil
	}
	listed := map[judge.Outcome]int{}
	for _, result := range r.Results {
		listed[result.Outcome()]++
	}
	left := map[string]int{}
	for _, o := range judge.Outcomes() {
		if n := r.Tally.Count(o) - listed[o]; n > 0 {
			left[why.CaseOutcome(o)] += n
		}
	}
	return left
}

// more is how many cases are not listed.
func (d *Document) more() int {
	total := 0
	for _, n := range d.Unlisted {
		total += n
	}
	return total
}

// unlistedLine ends the list of cases: "and 1,200 more, not listed: 1,200 pass". It is empty when all are listed.
func unlistedLine(d *Document) string {
	var parts []string
	for _, o := range judge.Outcomes() {
		if n := d.Unlisted[words.Outcome(o)]; n > 0 {
			parts = append(parts, words.Number(n)+" "+words.Outcome(o))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf("and %s more, not listed: %s", words.Number(d.more()), strings.Join(parts, ", "))
}
