package capture

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/timhook/timhook/internal/secret"
)

// wire is a message as it came, with its body decoded from it, before and after masking.
type wire struct {
	message      []byte
	body, masked []byte
	name         string // of the body, for the list of what was masked
	request      bool
}

// wire masks a message as its fields were masked. One in which a secret cannot be told from what frames it is not kept.
func (m *masker) wire(w wire) []byte {
	if w.message == nil {
		return nil
	}
	lines := wireLines{masker: m, request: w.request}
	var head []byte
	rest := w.message
	for len(rest) > 0 && !lines.ended(rest) {
		end := bytes.IndexByte(rest, '\n') + 1
		if end == 0 {
			end = len(rest)
		}
		head = append(head, lines.mask(string(rest[:end]))...)
		rest = rest[end:]
	}
	frames, ok := m.frames(rest, w)
	if !ok {
		m.note("wire")
		return nil
	}
	if lines.chunked {
		frames = m.trailers(frames)
	}
	return append(head, frames...)
}

// trailers masks the fields behind the last chunk, or behind what is no chunk any more.
func (m *masker) trailers(frames []byte) []byte {
	_, end := chunks(frames)
	out := frames[:end:end]
	lines := wireLines{masker: m, fields: true, trailers: true}
	for rest := frames[end:]; len(rest) > 0; {
		n := bytes.IndexByte(rest, '\n') + 1
		if n == 0 {
			n = len(rest)
		}
		out = append(out, lines.mask(string(rest[:n]))...)
		rest = rest[n:]
	}
	return out
}

// frames masks what stands behind the head.
func (m *masker) frames(frames []byte, w wire) (masked []byte, ok bool) {
	masked = m.body(frames, w.name)
	if bytes.Equal(w.body, w.masked) || bytes.Equal(frames, w.body) {
		return masked, true
	}
	// A secret may begin in one chunk and end in another.
	spans, _ := chunks(frames)
	var decoded []byte
	for _, s := range spans {
		decoded = append(decoded, frames[s.Start:s.Stop]...)
	}
	if !bytes.Equal(decoded, w.body) {
		return nil, false
	}
	at := 0
	for _, s := range spans {
		at += copy(masked[s.Start:s.Stop], w.masked[at:])
	}
	return masked, true
}

// wireLines masks the lines of a message's head, or of several: interim answers have one each.
type wireLines struct {
	masker     *masker
	request    bool
	fields     bool // the first line has come
	credential bool // the last field is masked, and so are lines that go on with it
	trailers   bool // the fields are those behind a body, which are in no list
	chunked    bool // the head says that the body comes in chunks
	interim    bool // another head follows this one
	done       bool
}

// ended says that the head is over and rest is what follows it.
func (l *wireLines) ended(rest []byte) bool {
	if l.done && l.interim && bytes.HasPrefix(rest, []byte("HTTP/")) {
		l.done, l.fields, l.interim = false, false, false
	}
	return l.done
}

func (l *wireLines) mask(line string) string {
	text := strings.TrimRight(line, "\r\n")
	end := line[len(text):]
	switch {
	case text == "":
		l.done = l.fields // an empty line before the first is let pass
		return line
	case !l.fields:
		l.fields = true
		return l.first(text) + end
	case l.credential && isFolded(text):
		return text[:len(text)-len(strings.TrimLeft(text, " \t"))] + end
	}
	name, value, _ := strings.Cut(text, ":")
	l.credential = l.masker.isCredential(name) && !isFolded(text)
	if strings.EqualFold(strings.TrimSpace(name), "Transfer-Encoding") {
		l.chunked = true
	}
	if trimmed := strings.TrimLeft(value, " \t"); l.credential && trimmed != "" {
		if l.trailers && trimmed != Masked {
			l.masker.note(strings.TrimSpace(name))
		}
		return text[:len(text)-len(trimmed)] + Masked + end
	}
	return l.masker.text(text, name) + end
}

// first masks a request line or a status line.
func (l *wireLines) first(line string) string {
	if !l.request {
		_, status, _ := strings.Cut(line, " ")
		l.interim = strings.HasPrefix(status, "1")
		return l.masker.text(line, "reason")
	}
	method, target, spaced := strings.Cut(line, " ")
	method = l.masker.target(method, "method")
	if !spaced {
		return method
	}
	proto := ""
	if i := strings.LastIndexByte(target, ' '); i >= 0 {
		target, proto = target[:i], target[i:]
	}
	path, query, asked := strings.Cut(target, "?")
	if path = l.masker.target(path, "url"); asked {
		path += "?" + l.masker.target(query, "query")
	}
	return method + " " + path + l.masker.target(proto, "proto")
}

// chunks finds the data in a body that came in chunks (RFC 9112, 7.1), as far as it goes, and where that ends.
func chunks(frames []byte) (found []secret.Span, stop int) {
	for at := 0; ; {
		end := bytes.IndexByte(frames[at:], '\n')
		if end < 0 {
			return found, at
		}
		size, _, _ := strings.Cut(string(frames[at:at+end]), ";")
		n, err := strconv.ParseUint(strings.TrimSpace(size), 16, 31)
		if err != nil || n == 0 {
			return found, at
		}
		start := at + end + 1
		stop := min(start+int(n), len(frames))
		found = append(found, secret.Span{Start: start, Stop: stop})
		end = bytes.IndexByte(frames[stop:], '\n')
		if end < 0 {
			return found, stop
		}
		at = stop + end + 1
	}
}
