// Package report writes what came of a run, in every format from one model.
//
// Whatever a backend or a file said goes through [Visible] before it reaches a terminal, a log or a page,
// and everything that is written goes through a [Redactor], which hides the token.
package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible makes a text of unknown origin harmless: control characters, escape sequences, bidirectional
// overrides, invisible characters and invalid UTF-8 become visible escapes. Newlines become \n, so the result is one line.
func Visible(s string) string {
	if isHarmless(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		b.WriteString(visibleRune(r, s[i:i+size]))
		i += size
	}
	return b.String()
}

func isHarmless(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
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
	case r == zeroWidthJoiner, unicode.IsPrint(r):
		return bytes
	case r > 0xffff:
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// zeroWidthJoiner is no printable character, but without it every family emoji falls apart.
const zeroWidthJoiner = '\u200d'
