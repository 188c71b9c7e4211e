package catalogue

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/timhook/timhook/internal/requirement"
)

func requirementItem(r requirement.Requirement) Item {
	return Item{
		names: []string{r.ID},
		title: fmt.Sprintf(" (%s): %s", r.Level, r.Text),
		columns: facts{
			{"id", r.ID}, {"level", r.Level}, {"evidence", r.Evidence}, {"", testedBy(r)}, {"", withReason(r)},
		},
		data: facts{
			{"text", r.Text},
			{"source", r.Source},
			{"checks", append([]string{}, r.Checks...)},
			{"cases", append([]string{}, r.Cases...)},
			{"untested", r.Untested},
		},
		said: facts{
			{"Source", sourced(r.Source, r.Evidence)},
			{"Checks", r.Checks},
			{"Cases", r.Cases},
			{"Not tested", r.Untested},
		},
		untested: !r.IsTested(),
	}
}

// withReason is the requirement and, where nothing tests it, why.
func withReason(r requirement.Requirement) string {
	if r.IsTested() {
		return r.Text
	}
	return r.Text + " Why not: " + r.Untested + "."
}

// testedBy is what tests a requirement, in a word or two.
func testedBy(r requirement.Requirement) string {
	switch {
	case !r.IsTested():
		return "not tested"
	case len(r.Checks) == 0:
		return "cases"
	case len(r.Cases) == 0:
		return "checks"
	}
	return "checks, cases"
}

// Untested are the requirements of a list that nothing tests.
func Untested(list []Item) []Item {
	var untested []Item
	for _, i := range list {
		if i.untested {
			untested = append(untested, i)
		}
	}
	return untested
}

const requirementsHead = `# Requirements

What the pages of Tencent Cloud Chat ask of a backend, retold, beside what tests it. A check judges each answer; a case
is a request that ` + "`timhook test`" + ` sends. ` + "`timhook explain`" + ` with the name of either tells more, and
` + "`timhook list requirements --untested`" + ` lists what nothing tests, and why.

Inferred is what no page states: it follows from what pages say or captures show.
`

// WriteRequirements writes docs/requirements.md.
func WriteRequirements(w io.Writer) error {
	var page strings.Builder
	page.WriteString(requirementsHead)
	for _, s := range requirement.Sections() {
		fmt.Fprintf(&page, "\n## %s\n\n| requirement | source | tested by |\n|---|---|---|\n", s.Title)
		for _, r := range s.Requirements {
			fmt.Fprintf(&page, "| **%s** %s | %s | %s |\n", r.Level, r.Text, sourced(r.Source, r.Evidence),
				cmp.Or(quoted(r.Checks, r.Cases), "nothing: "+r.Untested))
		}
	}
	_, err := io.WriteString(w, page.String())
	return err
}

// quoted are names as code, one after the other.
func quoted(lists ...[]string) string {
	var names []string
	for _, list := range lists {
		for _, name := range list {
			names = append(names, "`"+name+"`")
		}
	}
	return strings.Join(names, ", ")
}
