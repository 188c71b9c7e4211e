package report

import (
	"fmt"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// Lines is the Text of a whole run. Of the cases that could not be judged for the same reason, the first three have a
// line, and the others are counted.
type Lines struct {
	Text
	errors repeated
}

// mostAlike is how many cases with the same reason have a line.
const mostAlike = 3

// Case writes the line of a case, or counts the case.
func (l *Lines) Case(c Case) {
	if l.Verbose == 0 && words.OutcomeNamed(c.Outcome) == judge.Error {
		if reason := answerLine(why.Masked(l.W, c)); l.errors.add(reason) > mostAlike {
			return
		}
	}
	l.Text.Case(c)
}

// End writes the counts, then what [Text.End] writes.
func (l *Lines) End(d *Document) {
	for _, e := range l.errors {
		if e.count > mostAlike {
			l.result("", judge.Error, fmt.Sprintf("... and %d more", e.count-mostAlike), e.text)
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

// add counts a text and returns its count.
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
