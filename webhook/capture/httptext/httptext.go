// Package httptext reads HTTP messages as people keep them: raw ones, the .http files of editors (JetBrains, VS Code),
// and what curl and wget print when they show what they send.
//
// A message whose body has the length that its head gives is read byte for byte. Any other was written or changed by
// hand: then comments, scripts, variables and names of files count as they do in editors.
package httptext

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// Options say how a text is read. The zero value works.
type Options struct {
	// Beside gives the content of a file that the text names, from the folder that the text lies in; nil: none can be
	// read.
	Beside func(name string) ([]byte, error)
}

// Reader reads the messages of a text one after the other.
type Reader struct {
	source       *scan.Source
	options      Options
	begin        capture.Place // of line
	line         []byte        // the first of the next message, taken already, without its indent
	indent       string        // of that message, which its lines have, too
	hasBegun     bool          // a message was there
	variables    map[string]string
	expanded     int                       // bytes that values of variables have put into the text
	environments map[string]map[string]any // of the file beside the text; nil: not looked for yet
	printed      bool                      // a client printed the text: what stands between the messages is the client's
}

// NewReader reads a text from its beginning.
func NewReader(s *scan.Source, o Options) *Reader {
	return &Reader{source: s, options: o, variables: map[string]string{}}
}

// Next reads the next request, with the answer that follows it, if one does, or an answer alone. The error is the
// text's: [io.EOF] at its end.
func (r *Reader) Next() (scan.Found, error) {
	if err := r.startLine(); err != nil {
		return scan.Found{}, err
	}
	found := scan.Found{Line: r.begin.Line}
	err := r.message(&found, r.take())
	if bad := (*scan.BadText)(nil); errors.As(err, &bad) {
		return scan.Found{Line: found.Line, Err: bad.Err}, nil
	}
	return found, err
}

// message reads what begins with the line.
func (r *Reader) message(found *scan.Found, line []byte) error {
	switch {
	case isAnswer(line):
		return r.answer(found, line)
	case isTrace(line):
		return r.traced(found, line)
	case !isRequest(line):
		if err := r.nextMessage(); err != nil {
			return err
		}
		return scan.BadTextf("got %q, want the first line of a request or of an answer", string(bytes.TrimSpace(line)))
	}
	if err := r.request(found, line); err != nil {
		return err
	}
	if err := r.startLine(); err != nil || !isAnswer(r.line) {
		return ignoreEnd(err)
	}
	begin := r.begin.Line
	err := r.answer(found, r.take())
	if bad := (*scan.BadText)(nil); errors.As(err, &bad) {
		note(found, "the answer on line %d cannot be read: %v", begin, bad.Err)
		return nil
	}
	return err
}

func note(found *scan.Found, format string, args ...any) {
	found.Notes = append(found.Notes, fmt.Sprintf(format, args...))
}

// mostHidden is how many parts are named one by one. Where more are hidden, the query or the header is as a whole.
const mostHidden = 50

// hide names a part of a request that the text does not tell, once.
func hide(found *scan.Found, part string) {
	if len(found.Hidden) >= mostHidden {
		part, _, _ = strings.Cut(part, " ")
	}
	if !slices.Contains(found.Hidden, part) {
		found.Hidden = append(found.Hidden, part)
	}
}

// ignoreEnd is the error of a text, and none where that has ended.
func ignoreEnd(err error) error {
	if scan.Failed(err) {
		return err
	}
	return nil
}

func (r *Reader) take() []byte {
	line := r.line
	r.line = nil
	return line
}

func (r *Reader) here() capture.Place {
	return capture.Place{Line: r.source.Line, Column: r.source.Column}
}

// startLine goes to the next line that stands in a message and takes it, unless it is taken already.
func (r *Reader) startLine() error {
	for r.line == nil {
		r.source.Begin()
		begin := r.here()
		line, err := r.source.WholeLine()
		if err != nil {
			return err
		}
		line = bytes.TrimPrefix(line, []byte(byteOrderMark))
		isAside, err := r.aside(line)
		if err != nil {
			return err
		}
		if !isAside {
			r.begin, r.line, r.hasBegun = begin, bytes.TrimLeft(line, " \t"), true
			r.indent = string(line[:len(line)-len(r.line)])
		}
	}
	return nil
}

const byteOrderMark = "\xef\xbb\xbf"

// nextMessage goes to a line that begins a message, or to the end.
func (r *Reader) nextMessage() error {
	for !r.atMessage() {
		r.source.Begin()
		if _, err := r.source.WholeLine(); err != nil {
			return ignoreEnd(err)
		}
	}
	return nil
}

// atMessage reports whether a message begins here, or an editor's line in front of one, or the text ends.
func (r *Reader) atMessage() bool {
	line := r.peekLine()
	return len(line) == 0 || bytes.HasPrefix(line, []byte("###")) || bytes.HasPrefix(line, []byte("```")) ||
		isAnswer(line) || isTrace(line) || isRequest(line) && hasProtocol(line) ||
		isPseudo(line) || isLogged(line)
}

// peekLine is the next line without the indent of the message. At the end of the text it is empty.
func (r *Reader) peekLine() []byte {
	next := r.source.Peek(longestFirst)
	if i := bytes.IndexByte(next, '\n'); i >= 0 {
		next = next[:i+1]
	}
	return bytes.TrimPrefix(next, []byte(r.indent))
}

// nextLine takes a line with its end, and gives it without the indent of the message, with the place of its first byte.
func (r *Reader) nextLine() (line []byte, begin capture.Place, err error) {
	begin = r.here()
	if line, err = r.source.WholeLine(); begin.Column == 1 && bytes.HasPrefix(line, []byte(r.indent)) {
		line = line[len(r.indent):]
		begin.Column += len(r.indent)
	}
	return line, begin, err
}

// longestFirst is how much of a line is looked at to tell whether it begins a message.
const longestFirst = 4096
