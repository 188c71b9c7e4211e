package envelope

import (
	"bytes"
	"errors"
	"io"
	"net/http/httputil"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// GorName is the name of what [GorReader] reads.
const GorName = "file of gor (GoReplay)"

// gorHead is the line in front of each message: 1 of a request, 2 of its answer, 3 of the answer to a replay; its id;
// the time in nanoseconds.
var gorHead = pattern.Of(`^([123]) ([0-9a-f]{8,}) (\d{16,19})(?: -?\d+)*\r?\n?$`)

// gorEnd is the line behind each message.
const gorEnd = "\U0001F435\U0001F648\U0001F649"

// IsGor reports whether a text is one that gor (GoReplay) has written with --output-file.
func IsGor(head []byte) bool {
	line, rest, found := bytes.Cut(head, []byte("\n"))
	return found && gorHead().Match(line) && len(rest) > 0
}

var errNoHead = errors.New("got no line of gor in front of the message, such as " +
	"1 f45590522cd1838b4a0d5c5a 1482334000000000000")

// GorReader reads the requests of such a text, each with its answer where that comes next.
type GorReader struct {
	source *scan.Source
	next   *gorMessage // taken already
}

// NewGorReader reads a text from its beginning.
func NewGorReader(s *scan.Source) *GorReader { return &GorReader{source: s} }

// gorMessage is one part of the text.
type gorMessage struct {
	kind, id string
	start    time.Time
	message  []byte
	line     int // on which the head line is
}

// Next reads the next request. The error is the text's: [io.EOF] at its end.
func (r *GorReader) Next() (scan.Found, error) {
	for {
		m, err := r.message()
		switch {
		case err != nil:
			return scan.Found{}, err
		case m.kind == "":
			return scan.Found{Line: m.line, Err: errNoHead}, nil
		case m.kind != "1":
			continue
		}
		f := m.request()
		answer, err := r.message()
		if err != nil && !errors.Is(err, io.EOF) {
			return scan.Found{}, err
		}
		if err == nil && answer.kind == "2" && answer.id == m.id {
			f.Record.Answer = answer.answer()
		} else if err == nil {
			r.next = answer
		}
		return f, nil
	}
}

// message takes a message with the lines around it.
func (r *GorReader) message() (*gorMessage, error) {
	if m := r.next; m != nil {
		r.next = nil
		return m, nil
	}
	r.source.Begin()
	m := &gorMessage{line: r.source.Line}
	first, err := r.source.WholeLine()
	if err != nil {
		return nil, err
	}
	if head := gorHead().FindSubmatch(first); head != nil {
		m.kind, m.id = string(head[1]), string(head[2])
		ns, _ := strconv.ParseInt(string(head[3]), 10, 64)
		m.start = time.Unix(0, ns).UTC()
	}
	for {
		line, err := r.source.WholeLine()
		if scan.Failed(err) {
			return nil, err
		}
		if err != nil || strings.TrimRight(string(line), "\r\n") == gorEnd {
			m.message = bytes.TrimSuffix(m.message, []byte("\n"))
			return m, nil
		}
		m.message = append(m.message, line...)
	}
}

// request is the exchange of a request without its answer.
func (m *gorMessage) request() scan.Found {
	head, body := headAndBody(m.message)
	text, frames := unchunked(head, body)
	f := scan.Found{Line: m.line}
	f.Record.Start = m.start
	raw := capture.Raw{Scheme: "http", Head: head, Body: text, Frames: frames}
	if _, fields := capture.SplitHead(head); frames == nil {
		raw.Truncated = isCut(fields, text)
	}
	f.Record.Request = capture.NewRequest(raw)
	if frames != nil {
		return f
	}
	begin := capture.Place{Line: m.line + 1 + bytes.Count(head, []byte("\n")), Column: 1}
	places := scan.Places(text, begin)
	f.Place = func(isAnswer bool, offset int) capture.Place {
		if isAnswer {
			return capture.Place{Line: m.line, Column: 1}
		}
		return places(offset)
	}
	return f
}

// answer is nil where the message is none.
func (m *gorMessage) answer() *capture.Answer {
	head, body := headAndBody(m.message)
	line, fields := capture.SplitHead(head)
	proto, rest, _ := strings.Cut(line, " ")
	code, reason, _ := strings.Cut(rest, " ")
	status, err := strconv.Atoi(code)
	if err != nil {
		return nil
	}
	text, _ := unchunked(head, body)
	return &capture.Answer{Proto: proto, Status: status, Reason: reason, Header: fields, Body: text}
}

// unchunked is a body without its chunks; frames is nil where it came in none.
func unchunked(head, body []byte) (text, frames []byte) {
	_, fields := capture.SplitHead(head)
	if !strings.EqualFold(fieldOf(fields, "Transfer-Encoding"), "chunked") {
		return body, nil
	}
	text, err := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(body)))
	if err != nil {
		return body, nil
	}
	return text, body
}
