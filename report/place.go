package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
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
	body := f.Sample.Answer.text()
	if f.Caret == nil || f.Caret.Offset < 0 || f.Caret.Offset > len(body) {
		return place{}, false
	}
	from, to := runeStart(body, f.Caret.Offset), runeEnd(body, f.Caret.Offset+min(max(f.Caret.Length, 1), before))
	start, end := runeStart(body, from-before), runeEnd(body, to+after)
	window := margin(start) + body[start:end]
	shift := len(window) - end
	text, first, last := visibleAt(window, from+shift, to+shift)
	return place{text[:first], text[first:last], text[last:], f.Sample.Answer.remainder(body, end)}, true
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

func remainder(body string, to int) string {
	if rest := len(body) - to; rest > 0 {
		return moreBytes(rest)
	}
	return ""
}

func moreBytes(n int) string {
	if n == 1 {
		return "… (1 more byte)"
	}
	return fmt.Sprintf("… (%d more bytes)", n)
}

// remainder says how much of the body follows, what is not kept included.
func (c Content) remainder(body string, to int) string {
	if rest := c.Bytes - to; c.Cut && rest > 0 {
		return moreBytes(rest)
	}
	return remainder(body, to)
}

// excerpt is the beginning of a text from outside.
func excerpt(s string, length int) string {
	to := runeStart(s, length)
	return Visible(s[:to]) + remainder(s, to)
}

// runeStart moves a position into the text and back to the start of a character. Bytes that belong to none stay where they are.
func runeStart(s string, at int) int {
	at = max(0, min(at, len(s)))
	for back := 1; back < utf8.UTFMax && back <= at; back++ {
		if _, size := utf8.DecodeRuneInString(s[at-back:]); size > back {
			return at - back
		}
	}
	return at
}

// runeEnd moves a position into the text and on to the end of a character.
func runeEnd(s string, at int) int {
	start := runeStart(s, at)
	if at = max(0, min(at, len(s))); start == at {
		return at
	}
	_, size := utf8.DecodeRuneInString(s[start:])
	return start + size
}
