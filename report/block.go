package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/report/why"

	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/report/words"
)

// End writes the findings, what else fails the run, and the summary.
func (t Text) End(d *Document) {
	d = why.Masked(t.W, d)
	t.Findings(d.Findings)
	if len(d.Cases) > 1 || len(d.Findings) > 0 {
		fmt.Fprintln(t.W)
	}
	t.summary(d)
}

// Findings writes findings, those on one answer as one block. What fails nothing is no block: the summary has its note.
func (t Text) Findings(findings []Finding) {
	for _, group := range why.Grouped(withoutNotes(findings), why.AnswerOf) {
		fmt.Fprintln(t.W)
		t.block(group)
	}
}

func withoutNotes(findings []Finding) []Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f Finding) bool { return isNote(f.Outcome) })
}

// isLong reports whether a value does not fit into the terminal.
func (t Text) isLong(value string) bool { return t.room() > 0 && terminal.Columns(value) > t.room() }

// block writes the findings on one answer: what they have in common once, and the place of each.
func (t Text) block(group []Finding) {
	t.heads(group)
	for _, row := range why.Rows(group) {
		switch {
		case row.Form == why.Body:
			t.places(group)
		case row.Name == why.AsCurl && len(row.Values[0]) > t.longestCurl(), row.Name == why.KnownAs && !t.Repeats:
		case row.Name == why.More && slices.ContainsFunc(row.Values, t.isLong):
			command := func(f Finding) string { return "timhook explain " + f.Check }
			t.rows(row.Name, words.Once(why.Texts(group, command)))
		case row.Form == why.Command:
			for _, value := range row.Values {
				t.command(row.Name, value)
				row.Name = ""
			}
		default:
			t.rows(row.Name, row.Values)
		}
	}
}

// longestCurl is how long a line may be that people copy.
const longestCurl = 4 << 10

// longestCurl is less on a terminal, where a long body would push the finding off the screen. Reproduce sends it, too.
func (t Text) longestCurl() int {
	if t.Palette.Columns() > 0 {
		return 1 << 10
	}
	return longestCurl
}

// heads writes a line for each check. On a terminal a rule leads from the first to the margin.
func (t Text) heads(group []Finding) {
	room, name := t.roomBehind(3), "  "+safe.Visible(group[0].Case)
	fits := room == 0 || terminal.Columns(why.Head(group[0])+name) <= room
	var seen []string
	for i, f := range group {
		head, rule := why.Head(f), ""
		if slices.Contains(seen, head) {
			continue
		}
		seen = append(seen, head)
		if i == 0 && fits {
			head += name
		}
		if left := room - terminal.Columns(head) - 1; left > 0 && i == 0 {
			rule = " " + strings.Repeat("─", left)
		}
		fmt.Fprintf(t.W, "── %s%s\n", t.Palette.Outcome(words.OutcomeNamed(f.Outcome), head), t.Palette.Faint(rule))
	}
	if !fits {
		t.row("Case", group[0].Case)
	}
}
