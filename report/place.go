package report

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/timhook/timhook/report/why"
)

// place is the part of a body around a caret, made visible: before it, under it and behind it.
type place struct {
	before, under, rest string
	more                string // how much of the body follows: "… (1234 more bytes)"
}

// placeOf is the place of a finding in the answer that shows it; ok is false where it has none.
func placeOf(f Finding) (p place, ok bool) {
	at, ok := why.SpanOf(f)
	if !ok {
		return place{}, false
	}
	w := why.WindowOf(f.Sample.Answer, []why.Span{at})
	m := w.Marks[0]
	return place{w.Text[:m.Start], w.Text[m.Start:m.Stop], w.Text[m.Stop:], w.More}, true
}

// carets are the blanks and carets of the line below, under the very bytes on a screen.
func (p place) carets() (blanks, carets string) {
	column, width := columns(p.before+p.under+p.rest, len(p.before), len(p.before)+len(p.under))
	return strings.Repeat(" ", column), strings.Repeat("^", width)
}

// columns are where the bytes from first to last of a text are on a screen. A byte in the middle of an emoji has no
// column of its own, so it counts what people see as one character.
func columns(text string, first, last int) (column, width int) {
	at, end := 0, 0
	graphemes := displaywidth.StringGraphemes(text)
	for graphemes.Next() {
		if at += len(graphemes.Value()); at <= first {
			column += graphemes.Width()
			end = column
			continue
		}
		if end == column || at-len(graphemes.Value()) < last {
			end += graphemes.Width()
		}
		if at >= last {
			break
		}
	}
	return column, max(1, end-column)
}
