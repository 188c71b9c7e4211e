package shell

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// escapes takes the rest of a $'…' with its escapes, as ANSI C has them.
func (w *wordReader) escapes() error {
	var units []uint16 // of \u escapes in a row: browsers write UTF-16
	for {
		c, err := w.Next()
		if err != nil {
			return unclosed(err, "a text in $'…'")
		}
		next := w.Peek(9)
		if c == '\\' && len(next) > 0 && next[0] == 'u' {
			if n, digits := number(next[1:], 4, 16); digits > 0 {
				if n == 0 {
					return errEscapedNUL
				}
				units = append(units, uint16(n))
				w.Skip(1 + digits)
				continue
			}
		}
		w.text = append(w.text, string(utf16.Decode(units))...)
		units = nil
		switch {
		case c == '\'':
			return nil
		case c != '\\' || len(next) == 0:
			w.text = append(w.text, c)
		default:
			text, size := ansiEscape(next)
			if text == holeByte {
				return errEscapedNUL
			}
			w.Skip(size)
			w.text = append(w.text, text...)
		}
	}
}

// ansiEscape reads an escape behind its backslash: the bytes that it means, and its length.
func ansiEscape(s []byte) (text string, size int) {
	if i := strings.IndexByte(`abeEfnrtv\'"?`, s[0]); i >= 0 {
		return "\a\b\x1b\x1b\f\n\r\t\v\\'\"?"[i : i+1], 1
	}
	switch s[0] {
	case 'x':
		if n, digits := number(s[1:], 2, 16); digits > 0 {
			return string([]byte{byte(n)}), 1 + digits
		}
	case 'U':
		if n, digits := number(s[1:], 8, 16); digits > 0 {
			return string(utf8.AppendRune(nil, rune(n))), 1 + digits
		}
	case 'c':
		if len(s) > 1 {
			return string([]byte{s[1] & 0x1f}), 2
		}
	}
	if n, digits := number(s, 3, 8); digits > 0 {
		return string([]byte{byte(n)}), digits
	}
	return `\` + string(s[:1]), 1
}

// number reads up to so many digits.
func number(s []byte, most, base int) (n uint64, digits int) {
	for digits < min(most, len(s)) {
		next, err := strconv.ParseUint(string(s[:digits+1]), base, 32)
		if err != nil {
			break
		}
		n, digits = next, digits+1
	}
	return n, digits
}
