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
	asIs    int // the last words of current, which PowerShell gives on as they stand
}

// read takes the commands of the line. With the end of the text comes io.EOF.
func (r *powerShellReader) read() ([]pipeline, error) {
	for {
		next := bytes.Clone(r.Peek(3)) // further looks move what a look has shown
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
			r.current.notes = given(r.current.words[1 : len(r.current.words)-r.asIs])
		}
		r.list = append(r.list, r.current)
	}
	r.current, r.asIs = command{}, 0
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
		case strings.Index(w.text, `"`) == strings.Index(w.text, `\"`)+1:
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
		next := bytes.Clone(r.Peek(6)) // further looks move what a look has shown
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
			if err := r.escape(next, &text); err != nil {
				return err
			}
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
		case c == '"':
			crt.quote()
		default:
			crt.letter(c)
		}
	}
	if crt.quoted {
		return scan.BadTextf("a text in double quotes: the line ends before it does, which --%% gives as it stands")
	}
	crt.end()
	r.current.words = append(r.current.words, crt.words...)
	r.asIs = len(crt.words)
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
