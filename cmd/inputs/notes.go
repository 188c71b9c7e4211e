package inputs

import (
	"fmt"

	"github.com/timhook/timhook/webhook/capture/read"
)

// Notes are what was odd in inputs, in the words that all verbs share. The zero value works.
type Notes struct {
	list  []note
	index map[string]int // of each text, from 0
}

type note struct {
	text  string
	place string // of the first entry
	count int
}

// mostNotes bounds the texts that are kept apart; hostile input could make one of each entry.
const mostNotes = 100

// Entry takes what was odd about an entry. It returns the lines of what no entry before had.
func (n *Notes) Entry(e *read.Entry) (first []string) {
	for _, text := range e.Notes {
		i, known := n.index[text]
		switch {
		case known:
			n.list[i].count++
			continue
		case len(n.list) == mostNotes:
			continue
		case n.index == nil:
			n.index = map[string]int{}
		}
		n.index[text] = len(n.list)
		one := note{text, fmt.Sprintf("%s:%d", e.Input, max(e.Line, 1)), 1}
		n.list = append(n.list, one)
		first = append(first, one.line())
	}
	return first
}

// Lines are one for each text, with the number of entries that it is about.
func (n *Notes) Lines() []string {
	lines := make([]string, 0, len(n.list))
	for _, one := range n.list {
		lines = append(lines, one.line())
	}
	return lines
}

func (one note) line() string {
	if one.count > 1 {
		return fmt.Sprintf("note: %s and %d more: %s", one.place, one.count-1, one.text)
	}
	return fmt.Sprintf("note: %s: %s", one.place, one.text)
}

// PassedOver has a line for each reason for which requests of an input are none of Chat's callbacks. It is empty where
// the input holds nothing else, since then [read.EmptyInput] tells it.
func PassedOver(in read.Input, s *read.Summary) []string {
	if s.Entries+s.Bad == 0 {
		return nil
	}
	var lines []string
	for _, p := range s.Passed {
		what := fmt.Sprintf("%s:%d: passed over", in.Name, max(p.Line, 1))
		if p.Count > 1 {
			what = fmt.Sprintf("%s: passed over %d requests, the first in line %d", in.Name, p.Count, max(p.Line, 1))
		}
		lines = append(lines, "note: "+what+": "+p.Why)
	}
	return lines
}
