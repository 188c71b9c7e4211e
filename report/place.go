package report

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/timhook/timhook/report/safe"
)

// How much of a body is shown. A shorter one is shown whole, and a longer one around the bytes in question. An end that
// is hardly longer than the words "… (24 more bytes)" is shown as well.
const (
	shortBody = 400 // bytes
	before    = 100 // in front of a place
	after     = 140 // behind it
)

// place is the part of a body around a caret, made visible: before it, under it and behind it.
type place struct {
	before, under, rest string
	more                string // how much of the body follows: "… (1234 more bytes)"
}

// span is a part of a text, in bytes.
type span struct{ start, stop int }

// spanOf is where a finding is in the answer that shows it. There is none for a finding about the whole answer, or
// about a byte that is not kept.
func spanOf(f Finding) (at span, ok bool) {
	body := f.Sample.Answer.Text()
	if f.Caret == nil || f.Caret.Offset < 0 || f.Caret.Offset > len(body) {
		return span{}, false
	}
	return span{
		safe.RuneStart(body, f.Caret.Offset),
		safe.RuneEnd(body, f.Caret.Offset+min(max(f.Caret.Length, 1), before)),
	}, true
}

// placeOf is the place of a finding in the answer that shows it; ok is false where it has none.
func placeOf(f Finding) (p place, ok bool) {
	at, ok := spanOf(f)
	if !ok {
		return place{}, false
	}
	w := windowOf(f.Sample.Answer, []span{at})
	m := w.marks[0]
	return place{w.text[:m.start], w.text[m.start:m.stop], w.text[m.stop:], w.more}, true
}

// carets are the blanks and carets of the line below, under the very bytes on a screen.
func (p place) carets() (blanks, carets string) {
	column, width := columns(p.before+p.under+p.rest, len(p.before), len(p.before)+len(p.under))
	return strings.Repeat(" ", column), strings.Repeat("^", width)
}

// window is the part of a body that holds some places, made visible in one line.
type window struct {
	text  string
	marks []span // the places in the text
	more  string // how much of the body follows
}

// windowOf is a window around the places; without one it is the beginning of the body.
func windowOf(a Answer, places []span) window {
	body := a.Text()
	escaped := escapedBytes(body)
	start, stop := 0, shortBody/escaped
	if len(body) > stop && len(places) > 0 {
		start, stop = len(body), 0
		for _, p := range places {
			start, stop = min(start, p.start-before/escaped), max(stop, p.stop+after/escaped)
		}
	}
	if start <= safe.Hardly {
		start = 0
	}
	if stop >= len(body)-safe.Hardly {
		stop = len(body)
	}
	start, stop = safe.RuneStart(body, start), safe.RuneEnd(body, stop)
	front := ""
	if start > 0 {
		front = "…"
	}
	w := window{text: safe.Visible(front + body[start:stop]), more: a.Remainder(body, stop)}
	for _, p := range places {
		shift := len(front) - start
		_, first, last := safe.VisibleAt(front+body[start:stop], p.start+shift, p.stop+shift)
		w.marks = append(w.marks, span{first, last})
	}
	return w
}

// escapedBytes is how many bytes on a screen one byte of the body takes: 4 where the body is no text, as in "\x80".
func escapedBytes(body string) int {
	beginning := body[:safe.RuneStart(body, shortBody)]
	if len(safe.Visible(beginning)) > 2*len(beginning) {
		return 4
	}
	return 1
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
