package lint

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/timhook/timhook/internal/secret"
)

// longest is how much of a text from outside a message holds.
const longest = 60

// masked masks the token. A text is masked before it is cut, so that no piece of the token is left.
func (x *inspection) masked(s string) string {
	if x.options.Token == "" {
		return s
	}
	return strings.ReplaceAll(s, x.options.Token, secret.Mask)
}

// maskedPointer masks the token in names, which a JSON Pointer spells in its own way (RFC 6901, 3).
func (x *inspection) maskedPointer(pointer string) string {
	if x.options.Token == "" || pointer == "" {
		return pointer
	}
	return strings.ReplaceAll(pointer, strings.NewReplacer("~", "~0", "/", "~1").Replace(x.options.Token), secret.Mask)
}

// short bounds a text from outside.
func (x *inspection) short(s string) string {
	s = x.masked(s)
	if start := beginning(s, longest); len(start) < len(s) {
		return fmt.Sprintf("%s… (%d bytes)", start, len(s))
	}
	return s
}

// quoted is short with quotes around it, for a text that may be empty or hold blanks.
func (x *inspection) quoted(s string) string {
	s = x.masked(s)
	start := beginning(s, longest)
	if len(start) < len(s) {
		return fmt.Sprintf("%q and %d more bytes", start, len(s)-len(start))
	}
	return fmt.Sprintf("%q", s)
}

// beginning is at most n bytes of a text and cuts no character.
func beginning(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for back := 0; back < utf8.UTFMax && n > 0 && !utf8.RuneStart(s[n]); back++ {
		n--
	}
	return s[:n]
}
