package shell

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/timhook/timhook/webhook/capture/scan"
)

// dollar takes what begins with a dollar sign or a backquote. No shell is run: what it would expand is a hole, but for
// variables that the script sets.
func (w *wordReader) dollar(first, second byte) error {
	switch {
	case first == '`':
		return w.backquoted()
	case second == '\'':
		w.Skip(2)
		w.one.quoted = true
		return w.escapes()
	case second == '"':
		w.Skip(1) // a text to be translated, which is itself where there is no translation
		return nil
	case second == '(':
		w.Skip(1)
		text, err := w.bracketed("a $(")
		if err == nil {
			w.hole("$("+text+")", text)
		}
		return err
	case second == '{':
		w.Skip(1)
		text, err := w.bracketed("a ${")
		if err == nil {
			w.braced(text)
		}
		return err
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
		if name = append(name, c); !isNameByte(c) || c <= '9' && len(name) == 2 {
			break
		}
	}
	w.value(string(name[1:]), string(name))
	return nil
}

// value adds the value of a variable, or a hole of the given name.
func (w *wordReader) value(name, shown string) {
	value, isKnown := w.known[name]
	if !isKnown {
		w.hole(shown, "")
		return
	}
	w.add(value)
}

// add adds a text that stands elsewhere. Without quotes around it, each blank in it ends a word.
func (w *wordReader) add(value word) {
	w.one.holes = append(w.one.holes, value.holes...)
	w.one.notes = append(w.one.notes, value.notes...)
	if w.quote != 0 {
		w.text = append(w.text, value.text...)
		return
	}
	for i, part := range strings.FieldsFunc(value.text, isBlank) {
		if i > 0 || isBlank(rune(value.text[0])) && len(w.text) > 0 {
			w.one.splits = append(w.one.splits, len(w.text))
		}
		w.text = append(w.text, part...)
	}
}

func isBlank(c rune) bool { return c == ' ' || c == '\t' || c == '\n' }

// braced adds what ${…} stands for: a variable, or its default where the script sets none.
func (w *wordReader) braced(text string) {
	end := strings.IndexFunc(text, func(c rune) bool { return c > 0x7f || !isNameByte(byte(c)) })
	if end < 0 {
		w.value(text, "${"+text+"}")
		return
	}
	name, rest := text[:end], text[end:]
	for _, operator := range []string{":-", ":=", "-", "="} {
		fallback, found := strings.CutPrefix(rest, operator)
		if !found || name == "" {
			continue
		}
		if value, isSet := w.known[name]; isSet && (value.text != "" || operator[0] != ':') {
			w.add(value)
			return
		}
		if value, ok := w.within(fallback); ok && !value.isOpen() {
			w.add(value)
			return
		}
	}
	w.hole("${"+text+"}", "")
}

// within reads the text of a default, with the quotes in it.
func (w *wordReader) within(text string) (word, bool) {
	inner := w.inside(text)
	one := &wordReader{tokens: inner}
	if w.quote == '"' {
		one.quote, one.here = '"', true
	}
	for !one.ended {
		if err := one.piece(inner.Peek(3)); err != nil {
			return word{}, false
		}
	}
	_, err := inner.Next()
	return one.done(), errors.Is(err, io.EOF)
}

// inside reads a text that stands within this one, with what is known here.
func (w *wordReader) inside(text string) *tokens {
	inner := scan.NewSource(strings.NewReader(text), int64(len(text))+1)
	inner.Line = w.Line - strings.Count(text, "\n")
	return &tokens{Source: inner, known: w.known}
}

// hole adds what only a shell knows. A command whose output it is may be one that is understood.
func (w *wordReader) hole(shown, command string) {
	h := hole{name: shown}
	if command != "" && !strings.HasPrefix(command, "(") {
		lines := &lines{tokens: w.inside(command)}
		for {
			list, err := lines.next()
			h.run = append(h.run, list...)
			if err != nil {
				if !errors.Is(err, io.EOF) {
					h.run = nil
				}
				break
			}
		}
		for _, p := range h.run {
			if p.callsCurl() {
				w.tokens.inner = append(w.tokens.inner, p)
			}
		}
		w.tokens.inner = append(w.tokens.inner, lines.inner...)
	}
	w.one.holes = append(w.one.holes, h)
	w.text = append(w.text, holeByte...)
}

// substituted takes <(…), which stands for the name of a file that holds what a command prints.
func (w *wordReader) substituted() error {
	sign := string(w.Peek(1))
	w.Skip(1)
	text, err := w.bracketed("a " + sign + "(")
	if err != nil {
		return err
	}
	w.hole(sign+"("+text+")", text)
	return nil
}

// backquoted takes `…`.
func (w *wordReader) backquoted() error {
	w.Skip(1)
	var text []byte
	for {
		c, err := w.Next()
		switch {
		case errors.Is(err, io.EOF):
			return scan.BadTextf("a text in backquotes, which a shell would run: the text ends before it does " +
				"(a line that goes on ends in \\)")
		case err != nil:
			return err
		case c == '`':
			w.hole("`"+string(text)+"`", string(text))
			return nil
		}
		text = append(text, c)
	}
}

// bracketed takes a text in brackets, of which the opening one comes next, and gives what stands between them. Quotes
// and here documents in it hold brackets of their own.
func (w *wordReader) bracketed(what string) (string, error) {
	b := brackets{tokens: w.tokens}
	err := b.take()
	if err != nil {
		return "", unclosed(err, what)
	}
	return string(b.text[1 : len(b.text)-1]), nil
}

// brackets is a text in brackets that is being taken.
type brackets struct {
	*tokens
	text []byte
	ends []string // of here documents that begin behind this line
}

func (b *brackets) one() (byte, error) {
	c, err := b.Next()
	if err == nil {
		b.text = append(b.text, c)
	}
	return c, err
}

// take takes the text up to the bracket that closes the first one.
func (b *brackets) take() error {
	open, err := b.one()
	if err != nil {
		return err
	}
	closing := map[byte]byte{'(': ')', '{': '}'}[open]
	for last := open; ; {
		next := b.Peek(3)
		if string(next[:min(2, len(next))]) == "<<" && string(next) != "<<<" && closing == ')' {
			b.text = append(b.text, "<<"...)
			b.Skip(2)
			b.hereEnd()
			continue
		}
		if len(next) > 0 && next[0] == open {
			if err := b.take(); err != nil {
				return err
			}
			continue
		}
		c, err := b.one()
		switch {
		case err != nil:
			return err
		case c == closing:
			return nil
		case c == '\\':
			_, err = b.one()
		case c == '\'' || c == '"' || c == '`':
			err = b.quoted(c, c != '\'' || last == '$')
		case c == '\n':
			err = b.documents()
		}
		if err != nil {
			return err
		}
		last = c
	}
}

// quoted takes a text up to its closing quote, which a backslash may escape.
func (b *brackets) quoted(quote byte, escapes bool) error {
	for {
		if next := b.Peek(2); quote == '"' && string(next) == "$(" {
			if _, err := b.one(); err != nil {
				return err
			}
			if err := b.take(); err != nil {
				return err
			}
			continue
		}
		c, err := b.one()
		switch {
		case err != nil || c == quote:
			return err
		case c == '\\' && escapes:
			if _, err := b.one(); err != nil {
				return err
			}
		}
	}
}

// hereEnd notes the end of a here document.
func (b *brackets) hereEnd() {
	line := b.Peek(128)
	end := strings.TrimLeft(string(line), "- \t")
	if at := strings.IndexAny(end, " \t\r\n;|&<>()"); at >= 0 {
		end = end[:at]
	}
	if end = strings.Trim(end, `'"\`); end != "" {
		b.ends = append(b.ends, end)
	}
}

// documents takes the here documents that begin here.
func (b *brackets) documents() error {
	for ; len(b.ends) > 0; b.ends = b.ends[1:] {
		for {
			var line []byte
			for !bytes.HasSuffix(line, []byte("\n")) {
				c, err := b.one()
				if err != nil {
					return err
				}
				line = append(line, c)
			}
			if strings.Trim(string(line), "\t\r\n") == b.ends[0] {
				break
			}
		}
	}
	return nil
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
			if text == holeByte {
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
