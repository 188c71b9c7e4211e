// Package httptext reads HTTP messages as people keep them: raw ones, the .http files of editors, and what clients print
// when they are asked to show what they send.
package httptext

import (
	"bytes"
	"errors"
	"strconv"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// Message is a request with the answer that follows it, if one does, or an answer alone.
type Message struct {
	scan.Found
	// Hidden are the parts of the request that a variable stands for, or that the text leaves out: "url", "query",
	// "query NAME", "header NAME" and "body".
	Hidden []string
}

// Options say how a text is read. The zero value works.
type Options struct {
	// Beside gives the content of a file that the text names, from the folder that the text lies in; nil: none can be
	// read.
	Beside func(name string) ([]byte, error)
}

// Reader reads the messages of a text one after the other.
type Reader struct {
	source  *scan.Source
	options Options
	begin   capture.Place // of line
	line    []byte        // the first of the next message, taken already
}

// NewReader reads a text from its beginning.
func NewReader(s *scan.Source, o Options) *Reader { return &Reader{source: s, options: o} }

// Next reads the next message. The error is the text's: [io.EOF] at its end.
func (r *Reader) Next() (*Message, error) {
	if err := r.startLine(); err != nil {
		return nil, err
	}
	found := &Message{Found: scan.Found{Line: r.begin.Line}}
	err := r.message(found)
	if bad := (*scan.BadText)(nil); errors.As(err, &bad) {
		found = &Message{Found: scan.Found{Line: r.begin.Line, Err: bad.Err}}
		err = nil
	}
	return found, err
}

// message reads what begins with the line.
func (r *Reader) message(found *Message) error {
	switch line := r.take(); {
	case IsStatusLine(line):
		return r.readAnswer(found, line)
	case IsRequestLine(line):
		if err := readRequest(r.source, found, line); err != nil {
			return err
		}
		begin := r.begin
		err := r.startLine()
		if scan.Failed(err) {
			return err
		}
		if err != nil || !IsStatusLine(r.line) {
			return nil
		}
		r.begin = begin
		return r.readAnswer(found, r.take())
	default:
		if err := nextMessage(r.source); err != nil {
			return err
		}
		text := strings.TrimSpace(string(line))
		return scan.BadTextf("got %q, want the first line of a request or of an answer", text)
	}
}

func (r *Reader) take() []byte {
	line := r.line
	r.line = nil
	return line
}

// startLine goes to the next line that is no editor's own and takes it, unless it is taken already.
func (r *Reader) startLine() error {
	for r.line == nil {
		r.source.Begin()
		begin := capture.Place{Line: r.source.Line, Column: r.source.Column}
		line, err := r.source.WholeLine()
		if err != nil {
			return err
		}
		if begin.Line == 1 {
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
		}
		if !isAside(line) {
			r.begin, r.line = begin, line
		}
	}
	return nil
}

// isAside knows the lines between messages.
func isAside(line []byte) bool {
	text := bytes.TrimSpace(line)
	return len(text) == 0 || text[0] == '#' || text[0] == '@' || bytes.HasPrefix(text, []byte("//"))
}

// nextMessage goes to a line that begins a message, or to the end.
func nextMessage(s *scan.Source) error {
	for !atMessage(s) {
		s.Begin()
		if _, err := s.WholeLine(); err != nil {
			return err
		}
	}
	return nil
}

// atMessage reports whether a message begins here, or an editor's line in front of one, or the text ends.
func atMessage(s *scan.Source) bool {
	next := s.Peek(4096)
	line, _, _ := bytes.Cut(next, []byte("\n"))
	return len(next) == 0 || bytes.HasPrefix(line, []byte("###")) || IsStatusLine(line) ||
		IsRequestLine(line) && bytes.Contains(line, []byte(" HTTP/"))
}

// readRequest reads a request into e.
func readRequest(s *scan.Source, e *Message, first []byte) error {
	head, err := continued(s, withProtocol(first))
	if err != nil {
		return err
	}
	if head, err = readHead(s, head); err != nil {
		return err
	}
	body, err := readBody(s, head)
	if err != nil {
		return err
	}
	e.Record.Request = capture.NewRequest(capture.Raw{Scheme: "http", Head: head, Body: body.text, Frames: body.frames})
	if !bytes.HasSuffix(first, []byte("\r\n")) && body.frames == nil {
		e.Record.Request.Wire = nil // the line feeds are an editor's
	}
	e.Place = body.place(e.Line)
	return nil
}

// withProtocol completes a request line as editors write it.
func withProtocol(line []byte) []byte {
	text := bytes.TrimRight(line, " \t\r\n")
	if bytes.Contains(text, []byte(" HTTP/")) {
		return line
	}
	end := line[len(bytes.TrimRight(line, "\r\n")):]
	return bytes.Join([][]byte{text, []byte(" " + capture.HTTP11), end}, nil)
}

// continued joins a request line with the lines after it that go on with its query, which is how editors break it.
func continued(s *scan.Source, first []byte) ([]byte, error) {
	for {
		next, _, _ := bytes.Cut(s.Peek(4096), []byte("\n"))
		more := bytes.TrimSpace(next)
		if len(more) == 0 || next[0] != ' ' && next[0] != '\t' || more[0] != '?' && more[0] != '&' {
			return first, nil
		}
		line, err := s.WholeLine()
		if err != nil {
			return nil, err
		}
		target, version, _ := bytes.Cut(first, []byte(" HTTP/"))
		first = bytes.Join([][]byte{target, bytes.TrimSpace(line), []byte(" HTTP/"), version}, nil)
	}
}

// readHead takes the lines up to the empty one, which it takes too.
func readHead(s *scan.Source, head []byte) ([]byte, error) {
	for {
		line, err := s.WholeLine()
		if scan.Failed(err) {
			return nil, err
		}
		if err != nil {
			return append(head, "\r\n"...), nil
		}
		if head = append(head, line...); len(bytes.TrimRight(line, "\r\n")) == 0 {
			return head, nil
		}
	}
}

// readAnswer reads an answer into e. Interim answers are left out.
func (r *Reader) readAnswer(e *Message, first []byte) error {
	head, err := readHead(r.source, bytes.Clone(first))
	if err != nil {
		return err
	}
	line, fields := capture.SplitHead(head)
	proto, rest, _ := strings.Cut(line, " ")
	code, reason, _ := strings.Cut(rest, " ")
	status, err := strconv.Atoi(code)
	if err != nil {
		return scan.BadTextf("status: got %q, want three digits", code)
	}
	if status < 200 {
		return r.finalAnswer(e)
	}
	body := &messageBody{}
	if status != 204 && status != 304 {
		body, err = readBody(r.source, head)
	}
	e.Record.Answer = &capture.Answer{Proto: proto, Status: status, Reason: reason, Header: fields, Body: body.text}
	ofRequest, ofAnswer := e.Place, body.place(e.Line)
	e.Place = func(answer bool, offset int) capture.Place {
		if answer || ofRequest == nil {
			return ofAnswer(answer, offset)
		}
		return ofRequest(answer, offset)
	}
	return err
}

// finalAnswer reads the answer behind an interim one.
func (r *Reader) finalAnswer(e *Message) error {
	if err := r.startLine(); scan.Failed(err) {
		return err
	}
	if !IsStatusLine(r.line) {
		return scan.BadTextf("nothing follows the interim answer, want the final one")
	}
	return r.readAnswer(e, r.take())
}

// IsRequestLine knows "POST /im?… HTTP/1.1", and what editors make of it: a whole URL, and no protocol.
func IsRequestLine(line []byte) bool {
	method, target, found := bytes.Cut(line, []byte(" "))
	target = bytes.TrimLeft(target, " ")
	isNoLetter := func(c rune) bool { return c < 'A' || c > 'Z' }
	if !found || len(method) < 3 || len(method) > 10 || bytes.ContainsFunc(method, isNoLetter) {
		return false
	}
	for _, begin := range []string{"/", "*", "http://", "https://", "{{"} {
		if bytes.HasPrefix(target, []byte(begin)) {
			return true
		}
	}
	return false
}

// IsStatusLine knows "HTTP/1.1 200 OK".
func IsStatusLine(line []byte) bool {
	version, rest, found := bytes.Cut(line, []byte(" "))
	status, _, _ := bytes.Cut(rest, []byte(" "))
	isNumber := len(status) == 3 && status[0] >= '1' && status[0] <= '9'
	return found && bytes.HasPrefix(version, []byte("HTTP/")) && isNumber
}
