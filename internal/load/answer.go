package load

import (
	"bytes"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
)

// progress is what the fast way makes of the bytes of an answer so far.
type progress uint8

const (
	odd     progress = iota // has to be judged in full, and may be right
	partial                 // the beginning of an answer that may be right
	right                   // a whole answer that passes every check but those of time
)

// recognizer recognises right answers of the ordinary form: status 200, a Content-Length, and the packet that accepts.
// It may miss a right answer; it never takes a wrong one. It belongs to one worker.
type recognizer struct {
	secrets []string // that no head may hold
	last    []byte   // the answer that was recognised last: most backends give the same one for a whole second
}

// shortPacket is too short to hold a request packet: a shorter answer repeats none.
const shortPacket = 64

// mostHead is more than an ordinary head has.
const mostHead = 2 << 10

// look judges the bytes that have come so far.
func (r *recognizer) look(answer []byte) progress {
	if len(answer) > 0 && string(answer) == string(r.last) {
		return right
	}
	end := bytes.Index(answer, endOfHead)
	if end < 0 {
		if len(answer) > mostHead || !mayBegin(answer) {
			return odd
		}
		return partial
	}
	if end+len(endOfHead) > mostHead {
		return odd
	}
	head, body := answer[:end+len(endOfHead)], answer[end+len(endOfHead):]
	length, ok := r.head(head)
	switch {
	case !ok || len(body) > length || length >= shortPacket:
		return odd
	case len(body) < length:
		return partial
	case !r.body(body):
		return odd
	}
	r.last = append(r.last[:0], answer...)
	return right
}

var endOfHead = []byte("\r\n\r\n")

const statusLine = "HTTP/1.1 200 OK\r\n"

// mayBegin reports whether an incomplete head may be the beginning of an ordinary one.
func mayBegin(answer []byte) bool {
	n := min(len(answer), len(statusLine))
	return string(answer[:n]) == statusLine[:n]
}

// body takes the documented packet, and other spellings of it unless they hold a secret. The full judgement does not
// look for secrets in the documented packet either: its bytes are not the backend's own.
func (r *recognizer) body(body []byte) bool {
	if string(body) == judge.Canonical {
		return true
	}
	return accepts(body) && !r.holdsSecret(body)
}

func (r *recognizer) holdsSecret(b []byte) bool {
	for _, secret := range r.secrets {
		if bytes.Contains(b, []byte(secret)) {
			return true
		}
	}
	return false
}

// head reads a head with its empty line and gives the announced length of the body. It wants the ordinary status line,
// one Content-Length, lines that every reader of HTTP reads alike, and nothing about codings or the connection's end.
func (r *recognizer) head(head []byte) (length int, ok bool) {
	if len(head) < len(statusLine)+2 || string(head[:len(statusLine)]) != statusLine || r.holdsSecret(head) {
		return 0, false
	}
	h := headReader{length: -1}
	for rest := head[len(statusLine) : len(head)-2]; len(rest) > 0; {
		i := bytes.IndexByte(rest, '\n')
		if i < 1 || rest[i-1] != '\r' || !h.line(rest[:i-1]) {
			return 0, false
		}
		rest = rest[i+1:]
	}
	return h.length, h.length >= 0
}

type headReader struct {
	length int
	typed  bool
}

func (h *headReader) line(line []byte) bool {
	colon := bytes.IndexByte(line, ':')
	if colon < 1 || !isToken(line[:colon]) {
		return false
	}
	value := bytes.Trim(line[colon+1:], " \t")
	if !isText(value) {
		return false
	}
	return h.field(line[:colon], value)
}

// field refuses the fields that change how the answer is read or judged.
func (h *headReader) field(name, value []byte) bool {
	switch {
	case equal(name, "Content-Length"):
		return h.contentLength(value)
	case equal(name, "Content-Type"):
		first := !h.typed
		h.typed = true
		return first && plainType(value)
	case equal(name, "Connection"):
		return equal(value, "keep-alive")
	}
	return !equal(name, "Transfer-Encoding") && !equal(name, "Content-Encoding")
}

// contentLength reads a number of a few digits, once.
func (h *headReader) contentLength(digits []byte) bool {
	if h.length >= 0 || len(digits) == 0 || len(digits) > 4 {
		return false
	}
	h.length = 0
	for _, d := range digits {
		if d < '0' || d > '9' {
			return false
		}
		h.length = 10*h.length + int(d-'0')
	}
	return true
}

// plainType takes the usual ways to say JSON.
func plainType(value []byte) bool {
	charset, isJSON := bytes.CutPrefix(value, []byte("application/json"))
	if charset, has := bytes.CutPrefix(charset, []byte(";")); has {
		return isJSON && equal(bytes.TrimPrefix(charset, []byte(" ")), "charset=utf-8")
	}
	return len(value) == 0 || isJSON && len(charset) == 0
}

func equal(b []byte, text string) bool {
	return len(b) == len(text) && strings.EqualFold(string(b), text)
}

// isToken takes names of letters, digits and hyphens; the other characters that RFC 9110, 5.6.2 allows are rare.
func isToken(name []byte) bool {
	for _, c := range name {
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// isText takes printable ASCII.
func isText(value []byte) bool {
	for _, c := range value {
		if c < ' ' && c != '\t' || c > '~' {
			return false
		}
	}
	return true
}
