package read

import (
	"bytes"
	"errors"
	"strconv"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// messages reads raw HTTP messages: requests, each with the answer that follows it, if one does. The lines of a head
// may end in CRLF or in LF, as editors leave it. Editors' own lines (###, comments, variables) stand between messages.
func (r *inputReader) messages(s *scan.Source) error {
	var request *Entry // whose answer may follow
	for !r.done() {
		s.Begin()
		begin, line, err := startLine(s)
		if scan.Failed(err) {
			return err
		}
		ended := err != nil
		if request != nil && (ended || !isStatusLine(line)) {
			r.accept(request)
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
		if bad := (*scan.BadText)(nil); errors.As(err, &bad) {
			err = r.reject(begin.Line, bad.Err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// message reads what begins with the line into e, and returns e if an answer may still follow.
func (r *inputReader) message(s *scan.Source, e *Entry, line []byte) (*Entry, error) {
	switch {
	case isStatusLine(line):
		if err := readAnswer(s, e, line); err != nil {
			return nil, err
		}
		r.accept(e)
		return nil, nil
	case isRequestLine(line):
		if err := readRequest(s, e, line); err != nil {
			return nil, err
		}
		return e, nil
	}
	if err := nextMessage(s); err != nil {
		return nil, err
	}
	text := strings.TrimSpace(string(line))
	return nil, scan.BadTextf("got %q, want the first line of a request or of an answer", text)
}

// wholeLine takes a line with its end. At the end of the text it is empty, with io.EOF.
func wholeLine(s *scan.Source) ([]byte, error) {
	var line []byte
	for {
		c, err := s.Next()
		switch {
		case err != nil && (len(line) == 0 || scan.Failed(err)):
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
func startLine(s *scan.Source) (begin capture.Place, line []byte, err error) {
	for {
		begin = capture.Place{Line: s.Line, Column: s.Column}
		line, err = wholeLine(s)
		if begin.Line == 1 {
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
		}
		if err != nil || !isAside(line) {
			return begin, line, err
		}
		s.Begin()
	}
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
		if _, err := wholeLine(s); err != nil {
			return err
		}
	}
	return nil
}

// atMessage reports whether a message begins here, or an editor's line in front of one, or the text ends.
func atMessage(s *scan.Source) bool {
	next := s.Peek(4096)
	line, _, _ := bytes.Cut(next, []byte("\n"))
	return len(next) == 0 || bytes.HasPrefix(line, []byte("###")) || isStatusLine(line) ||
		isRequestLine(line) && bytes.Contains(line, []byte(" HTTP/"))
}

// readRequest reads a request into e.
func readRequest(s *scan.Source, e *Entry, first []byte) error {
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
	e.Request = capture.NewRequest(capture.Raw{Scheme: "http", Head: head, Body: body.text, Frames: body.frames})
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
		line, err := wholeLine(s)
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
		line, err := wholeLine(s)
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
func readAnswer(s *scan.Source, e *Entry, first []byte) error {
	head, err := readHead(s, bytes.Clone(first))
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
		return finalAnswer(s, e)
	}
	body := &messageBody{}
	if status != 204 && status != 304 {
		body, err = readBody(s, head)
	}
	e.Answer = &capture.Answer{Proto: proto, Status: status, Reason: reason, Header: fields, Body: body.text}
	ofRequest, ofAnswer := e.place, body.place(e.Line)
	e.place = func(answer bool, offset int) capture.Place {
		if answer || ofRequest == nil {
			return ofAnswer(answer, offset)
		}
		return ofRequest(answer, offset)
	}
	return err
}

// finalAnswer reads the answer behind an interim one.
func finalAnswer(s *scan.Source, e *Entry) error {
	_, line, err := startLine(s)
	if scan.Failed(err) {
		return err
	}
	if !isStatusLine(line) {
		return scan.BadTextf("nothing follows the interim answer, want the final one")
	}
	return readAnswer(s, e, line)
}
