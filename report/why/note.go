package why

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/words"
)

// CaseOutcome is the word of an outcome as a document has it.
func CaseOutcome(o judge.Outcome) string {
	if o == judge.Info {
		o = judge.Pass
	}
	return words.Outcome(o)
}

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

// ShortCase is the name of a case as people type it: "send/eventtime-string".
func ShortCase(name string) string {
	callback, id, ok := strings.Cut(name, "/")
	if !ok {
		return name
	}
	return ShortName(callback) + "/" + id
}

// ShortName is a callback as people type it.
func ShortName(callback string) string {
	if c, err := chat.Lookup(callback); err == nil {
		return c.Short
	}
	return callback
}
