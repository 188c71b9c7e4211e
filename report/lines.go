package report

import (
	"fmt"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/words"
)

// Lines is a Text for a whole run, which counts what it would otherwise say over and over.
// A case that could not be judged has a line only while its reason is new.
type Lines struct {
	Text
	errors repeated
}

// mostAlike is how often the same reason is told in full.
const mostAlike = 3

// Case writes the line of a case, unless three with its reason were written.
func (l *Lines) Case(c Case) {
	if l.Verbose == 0 && words.OutcomeNamed(c.Outcome) == judge.Error && l.errors.add(answerLine(maskedCase(l.W,
		c))) > mostAlike {
		return
	}
	l.Text.Case(c)
}

// End writes what was counted, then all that [Text.End] does.
func (l *Lines) End(d *Document) {
	for _, e := range l.errors {
		if e.count > mostAlike {
			l.result(judge.Error, fmt.Sprintf("... and %d more", e.count-mostAlike), e.text)
		}
	}
	l.Text.End(d)
}

// repeated counts texts, in the order of the first of each.
type repeated []countedText

type countedText struct {
	text  string
	count int
}

// add counts a text and says how often it was there.
func (r *repeated) add(text string) int {
	for i := range *r {
		if e := &(*r)[i]; e.text == text {
			e.count++
			return e.count
		}
	}
	*r = append(*r, countedText{text, 1})
	return 1
}
