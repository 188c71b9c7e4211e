package why

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

// Row is one thing that is said of findings: a name, and below each other what is said under it.
type Row struct {
	Name   string
	Values []string
	Form   Form
}

// Form is how a row is laid out.
type Form uint8

// The forms.
const (
	Sentences Form = iota // may be wrapped
	Command               // to be copied, and broken only where a shell allows it
	Body                  // the answer with its places, see [Places]; Values are empty
)

// Rows are what is said of the findings on one answer, in the order in which it is read: what they have in common
// once, and what differs for each of them.
func Rows(group []Finding) []Row {
	first := group[0]
	list := []Row{
		{"Requirement", Texts(group, func(f Finding) string { return f.Title }), Sentences},
		{"Source", Texts(group, SourceLine), Sentences},
		{"Sent", []string{SentLine(first)}, Sentences},
		{"Shrunk", Texts(group, func(f Finding) string { return f.Shrunk }), Sentences},
		{"Got", []string{GotLine(first.Sample)}, Sentences},
		{"Body", nil, Body},
		{"Decision", Texts(group[:1], DecisionIn), Sentences},
		{"Cause", Texts(group, func(f Finding) string { return f.Cause }), Sentences},
		// The strongest: those of weaker findings say less about the same answer.
		{"Impact", Texts(group[:1], func(f Finding) string { return f.Impact }), Sentences},
		{"Fix", Texts(group, func(f Finding) string { return f.Fix }), Sentences},
	}
	list = slices.Concat(list, corrected(group), others(group), []Row{
		{"Not sent", Texts(group, NotSentLine), Sentences},
		{More, Texts(group, func(f Finding) string { return f.Docs }), Command},
		{"Reproduce", Texts(group[:1], func(f Finding) string { return f.Reproduce }), Command},
		{"Link", Texts(group[:1], LinkOf), Command},
		{AsCurl, Texts(group[:1], func(f Finding) string { return f.Curl }), Command},
		{KnownAs, Texts(group, func(f Finding) string { return KnownEntry(f.Case, f.Check) }), Sentences},
	})
	for i := range list {
		list[i].Values = words.Once(list[i].Values)
	}
	return slices.DeleteFunc(list, func(r Row) bool { return len(r.Values) == 0 && r.Form != Body })
}

// Rows that some readers go without, or get otherwise.
const (
	More    = "More"     // the address of the check's page
	AsCurl  = "As curl"  // the request once more, which may be long
	KnownAs = "Known as" // the entry of --known-failing that names the finding and nothing else
)

// corrected is the answer as it should have been, where that is known.
func corrected(group []Finding) []Row {
	i := slices.IndexFunc(group, func(f Finding) bool { return f.Corrected != "" })
	if i < 0 {
		return nil
	}
	list := []Row{{Name: "Corrected", Values: []string{group[i].Corrected}}}
	if !group[i].CorrectedSure {
		list = append(list, Row{Values: []string{"(a guess: compare it with what the backend means)"}})
	}
	return list
}

// others are which other cases show the same.
func others(group []Finding) (list []Row) {
	for _, name := range []string{"Same cause", "Same check"} {
		var those []Finding
		for _, f := range group {
			if f.Count > 1 && SameWord(f) == name {
				those = append(those, f)
			}
		}
		texts := Texts(those, MoreCases)
		if len(words.Once(texts)) > 1 {
			texts = Texts(those, func(f Finding) string { return f.Check + ": " + MoreCases(f) })
		}
		list = append(list, Row{Name: name, Values: texts})
	}
	return list
}

// Head is the first line of findings on one answer: "FAIL  resp-errorcode-present  MUST".
func Head(f Finding) string {
	return safe.Visible(fmt.Sprintf("%s  %s  %s", words.OutcomeNamed(f.Outcome), f.Check, f.Level))
}

// Marked is a part of an answer, and what is said of each of its places.
type Marked struct {
	Window
	Messages []string
}

// Places are the parts of the answer that findings are about, in the order of the bytes: one where all are near. What
// has no place in it is in rest.
func Places(group []Finding) (parts []Marked, rest []string) {
	var spans []Span
	var messages []string
	group = slices.Clone(group)
	slices.SortStableFunc(group, func(a, b Finding) int { return cmp.Compare(a.Offset, b.Offset) })
	for _, f := range group {
		if at, ok := SpanOf(f); ok {
			spans = append(spans, at)
			messages = append(messages, fmt.Sprintf("byte %d, %s", f.Offset, safe.Visible(f.Message)))
		} else {
			rest = append(rest, f.Message)
		}
	}
	answer := group[0].Sample.Answer
	switch {
	case len(spans) == 0 && answer.Text() != "", len(spans) > 0 && areNear(spans):
		parts = []Marked{{WindowOf(answer, spans), messages}}
	default:
		for i := range spans {
			parts = append(parts, Marked{WindowOf(answer, spans[i:i+1]), messages[i : i+1]})
		}
	}
	return parts, words.Once(rest)
}

// areNear reports whether one window can show all places.
func areNear(places []Span) bool {
	start, stop := places[0].Start, places[0].Stop
	for _, p := range places {
		start, stop = min(start, p.Start), max(stop, p.Stop)
	}
	return stop-start <= ShortBody
}
