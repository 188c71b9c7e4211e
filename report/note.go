package report

import (
	"regexp"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/words"
)

// caseOutcomes are the outcomes that a case of a document may have. A case that only informs is a pass with notes.
func caseOutcomes() []judge.Outcome {
	return slices.DeleteFunc(judge.Outcomes(), func(o judge.Outcome) bool { return o == judge.Info })
}

// CaseOutcome is the word of an outcome as a document has it.
func CaseOutcome(o judge.Outcome) string {
	if o == judge.Info {
		o = judge.Pass
	}
	return words.Outcome(o)
}

// isNote is true of a finding that fails nothing.
func isNote(outcome string) bool { return outcome == words.Outcome(judge.Info) }

// notesOf are what the results of a case tell without failing it: findings that fail nothing, and what the backend did
// where the case only looks.
func notesOf(results ...conformance.Result) []string {
	var notes []string
	add := func(text string) {
		if !slices.Contains(notes, text) {
			notes = append(notes, text)
		}
	}
	for _, r := range results {
		hide, found := policyIn(r), false
		for _, f := range r.Judgement.Findings {
			if r.OutcomeOf(f) == judge.Info {
				add(f.Check.ID + ": " + hide.Mask(f.Message()))
				found = true
			}
		}
		if r.Outcome() == judge.Info && !found {
			add("the backend " + r.Judgement.Reaction.String())
		}
	}
	return notes
}

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
var digits = regexp.MustCompile(`\d+`)

// notedIn are the notes of a document, each text once. With callbacks each case names those that have the note.
func notedIn(d *Document, withCallbacks bool) []noted {
	var all []Case
	for _, c := range d.Cases {
		for _, text := range c.Notes {
			all = append(all, Case{ID: c.ID, Callback: c.Callback, Notes: []string{text}})
		}
	}
	var list []noted
	for _, group := range grouped(all, func(c Case) string { return digits.ReplaceAllString(c.Notes[0], "0") }) {
		n := noted{text: group[0].Notes[0]}
		for _, f := range d.Findings {
			if isNote(f.Outcome) && strings.HasPrefix(n.text, f.Check+": ") {
				n.fix = f.Fix
			}
		}
		for _, same := range grouped(group, func(c Case) string { return c.ID }) {
			name := same[0].ID
			if withCallbacks {
				var callbacks []string
				for _, c := range same {
					callbacks = append(callbacks, shortName(c.Callback))
				}
				name += " (" + strings.Join(compacted(callbacks), ", ") + ")"
			}
			n.cases = append(n.cases, name)
		}
		list = append(list, n)
	}
	return list
}

// shortCase is the name of a case as people type it: "send/eventtime-string".
func shortCase(name string) string {
	callback, id, ok := strings.Cut(name, "/")
	if !ok {
		return name
	}
	return shortName(callback) + "/" + id
}

// shortName is a callback as people type it.
func shortName(callback string) string {
	if c, err := chat.Lookup(callback); err == nil {
		return c.Short
	}
	return callback
}
