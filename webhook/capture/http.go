package capture

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// badText is about one entry; the text can be read on behind it.
type badText struct{ err error }

func (e *badText) Error() string { return e.err.Error() }
func (e *badText) Unwrap() error { return e.err }

func badTextf(format string, args ...any) error { return &badText{fmt.Errorf(format, args...)} }

// messages reads raw HTTP messages: requests, each with the answer that follows it, if one does. The lines of a head may
// end in CRLF or in LF, as editors leave it. Editors' own lines (###, comments, variables) stand between messages.
func (r *reading) messages(s *source) error {
	var request *Entry // whose answer may follow
	for !r.done() {
		s.begin()
		begin, line, err := s.startLine()
		if failed(err) {
			return err
		}
		ended := err != nil
		if request != nil && (ended || !isStatusLine(line)) {
			r.good(request)
			request = nil
		}
		if ended || r.done() {
			return nil
		}
		e := request
		if e == nil {
			e = &Entry{Line: begin.Line}
		}
		request, err = r.message(s, e, line)
		if bad := (*badText)(nil); errors.As(err, &bad) {
			err = r.bad(begin.Line, bad.err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// message reads what begins with the line into e, and returns e if an answer may still follow.
func (r *reading) message(s *source, e *Entry, line []byte) (*Entry, error) {
	switch {
	case isStatusLine(line):
		if err := s.answer(e, line); err != nil {
			return nil, err
		}
		r.good(e)
		return nil, nil
	case isRequestLine(line):
		if err := s.request(e, line); err != nil {
			return nil, err
		}
		return e, nil
	}
	if err := s.nextMessage(); err != nil {
		return nil, err
	}
	return nil, badTextf("got %q, want the first line of a request or of an answer", short(strings.TrimSpace(string(line))))
}

// textLine takes a line with its end. At the end of the text it is empty, with io.EOF.
func (s *source) textLine() ([]byte, error) {
	var line []byte
	for {
		c, err := s.next()
		switch {
		case err != nil && (len(line) == 0 || failed(err)):
			return nil, err
		case err != nil:
			return line, nil
		}
		if line = append(line, c); c == '\n' {
			return line, nil
		}
	}
}

// startLine goes to the next line that is no editor's own and takes it.
func (s *source) startLine() (begin Place, line []byte, err error) {
	for {
		begin = Place{s.line, s.column}
		line, err = s.textLine()
		if begin.Line == 1 {
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
		}
		if err != nil || !isAside(line) {
			return begin, line, err
		}
		s.begin()
	}
}

// isAside knows the lines between messages.
func isAside(line []byte) bool {
	text := bytes.TrimSpace(line)
	return len(text) == 0 || text[0] == '#' || text[0] == '@' || bytes.HasPrefix(text, []byte("//"))
}

// nextMessage goes to a line that begins a message, or to the end.
func (s *source) nextMessage() error {
	for !s.atMessage() {
		s.begin()
		if _, err := s.textLine(); err != nil {
			return err
		}
	}
	return nil
}

// atMessage says that a message begins here, or an editor's line in front of one, or that the text ends.
func (s *source) atMessage() bool {
	next := s.peek(4096)
	line, _, _ := bytes.Cut(next, []byte("\n"))
	return len(next) == 0 || bytes.HasPrefix(line, []byte("###")) || isStatusLine(line) ||
		isRequestLine(line) && bytes.Contains(line, []byte(" HTTP/"))
}

// request reads a request into e.
func (s *source) request(e *Entry, first []byte) error {
	head, err := s.continued(withProtocol(first))
	if err != nil {
		return err
	}
	if head, err = s.head(head); err != nil {
		return err
	}
	body, err := s.body(head)
	if err != nil {
		return err
	}
	e.Request = NewRequest(Raw{Scheme: "http", Head: head, Body: body.text, Frames: body.frames})
	if !bytes.HasSuffix(first, []byte("\r\n")) && body.frames == nil {
		e.Request.Wire = nil // the line feeds are an editor's
	}
	e.place = body.place(e.Line)
	return nil
}

// withProtocol completes a request line as editors write it.
func withProtocol(line []byte) []byte {
	text := bytes.TrimRight(line, " \t\r\n")
	if bytes.Contains(text, []byte(" HTTP/")) {
		return line
	}
	end := line[len(bytes.TrimRight(line, "\r\n")):]
	return bytes.Join([][]byte{text, []byte(" " + http11), end}, nil)
}

// continued joins a request line with the lines after it that go on with its query, which is how editors break it.
func (s *source) continued(first []byte) ([]byte, error) {
	for {
		next, _, _ := bytes.Cut(s.peek(4096), []byte("\n"))
		more := bytes.TrimSpace(next)
		if len(more) == 0 || next[0] != ' ' && next[0] != '\t' || more[0] != '?' && more[0] != '&' {
			return first, nil
		}
		line, err := s.textLine()
		if err != nil {
			return nil, err
		}
		target, version, _ := bytes.Cut(first, []byte(" HTTP/"))
		first = bytes.Join([][]byte{target, bytes.TrimSpace(line), []byte(" HTTP/"), version}, nil)
	}
}

// head takes the lines up to the empty one, which it takes too.
func (s *source) head(head []byte) ([]byte, error) {
	for {
		line, err := s.textLine()
		if failed(err) {
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

// answer reads an answer into e. Interim answers are left out.
func (s *source) answer(e *Entry, first []byte) error {
	head, err := s.head(bytes.Clone(first))
	if err != nil {
		return err
	}
	line, fields := splitHead(head)
	proto, rest, _ := strings.Cut(line, " ")
	code, reason, _ := strings.Cut(rest, " ")
	status, err := strconv.Atoi(code)
	if err != nil {
		return badTextf("status: got %q, want three digits", short(code))
	}
	if status < 200 {
		return s.finalAnswer(e)
	}
	body := &messageBody{}
	if status != 204 && status != 304 {
		body, err = s.body(head)
	}
	e.Answer = &Answer{Proto: proto, Status: status, Reason: reason, Header: fields, Body: body.text}
	ofRequest, ofAnswer := e.place, body.place(e.Line)
	e.place = func(answer bool, offset int) Place {
		if answer || ofRequest == nil {
			return ofAnswer(answer, offset)
		}
		return ofRequest(answer, offset)
	}
	return err
}

// finalAnswer reads the answer behind an interim one.
func (s *source) finalAnswer(e *Entry) error {
	_, line, err := s.startLine()
	if failed(err) {
		return err
	}
	if !isStatusLine(line) {
		return badTextf("nothing follows the interim answer, want the final one")
	}
	return s.answer(e, line)
}
