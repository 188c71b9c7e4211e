// Package safe decides what may be seen. A text from a backend or a file goes through [Visible] before it reaches a
// terminal, a log or a page, and everything that is written goes through a [Redactor], which hides the secrets.
package safe

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible makes a text of unknown origin harmless: control characters, escape sequences, bidirectional overrides,
// invisible characters and invalid UTF-8 become visible escapes. Newlines become \n, so the result is one line. The
// bracket of "##[" becomes one too: anywhere in a line it begins a command to GitHub's runner.
func Visible(s string) string {
	if isHarmless(s) {
		return s
	}
	text, _, _ := VisibleAt(s, 0, 0)
	return text
}

// VisibleAt is [Visible], and gives the places in the result of two places in s. Both are at the start of a character.
func VisibleAt(s string, from, to int) (text string, start, stop int) {
	var b strings.Builder
	for i := 0; ; {
		if i == from {
			start = b.Len()
		}
		if i == to {
			stop = b.Len()
		}
		if i == len(s) {
			return b.String(), start, stop
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '[' && strings.HasSuffix(s[:i], "##"):
			b.WriteString(`\x5b`)
		case r == zeroWidthJoiner && joins(s[:i], s[i+size:]):
			b.WriteRune(r)
		default:
			b.WriteString(visibleRune(r, s[i:i+size]))
		}
		i += size
	}
}

func isHarmless(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return !strings.Contains(s, "##[")
}

func visibleRune(r rune, bytes string) string {
	switch {
	case r == utf8.RuneError && len(bytes) == 1:
		return fmt.Sprintf(`\x%02x`, bytes[0])
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < ' ' || r == 0x7f:
		return fmt.Sprintf(`\x%02x`, r)
	case shows(r):
		return bytes
	case r > 0xffff:
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// The characters that Unicode's tables alone would put into the wrong class.
const (
	zeroWidthJoiner = '\u200d' // not printable, but a family emoji falls apart without it
	emojiStyle      = '\ufe0f' // the variation selector that emoji carry
	brailleBlank    = '\u2800' // a symbol to Unicode, a blank on the screen
	arrowLeftRight  = '\u2194' // the one part of an emoji that Unicode counts among the mathematical symbols
)

// shows is true of a character that leaves a mark and does nothing else to a line.
func shows(r rune) bool {
	return r == emojiStyle ||
		unicode.IsPrint(r) && r != brailleBlank &&
			!unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// joins is true of a zero width joiner between two emoji, where it belongs.
func joins(before, after string) bool {
	before = strings.TrimRightFunc(before, func(r rune) bool {
		return r == emojiStyle || unicode.Is(unicode.Sk, r) && r > 0xffff
	})
	left, _ := utf8.DecodeLastRuneInString(before)
	right, _ := utf8.DecodeRuneInString(after)
	isEmoji := func(r rune) bool {
		return r == arrowLeftRight || unicode.Is(unicode.So, r) && shows(r) && r != utf8.RuneError
	}
	return isEmoji(left) && isEmoji(right)
}

// Unobeyed is a line that does not begin with two colons, which GitHub's runner would obey.
func Unobeyed(line string) string {
	if rest, found := strings.CutPrefix(strings.TrimLeft(line, " "), ":"); found && strings.HasPrefix(rest, ":") {
		return line[:len(line)-len(rest)-1] + `\x3a` + rest
	}
	return line
}

// GitHubData escapes what would end a workflow command or begin another.
func GitHubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// GitHubProperty is [GitHubData] for a property of a command, which a colon or a comma would end.
func GitHubProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}

// RuneStart is the position moved into the text and back to the start of its character. A byte that is part of none is
// its own start.
func RuneStart(s string, at int) int {
	at = max(0, min(at, len(s)))
	for back := 1; back < utf8.UTFMax && back <= at; back++ {
		if _, size := utf8.DecodeRuneInString(s[at-back:]); size > back {
			return at - back
		}
	}
	return at
}

// RuneEnd is the position moved into the text and on to the end of its character.
func RuneEnd(s string, at int) int {
	start := RuneStart(s, at)
	if at = max(0, min(at, len(s))); start == at {
		return at
	}
	_, size := utf8.DecodeRuneInString(s[start:])
	return start + size
}

// Cut is a text of about so many bytes: whole characters, and "…" for the rest. A text that is hardly longer is not
// cut.
func Cut(s string, most int) string {
	if len(s) <= most+Hardly {
		return s
	}
	if to := RuneStart(s, most); to < len(s) {
		return s[:to] + "…"
	}
	return s
}
