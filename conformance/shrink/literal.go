package shrink

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// units splits the text between a string's quotes at the places where it can be cut: behind each character, escape,
// pair of escapes that are one character, or byte that belongs to no character.
func units(inner string) []string {
	list := make([]string, 0, len(inner))
	for len(inner) > 0 {
		n := unitLen(inner)
		list = append(list, inner[:n])
		inner = inner[n:]
	}
	return list
}

func unitLen(s string) int {
	const escape = len(`\u0000`)
	switch {
	case s[0] != '\\':
		_, n := utf8.DecodeRuneInString(s)
		return n
	case s[1] != 'u':
		return 2
	case len(s) >= 2*escape && utf16.DecodeRune(codeUnit(s), codeUnit(s[escape:])) != utf8.RuneError:
		return 2 * escape
	}
	return escape
}

// codeUnit reads an escape such as \ud83d, and anything else as 0.
func codeUnit(s string) rune {
	digits, isEscape := strings.CutPrefix(s, `\u`)
	if !isEscape {
		return 0
	}
	n, _ := strconv.ParseUint(digits[:4], 16, 16) // JSON has hexadecimal digits there
	return rune(n)
}

// number is a literal of JSON in its parts, each as it is spelt.
type number struct {
	sign     string // "-" or empty
	digits   string
	fraction string // without the point
	mark     string // before the exponent: "e", "E+"
	exponent string
}

func parseNumber(literal string) number {
	var n number
	if rest, negative := strings.CutPrefix(literal, "-"); negative {
		n.sign, literal = "-", rest
	}
	if i := strings.IndexAny(literal, "eE"); i >= 0 {
		n.exponent = strings.TrimLeft(literal[i+1:], "+-")
		n.mark = literal[i : len(literal)-len(n.exponent)]
		literal = literal[:i]
	}
	n.digits, n.fraction, _ = strings.Cut(literal, ".")
	return n
}

func (n number) String() string {
	text := n.sign + n.digits
	if n.fraction != "" {
		text += "." + n.fraction
	}
	return text + n.mark + n.exponent
}

// integer, plain, whole and positive are the number without what makes it special.
func (n number) integer() number { return number{sign: n.sign, digits: n.digits} }

func (n number) plain() number {
	n.mark, n.exponent = "", ""
	return n
}

func (n number) whole() number {
	n.fraction = ""
	return n
}

func (n number) positive() number {
	n.sign = ""
	return n
}
