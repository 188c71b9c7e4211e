package report

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/timhook/timhook/report/safe"
)

const (
	before = 60 // bytes of the body shown before the place
	after  = 30 // and behind it
)

// place is the part of a body around a caret, made visible: what stands before it, under it and behind it.
type place struct {
	before, under, rest string
	more                string // says how much of the body follows
}

// placeOf is the place of a finding in the answer that shows it. There is none where the finding blames no byte of the
// body, or one that is not kept.
func placeOf(f Finding) (p place, ok bool) {
	body := f.Sample.Answer.Text()
	if f.Caret == nil || f.Caret.Offset < 0 || f.Caret.Offset > len(body) {
		return place{}, false
	}
	from, to := safe.RuneStart(body, f.Caret.Offset), safe.RuneEnd(body,
		f.Caret.Offset+min(max(f.Caret.Length, 1), before))
	start, end := safe.RuneStart(body, from-before), safe.RuneEnd(body, to+after)
	window := margin(start) + body[start:end]
	shift := len(window) - end
	text, first, last := safe.VisibleAt(window, from+shift, to+shift)
	return place{text[:first], text[first:last], text[last:], f.Sample.Answer.Remainder(body, end)}, true
}

// line is the part of the body in one line.
func (p place) line() string { return p.before + p.under + p.rest + p.more }

// carets are what stands below the line: blanks and carets, under the very bytes on a screen.
func (p place) carets() (blanks, carets string) {
	column, width := columns(p.before+p.under+p.rest, len(p.before), len(p.before)+len(p.under))
	return strings.Repeat(" ", column), strings.Repeat("^", width)
}

// columns says where on the screen the bytes from first to last of a text stand. It goes by what people see as
// one character, since a byte in the middle of an emoji has no place of its own.
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
