package report

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/timhook/timhook/report/safe"
)

// The bytes of a body that are shown in front of a place and behind it.
const (
	before = 60
	after  = 30
)

// place is the part of a body around a caret, made visible: before it, under it and behind it.
type place struct {
	before, under, rest string
	more                string // how much of the body follows: "… (1234 more bytes)"
}

// placeOf is the place of a finding in the answer that shows it. There is none for a finding about the whole answer, or
// about a byte that is not kept.
func placeOf(f Finding) (p place, ok bool) {
	body := f.Sample.Answer.Text()
	if f.Caret == nil || f.Caret.Offset < 0 || f.Caret.Offset > len(body) {
		return place{}, false
	}
	from := safe.RuneStart(body, f.Caret.Offset)
	to := safe.RuneEnd(body, f.Caret.Offset+min(max(f.Caret.Length, 1), before))
	start, end := safe.RuneStart(body, from-before), safe.RuneEnd(body, to+after)
	window := margin(start) + body[start:end]
	shift := len(window) - end
	text, first, last := safe.VisibleAt(window, from+shift, to+shift)
	return place{text[:first], text[first:last], text[last:], f.Sample.Answer.Remainder(body, end)}, true
}

// line is the part of the body in one line.
func (p place) line() string { return p.before + p.under + p.rest + p.more }

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

func margin(start int) string {
	if start > 0 {
		return "…"
	}
	return ""
}
