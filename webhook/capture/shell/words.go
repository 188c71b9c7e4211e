package shell

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// wordReader puts a word together.
type wordReader struct {
	*tokens
	one   word
	text  []byte
	quote byte // that is open, or 0
	here  bool // the text is one of a here document, in which double quotes are letters
	plain bool // what came last was neither quoted nor spelt otherwise
	ended bool
	// apostrophe is true where a letter stands behind a text in single quotes: it may have been ended by an apostrophe.
	apostrophe bool
	parts      int // quoted and unquoted ones, and those that are spelt otherwise
}

// word takes a word with its quotes (POSIX.1, Shell command Language, 2.2 Quoting; bash for $'…').
func (t *tokens) word() (word, error) {
	w := &wordReader{tokens: t, one: word{begin: capture.Place{Line: t.Line, Column: t.Column}}}
	for !w.ended {
		if err := w.piece(t.Peek(3)); err != nil {
			what := openQuote[w.quote]
			if w.apostrophe && errors.Is(err, io.EOF) {
				return w.one, scan.BadTextf("%s: the text ends before it does; an apostrophe in single quotes ends them, "+
					`write '\'' for it`, what)
			}
			return w.one, unclosed(err, what)
		}
	}
	return w.done(), nil
}

func (w *wordReader) done() word {
	w.one.text, w.one.exact = string(w.text), w.parts == 1
	return w.one
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
		if w.ended = (w.quote == 0 || w.here) && !scan.Failed(err); w.ended {
			return nil
		}
		return err
	}
	c, second, isDouble := next[0], byte(0), w.quote == '"'
	if len(next) > 1 {
		second = next[1]
	}
	switch {
	case w.quote == 0 && isSubstitution(next):
		w.parts += 2
		return w.substituted()
	case w.quote == 0 && strings.IndexByte(" \t\r\n|;&<>()", c) >= 0:
		w.ended = true
	case c == w.quote && !w.here:
		w.Skip(1)
		w.apostrophe = w.apostrophe || c == '\'' && isLetter(second)
		w.quote = 0
	case w.quote == 0 && (c == '\'' || c == '"'):
		w.Skip(1)
		w.quote, w.one.quoted = c, true
		w.part()
	case w.quote != '\'' && c == '\\' && lineEnd(next[1:]) > 0:
		w.continueLine(1 + lineEnd(next[1:]))
		w.parts++
	case w.quote == 0 && c == '\\' && w.isCurl && len(w.text) == 0 && w.blankAtEnd():
		return scan.BadTextf("a blank behind the \\ at the end of line %d, so that the shell ends the command there; "+
			"delete the blank", w.Line)
	case c == '\\' && (w.quote == 0 || isDouble && isEscaped(second, w.here)):
		w.parts += 2
		w.one.quoted = true
		w.Skip(1)
		return w.take()
	case c == '`' && w.quote != '\'', c == '$' && (w.quote == 0 || isDouble && second != '\'' && second != '"'):
		w.parts += 2
		return w.dollar(c, second)
	case c == '\n' && w.quote != 0 && !w.here:
		return w.newline()
	default:
		isPlain = w.quote == 0
		if isPlain && c >= 0x80 && (w.isCurl || string(w.text) == "curl") {
			if err := checkTyped(w.Source, len(w.text) == 0); err != nil {
				return err
			}
		}
		if isPlain && !w.plain {
			w.part()
		}
		return w.take()
	}
	return nil
}

// isEscaped reports whether a backslash in double quotes, or in a here document, escapes c.
func isEscaped(c byte, here bool) bool {
	return c != 0 && strings.IndexByte("$`\\", c) >= 0 || c == '"' && !here
}

// blankAtEnd reports whether blanks and the end of the line follow a backslash.
func (w *wordReader) blankAtEnd() bool {
	next := w.Peek(64)[1:]
	behind := bytes.TrimLeft(next, " \t\u00a0")
	return len(behind) < len(next) && lineEnd(behind) > 0
}

// newline takes the end of a line in quotes. What begins like another command there, or ends a Markdown text, shows
// that the quotes are not closed: no packet has such a line.
func (w *wordReader) newline() error {
	next := w.Peek(8)
	isCall := bytes.HasPrefix(next, []byte("\ncurl ")) || string(next) == "\n$ curl "
	if w.isCurl && isCall || w.fenced && bytes.HasPrefix(next, []byte("\n```")) {
		w.Skip(1)
		return scan.BadTextf("%v: it is not closed before line %d", plain(openQuote[w.quote]), w.Line)
	}
	if err := w.take(); err != nil {
		return err
	}
	if next := w.Peek(2); w.prompted && string(next) == "> " {
		w.Skip(2)
		w.parts++
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
		w.one.content = capture.Place{Line: w.Line, Column: w.Column}
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
