package shell

import (
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// word is a word of a shell line.
type word struct {
	Text    string // expandHere stands in it where the shell would put what only it knows
	expands string // the first of what it would expand, as it is written
	Begin   capture.Place
	content capture.Place // where the first byte of text stands
	exact   bool          // text stands there byte for byte
}

// Shown is the word for a message, with a sign in the place of what only the shell knows.
func (w *word) Shown() string { return scan.Short(strings.ReplaceAll(w.Text, expandHere, "$…")) }

// expandHere is a byte that no shell word can hold.
const expandHere = "\x00"

// Command is a command of a shell line: its words.
type Command []word

// Pipeline takes the commands up to the end of a line, or another end of a command, that are joined by a bar.
// It is empty with io.EOF at the end of the text.
func Pipeline(s *scan.Source) (list []Command, err error) {
	var current Command
	for {
		op, w, err := shellToken(s)
		switch {
		case scan.Failed(err):
			return list, err
		case op == "" && err == nil:
			current = append(current, w)
		case op == ">":
			if _, _, err := shellToken(s); scan.Failed(err) { // where the output goes does not matter
				return list, err
			}
		case op == "|" && len(current) > 0:
			list, current = append(list, current), nil
		case op == "\n" && len(current) == 0 && len(list) > 0: // the line goes on behind the bar
		default:
			if len(current) > 0 {
				list = append(list, current)
			}
			if len(list) > 0 {
				return list, nil
			}
			if err != nil {
				return nil, err
			}
		}
	}
}

// shellToken takes a word, or an operator: | ; > or the end of a line. Several ends of a command count as ";".
func shellToken(s *scan.Source) (op string, w word, err error) {
	for {
		next := s.Peek(3)
		switch {
		case len(next) == 0:
			_, err := s.Next()
			return "end", w, err
		case next[0] == ' ', next[0] == '\t', next[0] == '\r':
			s.Skip(1)
		case next[0] == '\\' && lineEnd(next[1:]) > 0:
			s.Skip(1 + lineEnd(next[1:]))
		case next[0] == '#':
			for c := s.Peek(1); len(c) > 0 && c[0] != '\n'; c = s.Peek(1) {
				if _, err := s.Next(); err != nil {
					return "", w, err
				}
			}
		case strings.IndexByte("|;&\n<>()", next[0]) >= 0:
			op, err := operator(s, next)
			return op, w, err
		default:
			w, err := shellWord(s)
			if allDigits(w.Text) && err == nil && strings.HasPrefix(string(s.Peek(1)), ">") {
				continue // the number of a stream that is redirected
			}
			return "", w, err
		}
	}
}

// lineEnd is the length of the end of a line that b begins with.
func lineEnd(b []byte) int {
	switch {
	case len(b) > 0 && b[0] == '\n':
		return 1
	case len(b) > 1 && b[0] == '\r' && b[1] == '\n':
		return 2
	}
	return 0
}

func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

func operator(s *scan.Source, next []byte) (string, error) {
	switch c := next[0]; {
	case c == '<':
		return "", scan.BadTextf("< is not understood; write the packet behind --data-binary, in quotes")
	case c == '(', c == ')':
		return "", scan.BadTextf("a shell's brackets are not understood; give the curl line alone")
	case c == '>' && len(next) > 1 && (next[1] == '>' || next[1] == '&'):
		s.Skip(2)
		return ">", nil
	case (c == '|' || c == '&') && len(next) > 1 && next[1] == c:
		s.Skip(2)
		return ";", nil
	case c == '&':
		s.Skip(1)
		return ";", nil
	default:
		s.Skip(1)
		return string(c), nil
	}
}

// wordReader puts a word together.
type wordReader struct {
	*scan.Source
	word  word
	text  []byte
	parts int // quoted and unquoted ones, and those that are spelt otherwise
}

// shellWord takes a word with its quotes (POSIX.1, Shell Command Language, 2.2 Quoting; bash for $'…').
func shellWord(s *scan.Source) (word, error) {
	w := &wordReader{Source: s, word: word{Begin: capture.Place{Line: s.Line, Column: s.Column}}}
	bare := false
	for {
		next := s.Peek(3)
		if len(next) == 0 || strings.IndexByte(" \t\r\n|;&<>()", next[0]) >= 0 {
			if len(next) == 0 {
				if _, err := s.Next(); scan.Failed(err) {
					return w.word, err
				}
			}
			w.word.Text, w.word.exact = string(w.text), w.parts == 1
			return w.word, nil
		}
		var err error
		switch c := next[0]; {
		case c == 0:
			return w.word, scan.BadTextf("got a NUL, which no shell line holds")
		case c == '\'':
			err = w.single()
		case c == '"':
			err = w.double()
		case c == '\\' && lineEnd(next[1:]) > 0:
			s.Skip(1 + lineEnd(next[1:]))
			w.parts++
		case c == '\\':
			w.parts += 2
			s.Skip(1)
			err = w.take(1)
		case c == '$' || c == '`':
			err = w.dollar(next)
		default:
			if !bare {
				w.part()
			}
			err = w.take(1)
		}
		bare = strings.IndexByte("'\"\\$`", next[0]) < 0
		if err != nil {
			return w.word, unclosed(err, "the shell word is not whole")
		}
	}
}

// unclosed makes the end of the text a fault of what is not closed before it.
func unclosed(err error, what string) error {
	if errors.Is(err, io.EOF) {
		return scan.BadTextf("%s: the text ends before it does", what)
	}
	return err
}

// part begins a part of the word that is spelt as it is.
func (w *wordReader) part() {
	if w.parts++; w.parts == 1 {
		w.word.content = capture.Place{Line: w.Line, Column: w.Column}
	}
}

// take copies n bytes.
func (w *wordReader) take(n int) error {
	for range n {
		c, err := w.Next()
		if err != nil {
			return err
		}
		w.text = append(w.text, c)
	}
	return nil
}

func (w *wordReader) single() error {
	w.Skip(1)
	w.part()
	for {
		c, err := w.Next()
		switch {
		case err != nil:
			return unclosed(err, "a text in single quotes")
		case c == '\'':
			return nil
		case c == 0:
			return scan.BadTextf("got a NUL, which no shell line holds")
		}
		w.text = append(w.text, c)
	}
}

func (w *wordReader) double() error {
	w.Skip(1)
	w.part()
	for {
		next := w.Peek(3)
		var err error
		switch {
		case len(next) == 0:
			_, err = w.Next()
		case next[0] == '"':
			w.Skip(1)
			return nil
		case next[0] == 0:
			return scan.BadTextf("got a NUL, which no shell line holds")
		case next[0] == '\\' && lineEnd(next[1:]) > 0:
			w.Skip(1 + lineEnd(next[1:]))
			w.parts++
		case next[0] == '\\' && len(next) > 1 && strings.IndexByte("$`\"\\", next[1]) >= 0:
			w.Skip(1)
			w.parts++
			err = w.take(1)
		case next[0] == '$' && len(next) > 1 && (next[1] == '\'' || next[1] == '"'):
			err = w.take(1)
		case next[0] == '$', next[0] == '`':
			err = w.dollar(next)
		default:
			err = w.take(1)
		}
		if err != nil {
			return unclosed(err, "a text in double quotes")
		}
	}
}

// Bare is a command without a prompt, variables that are set for it, and words that only say how to run it.
func Bare(c Command) Command {
	for len(c) > 0 {
		name, _, set := strings.Cut(c[0].Text, "=")
		isName := name != "" && strings.IndexFunc(name, func(r rune) bool { return r > 0x7f || !isNameByte(byte(r)) }) < 0
		if !(set && isName) && !slices.Contains([]string{"$", "%", "time", "sudo", "exec", "command", "nohup"}, c[0].Text) {
			break
		}
		c = c[1:]
	}
	return c
}

func IsCurl(c Command) bool {
	c = Bare(c)
	return len(c) > 0 && IsCurlName(c[0].Text)
}

func IsCurlName(word string) bool { return strings.TrimSuffix(path.Base(word), ".exe") == "curl" }
