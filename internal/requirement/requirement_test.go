package requirement_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/requirement"
	"github.com/timhook/timhook/payloads/chat"
)

// Each requirement has a sentence, a source and either what tests it or the reason why nothing does.
func TestEachRequirementIsTestedOrSaysWhyNot(t *testing.T) {
	kebab, seen := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`), map[string]bool{}
	for _, r := range requirement.All() {
		t.Run(r.ID, func(t *testing.T) {
			if seen[r.ID] || !kebab.MatchString(r.ID) {
				t.Error("want an id of its own in kebab-case")
			}
			seen[r.ID] = true
			if !strings.HasSuffix(r.Text, ".") || r.Source == "" || strings.HasSuffix(r.Untested, ".") {
				t.Errorf("want a sentence, a source and a reason without a period, got %q, %q and %q", r.Text, r.Source,
					r.Untested)
			}
			if r.IsTested() == (r.Untested != "") {
				t.Errorf("got checks %v, cases %v and the reason %q, want either tests or a reason", r.Checks, r.Cases,
					r.Untested)
			}
		})
	}
	if len(seen) < 55 {
		t.Errorf("got %d requirements, some were lost", len(seen))
	}
}

// What a requirement names there is, and each check belongs to a requirement.
func TestRequirementsNameChecksAndCasesThatThereAre(t *testing.T) {
	asked := map[string]bool{}
	var ids []string
	for _, c := range cases.Suite(chat.All()...) {
		ids = append(ids, c.ID)
	}
	var checks []string
	for _, c := range judge.Checks() {
		checks = append(checks, c.ID)
	}
	for _, r := range requirement.All() {
		for _, id := range r.Checks {
			asked[id] = true
			if !slices.Contains(checks, id) {
				t.Errorf("%s: no check is %s", r.ID, id)
			}
		}
		for _, pattern := range r.Cases {
			start, isOpen := strings.CutSuffix(pattern, "*")
			is := func(id string) bool { return id == start || isOpen && strings.HasPrefix(id, start) }
			if !slices.ContainsFunc(ids, is) {
				t.Errorf("%s: no case is %s", r.ID, pattern)
			}
		}
	}
	for _, id := range checks {
		if !asked[id] {
			t.Errorf("the check %s is that of no requirement", id)
		}
	}
}
