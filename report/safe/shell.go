package safe

import (
	"fmt"
	"strings"
)

// PrintfFormat is a format for which the printf of any shell writes the bytes of body.
func PrintfFormat(body []byte) string {
	var b strings.Builder
	for i, c := range body {
		switch {
		case i == 0 && c == '-': // would read as an option of printf
			b.WriteString(`\055`)
		case c == '%':
			b.WriteString("%%")
		case c == '\\', c == '#', c < ' ', c >= 0x7f:
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// Quote is s as one word for a POSIX shell, zsh included. A word of harmless characters has no quotes. s has no NUL,
// since no shell can hold one.
func Quote(s string) string {
	harmless := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' ||
			strings.ContainsRune("-_./:,=+@%", r)
	}
	if s != "" && s[0] != '=' && strings.IndexFunc(s, func(r rune) bool { return !harmless(r) }) < 0 {
		return s
	}
	return "'" + insideQuotes(s) + "'"
}

func insideQuotes(s string) string { return strings.ReplaceAll(s, "'", `'\''`) }
