package shell

import (
	"bytes"
	"slices"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// Notes about how PowerShell gives a text to curl.exe.
const (
	asOldShell = "read as Windows PowerShell 5 gives it to curl.exe, which turns \\\" into a quote; " +
		"PowerShell 7.3 and later send the backslashes"
	asNewShell = "read as PowerShell 7.3 and later give it to curl.exe; Windows PowerShell 5 drops the quotes in it"
	asMeant    = "read with \\\" as a quote, as it is meant; PowerShell ends its text at each quote that has no ` in front"
)

// powerShellLine takes a line of PowerShell, however long it goes on.
func (s *Script) powerShellLine() ([]pipeline, error) {
	r := &powerShellReader{Source: s.source, known: s.known}
	return r.read()
}

// powerShellReader takes a line of PowerShell apart.
type powerShellReader struct {
	*scan.Source
	known   variables
	current command
	list    pipeline
	all     []pipeline
}

// read takes the commands of the line. With the end of the text comes io.EOF.
func (r *powerShellReader) read() ([]pipeline, error) {
	for {
		next := r.Peek(3)
		switch {
		case len(next) == 0:
			_, err := r.Next()
			if !scan.Failed(err) {
				r.endCommand(true)
			}
			return r.all, err
		case next[0] == ' ', next[0] == '\t', next[0] == '\r':
			r.Skip(1)
		case next[0] == '`' && lineEnd(next[1:]) > 0:
			r.Skip(1 + lineEnd(next[1:]))
		case next[0] == '`' && r.blankAtEnd():
			return r.all, scan.BadTextf("a blank behind the ` at the end of line %d, so that PowerShell ends the command "+
				"there; delete the blank", r.Line)
		case next[0] == '\n':
			r.Skip(1)
			if len(r.current.words) == 0 && len(r.list) > 0 {
				continue // the line goes on behind the bar
			}
			r.endCommand(true)
			return r.all, nil
		case next[0] == '#':
			for c := r.Peek(1); len(c) > 0 && c[0] != '\n'; c = r.Peek(1) {
				r.Skip(1)
			}
		case next[0] == '|' && (len(next) < 2 || next[1] != '|'):
			r.Skip(1)
			r.endCommand(false)
		case strings.IndexByte("|;&", next[0]) >= 0:
			r.Skip(1)
			r.endCommand(len(r.current.words) > 0)
		default:
			if err := r.argument(); err != nil {
				return r.all, err
			}
		}
	}
}

// blankAtEnd reports whether blanks and the end of the line follow a backtick.
func (r *powerShellReader) blankAtEnd() bool {
	next := r.Peek(64)[1:]
	behind := bytes.TrimLeft(next, " \t")
	return len(behind) < len(next) && lineEnd(behind) > 0
}

// endCommand ends a command, and the pipeline too where nothing is piped on.
func (r *powerShellReader) endCommand(whole bool) {
	words := r.current.words
	if len(words) > 1 && strings.HasPrefix(words[0].text, holeByte) && words[1].text == "=" {
		name := strings.TrimPrefix(words[0].holes[0].name, "$")
		switch behind := words[2:]; {
		case len(behind) == 1 && whole && len(r.list) == 0:
			r.known.put("$"+strings.ToLower(name), "$"+name, behind[0])
		case whole && len(r.list) == 0:
			r.known.put("$"+strings.ToLower(name), "$"+name, word{text: holeByte, holes: []hole{{name: "$" + name}}})
		}
		r.current.words = words[2:]
	}
	if len(r.current.words) > 0 {
		r.current.dialect = powerShell
		if (pipeline{r.current}).callsCurl() {
			r.current.notes = given(r.current.words[1:])
		}
		r.list = append(r.list, r.current)
	}
	r.current = command{}
	if whole && len(r.list) > 0 {
		r.all, r.list = append(r.all, r.list), nil
	}
}

// given makes of the words what PowerShell gives to curl.exe. Up to version 7.2 it puts quotes around a word with
// blanks and leaves those within as they are, for which reason its users write \" for each.
func given(words []word) (notes []string) {
	add := func(note string) {
		if !slices.Contains(notes, note) {
			notes = append(notes, note)
		}
	}
	for i := range words {
		w := &words[i]
		switch {
		case w.notes != nil:
			add(w.notes[0])
			w.notes = nil
		case !strings.Contains(w.text, `"`):
		case strings.Contains(w.text, `\"`):
			var crt crtWords
			crt.quoted, crt.begun = true, true
			for j := range len(w.text) {
				if w.text[j] == '"' {
					crt.quote()
				} else {
					crt.letter(w.text[j])
				}
			}
			crt.end()
			if len(crt.words) != 1 {
				continue // no shell gives this as it is meant
			}
			w.text, w.exact = crt.words[0].text, false
			add(asOldShell)
		default:
			add(asNewShell)
		}
	}
	return notes
}

// argument takes a word.
func (r *powerShellReader) argument() error {
	w := word{begin: capture.Place{Line: r.Line, Column: r.Column}}
	var text []byte
	parts := 0
	isTarget := len(r.current.words) == 1 && r.current.words[0].text == holeByte
	for {
		next := r.Peek(6)
		if len(next) == 0 || strings.IndexByte(" \t\r\n|;", next[0]) >= 0 || next[0] == '&' && len(text) > 0 {
			break
		}
		if next[0] == '=' && (isTarget && len(text) == 0 || len(r.current.words) == 0 && string(text) == holeByte) {
			if len(text) == 0 {
				r.Skip(1)
				text = append(text, '=')
			}
			break
		}
		parts++
		switch c := next[0]; {
		case c == 0:
			return scan.BadTextf("got a NUL, which no shell line holds")
		case c == '@' && len(text) == 0 && len(next) > 2 && (next[1] == '\'' || next[1] == '"') && lineEnd(next[2:]) > 0:
			if err := r.hereString(&w, &text); err != nil {
				return err
			}
		case c == '\'', isCurly(next, "‘’"):
			if err := r.single(&w, &text); err != nil {
				return err
			}
		case c == '"', isCurly(next, "“”"):
			if err := r.double(&w, &text); err != nil {
				return err
			}
		case c == '`' && len(next) > 1:
			r.Skip(1)
			text = append(text, next[1])
			r.Skip(1)
		case c == '$':
			r.variable(&w, &text)
		case c == '>':
			r.Skip(1)
			if len(text) == 0 || allDigits(string(text)) || string(text) == "*" {
				return r.redirected()
			}
			text = append(text, c)
		default:
			text = append(text, c)
			r.Skip(1)
		}
	}
	if w.text = string(text); parts != 1 {
		w.exact = false
	}
	if w.text == "--%" {
		return r.asItIs()
	}
	r.current.words = append(r.current.words, w)
	return nil
}

// asItIs takes the rest of a line behind --%, which PowerShell gives to the program as it stands.
func (r *powerShellReader) asItIs() error {
	var crt crtWords
	for next := r.Peek(2); len(next) > 0 && lineEnd(next) == 0 && (next[0] != '|' || crt.quoted); next = r.Peek(2) {
		c, err := r.Next()
		switch {
		case err != nil:
			return err
		case c == 0:
			return scan.BadTextf("got a NUL, which no shell line holds")
		case c == '"':
			crt.quote()
		default:
			crt.letter(c)
		}
	}
	crt.end()
	r.current.words = append(r.current.words, crt.words...)
	return nil
}

// redirected takes the file that output goes to.
func (r *powerShellReader) redirected() error {
	for next := r.Peek(1); len(next) > 0 && strings.IndexByte(" >", next[0]) >= 0; next = r.Peek(1) {
		r.Skip(1)
	}
	if next := r.Peek(1); len(next) == 0 || next[0] == '\n' {
		return nil
	}
	before := len(r.current.words)
	err := r.argument()
	r.current.words = r.current.words[:min(before, len(r.current.words))]
	return err
}

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
		next := r.Peek(6)
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
		next := r.Peek(3)
		if len(next) == 0 {
			_, err := r.Next()
			return unclosed(err, "a text in double quotes")
		}
		switch c := next[0]; {
		case c == '\\' && len(next) > 1 && next[1] == '"' && isJSON():
			r.Skip(2)
			*text = append(*text, '"')
			w.notes, w.exact = []string{asMeant}, false
		case c == '"' && len(next) > 1 && next[1] == '"':
			r.Skip(2)
			*text = append(*text, '"')
			w.exact = false
		case c == '"', isCurly(next, "“”"):
			r.skipQuote()
			return nil
		case c == '`':
			r.escape(next, text)
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

// escape takes what a backtick escapes.
func (r *powerShellReader) escape(next []byte, text *[]byte) {
	r.Skip(1)
	if len(next) < 2 {
		return
	}
	if n := lineEnd(next[1:]); n > 0 {
		r.Skip(n)
		return
	}
	r.Skip(1)
	c := next[1]
	if at := strings.IndexByte("nrtabfve", c); at >= 0 {
		c = "\n\r\t\a\b\f\v\x1b"[at]
	}
	*text = append(*text, c)
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
		next := r.Peek(4)
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
			r.escape(next, text)
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
