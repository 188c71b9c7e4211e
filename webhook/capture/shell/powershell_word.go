package shell

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

func isCurly(next []byte, quotes string) bool {
	return len(next) > 2 && next[0] == 0xe2 && strings.Contains(quotes, string(next[:3]))
}

// skipQuote takes a quote, straight or curly: PowerShell knows both.
func (r *powerShellReader) skipQuote() {
	if r.Peek(1)[0] == 0xe2 {
		r.Skip(3)
		return
	}
	r.Skip(1)
}

// single takes a text in single quotes, in which two are one.
func (r *powerShellReader) single(w *word, text *[]byte) error {
	r.skipQuote()
	w.content, w.exact, w.quoted = capture.Place{Line: r.Line, Column: r.Column}, true, true
	for {
		next := bytes.Clone(r.Peek(6)) // further looks move what a look has shown
		isQuote := len(next) > 0 && (next[0] == '\'' || isCurly(next, "‘’"))
		if isQuote {
			r.skipQuote()
			if again := r.Peek(3); len(again) == 0 || again[0] != '\'' && !isCurly(again, "‘’") {
				return nil
			}
			w.exact = false
		}
		c, err := r.Next()
		if err != nil {
			return unclosed(err, "a text in single quotes")
		}
		*text = append(*text, c)
	}
}

// double takes a text in double quotes, with variables and escapes. A quote of JSON that is spelt \" is one, though
// PowerShell ends the text there.
func (r *powerShellReader) double(w *word, text *[]byte) error {
	r.skipQuote()
	w.content, w.exact, w.quoted = capture.Place{Line: r.Line, Column: r.Column}, true, true
	begin := len(*text)
	isJSON := func() bool {
		got := bytes.TrimLeft((*text)[begin:], " \r\n")
		return len(got) > 0 && (got[0] == '{' || got[0] == '[')
	}
	for {
		next := bytes.Clone(r.Peek(3)) // further looks move what a look has shown
		if len(next) == 0 {
			_, err := r.Next()
			return unclosed(err, "a text in double quotes")
		}
		switch c := next[0]; {
		case c == '\\' && isJSON() && r.escapedQuote(text):
			w.notes, w.exact = []string{asMeant}, false
		case c == '"' && len(next) > 1 && next[1] == '"':
			r.Skip(2)
			*text = append(*text, '"')
			w.exact = false
		case c == '"', isCurly(next, "“”"):
			r.skipQuote()
			if w.notes != nil && !json.Valid((*text)[begin:]) {
				return scan.BadTextf("column %d: PowerShell ends the text there; write each quote in it as `\"", r.Column-1)
			}
			return nil
		case c == '`':
			if err := r.escape(next, text); err != nil {
				return err
			}
			w.exact = false
		case c == '$':
			r.variable(w, text)
			w.exact = false
		default:
			b, err := r.Next()
			if err != nil {
				return err
			}
			*text = append(*text, b)
		}
	}
}

// escapedQuote takes a quote with an odd number of backslashes in front, of which curl.exe keeps half.
func (r *powerShellReader) escapedQuote(text *[]byte) bool {
	next := r.Peek(64)
	n := len(next) - len(bytes.TrimLeft(next, `\`))
	if n%2 == 0 || n == len(next) || next[n] != '"' {
		return false
	}
	r.Skip(n + 1)
	*text = append(*text, strings.Repeat(`\`, n/2)+`"`...)
	return true
}

// escape takes what a backtick escapes.
func (r *powerShellReader) escape(next []byte, text *[]byte) error {
	r.Skip(1)
	if len(next) < 2 {
		return nil
	}
	if n := lineEnd(next[1:]); n > 0 {
		r.Skip(n)
		return nil
	}
	r.Skip(1)
	c := next[1]
	if c == '0' {
		return errEscapedNUL
	}
	if at := strings.IndexByte("nrtabfve", c); at >= 0 {
		c = "\n\r\t\a\b\f\v\x1b"[at]
	}
	*text = append(*text, c)
	return nil
}

// variable takes $name, ${name}, $env:name or $(…).
func (r *powerShellReader) variable(w *word, text *[]byte) {
	next := r.Peek(256)
	end := 1
	switch {
	case len(next) > 1 && (next[1] == '{' || next[1] == '('):
		closing := map[byte]byte{'{': '}', '(': ')'}[next[1]]
		at := bytes.IndexByte(next, closing)
		if at < 0 {
			at = len(next) - 1
		}
		end = at + 1
	default:
		for end < len(next) && (isNameByte(next[end]) || next[end] == ':' && end+1 < len(next) && isNameByte(next[end+1])) {
			end++
		}
	}
	if end == 1 {
		r.Skip(1)
		*text = append(*text, '$')
		return
	}
	shown := string(next[:end])
	r.Skip(end)
	isTarget := len(r.current.words) == 0 && len(*text) == 0
	if value, isSet := r.known["$"+strings.ToLower(strings.Trim(shown, "${}"))]; isSet && !isTarget {
		*text = append(*text, value.text...)
		w.holes = append(w.holes, value.holes...)
		return
	}
	*text = append(*text, holeByte...)
	w.holes = append(w.holes, hole{name: shown})
}

// hereString takes @'…'@ or @"…"@, whose quotes stand on lines of their own.
func (r *powerShellReader) hereString(w *word, text *[]byte) error {
	quote := r.Peek(2)[1]
	r.Skip(2)
	r.Skip(lineEnd(r.Peek(2)))
	w.content, w.exact, w.quoted = capture.Place{Line: r.Line, Column: r.Column}, true, true
	for {
		next := bytes.Clone(r.Peek(4)) // further looks move what a look has shown
		switch n := lineEnd(next); {
		case len(next) == 0:
			_, err := r.Next()
			return unclosed(err, "a here string @"+string(quote))
		case n > 0 && len(next) > n+1 && next[n] == quote && next[n+1] == '@':
			r.Skip(n + 2)
			return nil
		case quote == '"' && next[0] == '$':
			r.variable(w, text)
			w.exact = false
			continue
		case quote == '"' && next[0] == '`':
			if err := r.escape(next, text); err != nil {
				return err
			}
			w.exact = false
			continue
		}
		c, err := r.Next()
		if err != nil {
			return err
		}
		*text = append(*text, c)
	}
}
