package shell

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/timhook/timhook/webhook/capture/scan"
)

// dollar takes what begins with a dollar sign or a backquote. No shell is run: what it would expand is noted.
func (w *wordReader) dollar(first, second byte) error {
	switch {
	case first == '`':
		return w.expansion('`', '`')
	case second == '\'':
		w.Skip(2)
		return w.escapes()
	case second == '"':
		w.Skip(1) // a text to be translated, which is itself where there is no translation
		return nil
	case second == '(':
		return w.expansion('(', ')')
	case second == '{':
		return w.expansion('{', '}')
	case isNameByte(second), strings.IndexByte("@*#?$!-", second) >= 0 && second != 0:
		return w.variable()
	}
	return w.take()
}

func isNameByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

func (w *wordReader) variable() error {
	name := []byte("$")
	w.Skip(1)
	for next := w.Peek(1); len(next) > 0 && (isNameByte(next[0]) || len(name) == 1); next = w.Peek(1) {
		c, err := w.Next()
		if err != nil {
			return err
		}
		if name = append(name, c); !isNameByte(c) {
			break
		}
	}
	w.expand(string(name))
	return nil
}

// expansion takes a text in brackets, with the brackets in it.
func (w *wordReader) expansion(open, closing byte) error {
	var text []byte
	for depth := 0; ; {
		c, err := w.Next()
		if err != nil {
			if open == '`' && errors.Is(err, io.EOF) {
				return scan.BadTextf("a text in backquotes, which a shell would run: the text ends before it does " +
					"(a line that goes on ends in \\)")
			}
			return unclosed(err, "a $"+string(open))
		}
		text = append(text, c)
		switch {
		case c == closing && (open != closing || len(text) > 1):
			depth--
		case c == open:
			depth++
		default:
			continue
		}
		if depth <= 0 {
			w.expand(string(text))
			return nil
		}
	}
}

func (w *wordReader) expand(what string) {
	if w.word.expands == "" {
		w.word.expands = what
	}
	w.text = append(w.text, expandHere...)
}

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
		case c == 0:
			return scan.BadTextf("got a NUL, which no shell line holds")
		case c != '\\' || len(next) == 0:
			w.text = append(w.text, c)
		default:
			text, size := ansiEscape(next)
			if text == expandHere {
				return scan.BadTextf("got an escaped NUL, which no shell word holds")
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
