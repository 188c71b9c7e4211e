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
func (t Text) place(c conformance.Cause) {
	body := string(c.First.Exchange.Body)
	if c.Offset < 0 || c.Offset > len(body) {
		if len(body) > 0 {
			t.row("", Visible(cut(body, 0, before+after)))
		}
		t.row("", t.Palette.Strong(Visible(c.Message())))
		return
	}
	start := runeStart(body, c.Offset-before)
	stop := runeEnd(body, c.Offset+min(max(c.Length, 1), before))
	end := runeEnd(body, stop+after)
	lead, under := margin(start)+Visible(body[start:c.Offset]), Visible(body[c.Offset:stop])
	fmt.Fprintf(t.W, " %*s%s\n", label, "", lead+under+Visible(body[stop:end])+remainder(body, end))
	indent, carets := strings.Repeat(" ", displaywidth.String(lead)), strings.Repeat("^", max(1, displaywidth.String(under)))
	fmt.Fprintf(t.W, " %*s%s%s\n", label, "", indent, t.Palette.Strong(fmt.Sprintf("%s byte %d, %s", carets, c.Offset, Visible(c.Message()))))
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

func cut(s string, from, to int) string {
	to = runeStart(s, to)
	return s[from:to] + remainder(s, to)
}

// runeStart moves a position into the text and back to the start of a character.
func runeStart(s string, at int) int {
	at = max(0, min(at, len(s)))
	for at > 0 && at < len(s) && !utf8.RuneStart(s[at]) {
		at--
	}
	return at
}

// runeEnd moves a position into the text and on to the end of a character.
func runeEnd(s string, at int) int {
	at = max(0, min(at, len(s)))
	for at < len(s) && !utf8.RuneStart(s[at]) {
		at++
	}
	return at
}
