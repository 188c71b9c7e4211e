package shell

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// word is a word of a shell line.
type word struct {
	text    string // with expandHere in the place of what only the shell knows
	expands string // the first of what it would expand, as it is written
	begin   capture.Place
	content capture.Place // of the first byte of text
	exact   bool          // the script has text there byte for byte
}

// shown is the word for a message, with a sign in the place of what only the shell knows.
func (w *word) shown() string { return scan.Short(strings.ReplaceAll(w.text, expandHere, "$…")) }

// expandHere is a byte that no shell word can hold.
const expandHere = "\x00"

// command is a command of a shell line: its words.
type command []word

// pipeline takes the commands up to the end of a line, or another end of a command, that are joined by a bar.
// It is empty with io.EOF at the end of the text.
func pipeline(s *scan.Source) (list []command, err error) {
	var current command
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
			if allDigits(w.text) && err == nil && strings.HasPrefix(string(s.Peek(1)), ">") {
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
	c, isDouble := next[0], len(next) > 1 && next[1] == next[0]
	switch {
	case c == '<':
		return "", scan.BadTextf("< is not understood; write the packet behind --data-binary, in quotes")
	case c == '(', c == ')':
		return "", scan.BadTextf("a shell's brackets are not understood; give the curl line alone")
	case isDouble && strings.IndexByte(">|&", c) >= 0, bytes.HasPrefix(next, []byte(">&")):
		s.Skip(1)
	}
	s.Skip(1)
	if c == '&' || c == '|' && isDouble {
		return ";", nil
	}
	return string(c), nil
}

// wordReader puts a word together.
type wordReader struct {
	*scan.Source
	word  word
	text  []byte
	quote byte // that is open, or 0
	plain bool // what came last was neither quoted nor spelt otherwise
	ended bool
	parts int // quoted and unquoted ones, and those that are spelt otherwise
}

// shellWord takes a word with its quotes (POSIX.1, Shell command Language, 2.2 Quoting; bash for $'…').
func shellWord(s *scan.Source) (word, error) {
	w := &wordReader{Source: s, word: word{begin: capture.Place{Line: s.Line, Column: s.Column}}}
	for !w.ended {
		if err := w.piece(s.Peek(3)); err != nil {
			return w.word, unclosed(err, openQuote[w.quote])
		}
	}
	w.word.text, w.word.exact = string(w.text), w.parts == 1
	return w.word, nil
}

// openQuote names what is open where the text ends.
var openQuote = map[byte]string{
	0: "the shell word is not whole", '"': "a text in double quotes", '\'': "a text in single quotes",
}

// piece takes a byte, or what begins with it. With the text ends a word that is not quoted.
func (w *wordReader) piece(next []byte) error {
	isPlain := false
	defer func() { w.plain = isPlain }()
	if len(next) == 0 {
		_, err := w.Next()
		if w.ended = w.quote == 0 && !scan.Failed(err); w.ended {
			return nil
		}
		return err
	}
	c, second, isDouble := next[0], byte(0), w.quote == '"'
	if len(next) > 1 {
		second = next[1]
	}
	switch {
	case w.quote == 0 && strings.IndexByte(" \t\r\n|;&<>()", c) >= 0:
		w.ended = true
	case c == 0:
		return scan.BadTextf("got a NUL, which no shell line holds")
	case c == w.quote:
		w.Skip(1)
		w.quote = 0
	case w.quote == 0 && (c == '\'' || c == '"'):
		w.Skip(1)
		w.quote = c
		w.part()
	case w.quote != '\'' && c == '\\' && lineEnd(next[1:]) > 0:
		w.Skip(1 + lineEnd(next[1:]))
		w.parts++
	case c == '\\' && (w.quote == 0 || isDouble && second != 0 && strings.IndexByte("$`\"\\", second) >= 0):
		w.parts += 2
		w.Skip(1)
		return w.take()
	case c == '`' && w.quote != '\'', c == '$' && (w.quote == 0 || isDouble && second != '\'' && second != '"'):
		w.parts += 2
		return w.dollar(c, second)
	default:
		if isPlain = w.quote == 0; isPlain && !w.plain {
			w.part()
		}
		return w.take()
	}
	return nil
}

// unclosed is the error about something that is open where the text ends. Other errors stay.
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

// take copies a byte.
func (w *wordReader) take() error {
	c, err := w.Next()
	if err == nil {
		w.text = append(w.text, c)
	}
	return err
}
