package secret

import (
	"bytes"
	"strings"
)

// Head masks the head of a message as it came over the wire, line by line: a request's, or an answer's with the interim
// answers in front of it. rest is what follows it, not masked, and chunked reports that it comes in chunks.
func (p *Policy) Head(message []byte, request bool) (masked, rest []byte, chunked bool) {
	h := head{p: p, request: request}
	for rest = message; len(rest) > 0 && !h.ended(rest); {
		var line string
		line, rest = cutLine(rest)
		masked = append(masked, h.mask(line)...)
	}
	return masked, rest, h.chunked
}

// Trailers masks the header fields behind the last chunk, or behind what is no chunk any more.
func (p *Policy) Trailers(trailers []byte) []byte {
	h := head{p: p, fields: true}
	var masked []byte
	for rest := trailers; len(rest) > 0; {
		var line string
		line, rest = cutLine(rest)
		masked = append(masked, h.mask(line)...)
	}
	return masked
}

// cutLine cuts off the first line with its end.
func cutLine(text []byte) (line string, rest []byte) {
	end := bytes.IndexByte(text, '\n') + 1
	if end == 0 {
		end = len(text)
	}
	return string(text[:end]), text[end:]
}

// head is how far a head has come.
type head struct {
	p       *Policy
	request bool
	fields  bool // the first line has come
	secret  bool // the last field is masked, and so are lines that go on with it
	chunked bool
	interim bool // another head follows this one
	done    bool
}

// ended reports whether the head is over and rest is what follows it.
func (h *head) ended(rest []byte) bool {
	if h.done && h.interim && bytes.HasPrefix(rest, []byte("HTTP/")) {
		h.done, h.fields, h.interim = false, false, false
	}
	return h.done
}

func (h *head) mask(line string) string {
	text := strings.TrimRight(line, "\r\n")
	end := line[len(text):]
	switch {
	case text == "":
		h.done = h.fields // an empty line before the first is let pass
		return line
	case !h.fields:
		h.fields = true
		return h.first(text) + end
	case h.secret && isFolded(text):
		return text[:len(text)-len(strings.TrimLeft(text, " \t"))] + end
	}
	name, value, _ := strings.Cut(text, ":")
	h.secret = h.p.IsSecret(name) && !isFolded(text)
	if strings.EqualFold(strings.TrimSpace(name), "Transfer-Encoding") {
		h.chunked = true
	}
	if trimmed := strings.TrimLeft(value, " \t"); h.secret && trimmed != "" {
		return text[:len(text)-len(trimmed)] + h.p.Field(strings.TrimSpace(name), trimmed) + end
	}
	return h.p.Text(text, strings.TrimSpace(name)) + end
}

// isFolded reports whether a line goes on with the field of the line before it.
func isFolded(line string) bool { return line[0] == ' ' || line[0] == '\t' }

// first masks a request line or a status line.
func (h *head) first(line string) string {
	if !h.request {
		_, status, _ := strings.Cut(line, " ")
		h.interim = strings.HasPrefix(status, "1")
		return h.p.Text(line, "reason")
	}
	method, target, spaced := strings.Cut(line, " ")
	method = h.p.Query(method, "method")
	if !spaced {
		return method
	}
	proto := ""
	if i := strings.LastIndexByte(target, ' '); i >= 0 {
		target, proto = target[:i], target[i:]
	}
	path, query, asked := strings.Cut(target, "?")
	if path = h.p.URL(path, "url"); asked {
		path += "?" + h.p.Query(query, "query")
	}
	return method + " " + path + h.p.Query(proto, "proto")
}
