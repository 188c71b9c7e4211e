package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"github.com/timhook/timhook/conformance"
)

const (
	before = 60 // bytes of the body shown before the place
	after  = 30 // and behind it
)

// place shows the answer with a caret under the very bytes, or says what was found where there is no place.
// The answer has a word in front, since GitHub's runner would obey a line that begins with two colons.
func (t Text) place(c conformance.Cause) {
	body := string(c.First.Exchange.Body)
	if c.Offset < 0 || c.Offset > len(body) {
		if len(body) > 0 {
			t.line("Body", t.excerpt(body, before+after))
		}
		t.row("", t.show(c.Message()))
		return
	}
	from, to := runeStart(body, c.Offset), runeEnd(body, c.Offset+min(max(c.Length, 1), before))
	lead, under, rest := secretsOf(t.W).parts(body, span{from, to})
	start, end := runeStart(lead, len(lead)-before), runeEnd(rest, after)
	window := margin(start) + lead[start:]
	text, first, last := visibleAt(window+under+rest[:end], len(window), len(window)+len(under))
	t.line("Body", text+remainder(rest, end))
	column, width := columns(text, first, last)
	t.line("", strings.Repeat(" ", column)+t.Palette.Strong(fmt.Sprintf("%s byte %d, %s", strings.Repeat("^", width), c.Offset, t.show(c.Message()))))
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
		return fmt.Sprintf("… (%d more bytes)", rest)
	}
	return ""
}

// excerpt is the beginning of a text from outside.
func (t Text) excerpt(s string, length int) string {
	s = secretsOf(t.W).mask(s)
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
