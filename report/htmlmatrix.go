package report

import (
	"fmt"
	"slices"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/page"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/why"
)

// matrix shows which checks found something in which callbacks.
type matrix struct {
	Columns []matrixColumn
	Rows    []matrixRow
}

type matrixColumn struct {
	Short  string
	Name   []string // in pieces, between which the line may break
	Judged int
}

type matrixRow struct {
	Check, Title string
	Cells        []matrixCell
}

type matrixCell struct{ Class, Text, Link string }

// newMatrix counts, for each check and each callback, the cases with a finding. It is nil where nothing was judged.
func newMatrix(d *Document) *matrix {
	m := &matrix{}
	callbacks := byCallback(d)
	for _, cases := range callbacks {
		m.Columns = append(m.Columns, newMatrixColumn(cases))
	}
	if !slices.ContainsFunc(m.Columns, func(c matrixColumn) bool { return c.Judged > 0 }) {
		return nil
	}
	found, commands := foundByCheck(d), callbacksIn(d)
	for _, check := range checksOf(d) {
		isFound := func(f Finding) bool { return f.Check == check.Check }
		if isAboutStore(check.Check) && !slices.ContainsFunc(d.Findings, isFound) {
			continue
		}
		row := matrixRow{Check: safe.Visible(check.Check), Title: safe.Visible(check.Title)}
		for i, cases := range callbacks {
			shown := found[[2]string{check.Check, cases[0].Callback}]
			judged := m.Columns[i].Judged
			if known, err := judge.Lookup(check.Check); err == nil && !known.IsFor(commands[i]) {
				judged = 0
			}
			row.Cells = append(row.Cells, newMatrixCell(shown, judged, d, check.Check))
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// isAboutStore is true of a check on what a backend has stored. A document does not tell whether its run asked for
// that, so that no finding is no proof.
func isAboutStore(check string) bool {
	c, err := judge.Lookup(check)
	return err == nil && c.Under == judge.Stored
}

func newMatrixColumn(cases []Case) matrixColumn {
	counts := countOutcomes(cases)
	c := matrixColumn{Short: safe.Visible(cases[0].Callback), Judged: len(cases) - counts["skip"] - counts["error"]}
	if command, err := chat.Lookup(cases[0].Callback); err == nil {
		c.Short, c.Name = command.Short, pieces(command.Name)
	}
	return c
}

// pieces cuts a name before each capital that begins a word.
func pieces(name string) []string {
	var list []string
	start := 0
	for i := 1; i < len(name); i++ {
		if name[i] >= 'A' && name[i] <= 'Z' && name[i-1] >= 'a' {
			list = append(list, name[start:i])
			start = i
		}
	}
	return append(list, name[start:])
}

// checksOf are the checks of the catalogue that are for callbacks of the run, and those that only the run knows.
func checksOf(d *Document) []Finding {
	var list []Finding
	callbacks := callbacksIn(d)
	for _, c := range judge.Checks() {
		if slices.ContainsFunc(callbacks, c.IsFor) {
			list = append(list, why.FindingOf(c))
		}
	}
	for _, f := range d.Findings {
		if !slices.ContainsFunc(list, func(known Finding) bool { return known.Check == f.Check }) {
			list = append(list, f)
		}
	}
	return list
}

// callbacksIn are the callbacks of a run; nil is one that nobody knows, or that is not listed.
func callbacksIn(d *Document) []*payloads.Command {
	var list []*payloads.Command
	for _, cases := range byCallback(d) {
		c, _ := chat.Lookup(cases[0].Callback)
		list = append(list, c)
	}
	if len(list) == 0 {
		return []*payloads.Command{nil}
	}
	return list
}

// tally counts the cases of a callback that a check found something in, and keeps the worst outcome.
type tally struct {
	cases int
	worst string
}

func foundByCheck(d *Document) map[[2]string]tally {
	counts := map[[2]string]tally{}
	for _, c := range d.Cases {
		seen := map[string]string{}
		for _, x := range c.Exchanges {
			for _, f := range x.Found {
				if o := f.Outcome; seen[f.Check] == "" || rank(o) < rank(seen[f.Check]) {
					seen[f.Check] = o
				}
			}
		}
		for check, outcome := range seen {
			key := [2]string{check, c.Callback}
			t := counts[key]
			if t.cases++; t.worst == "" || rank(outcome) < rank(t.worst) {
				t.worst = outcome
			}
			counts[key] = t
		}
	}
	return counts
}

func newMatrixCell(t tally, judged int, d *Document, check string) matrixCell {
	switch {
	case t.cases > 0:
		cell := matrixCell{
			Class: "o-" + page.NewBadge(t.worst).Class,
			Text:  fmt.Sprintf("%s %d", page.NewBadge(t.worst).Mark, t.cases),
		}
		has := func(f Finding) bool { return f.Check == check && !isNote(f.Outcome) }
		if i := slices.IndexFunc(d.Findings, has); i >= 0 {
			cell.Link = findingID(i)
		}
		return cell
	case judged > 0:
		return matrixCell{Class: "none", Text: "✓"}
	}
	return matrixCell{Class: "none", Text: "–"}
}
