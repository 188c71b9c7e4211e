package report

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// caseOutcomes are the outcomes that a case of a document may have. A case that only informs is a pass with notes.
func caseOutcomes() []judge.Outcome {
	return slices.DeleteFunc(judge.Outcomes(), func(o judge.Outcome) bool { return o == judge.Info })
}

// isNote is true of a finding that fails nothing.
func isNote(outcome string) bool { return outcome == words.Outcome(judge.Info) }

// noted is a note and the cases that have it.
type noted struct {
	text  string
	cases []string // "neg-path-wrong (bot, send)", or without the callbacks
	fix   string   // of a note that is a finding
}

// String is one line: "behave-path-404: got HTTP status 200 OK, want 404: neg-path-wrong. Fix: handle callbacks on …".
func (n noted) String() string {
	line := n.text + ": " + strings.Join(n.cases, ", ")
	if n.fix != "" {
		line += ". Fix: " + n.fix
	}
	return line
}

// digits differ between notes that say the same, as times do.
var digits = pattern.Of(`\d+`)

// notedIn are the notes of a document, each text once. With callbacks each case names those that have the note.
func notedIn(d *Document, withCallbacks bool) []noted {
	var all []Case
	for _, c := range d.Cases {
		for _, text := range c.Notes {
			all = append(all, Case{ID: c.ID, Callback: c.Callback, Notes: []string{text}})
		}
	}
	var list []noted
	for _, group := range why.Grouped(all, func(c Case) string { return digits().ReplaceAllString(c.Notes[0], "0") }) {
		n := noted{text: group[0].Notes[0]}
		for _, f := range d.Findings {
			if isNote(f.Outcome) && strings.HasPrefix(n.text, f.Check+": ") {
				n.fix = f.Fix
			}
		}
		for _, same := range why.Grouped(group, func(c Case) string { return c.ID }) {
			name := same[0].ID
			if withCallbacks {
				var callbacks []string
				for _, c := range same {
					callbacks = append(callbacks, why.ShortName(c.Callback))
				}
				name += " (" + strings.Join(words.Once(callbacks), ", ") + ")"
			}
			n.cases = append(n.cases, name)
		}
		list = append(list, n)
	}
	return list
}
