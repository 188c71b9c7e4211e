package capture

import (
	"bytes"
	"strings"

	"github.com/timhook/timhook/webhook"
)

// Raw is a request as it came over a connection.
type Raw struct {
	Scheme string // "http" or "https"
	Host   string // where it was received: the host of the URL when the head names none
	Head   []byte // request line and header fields, byte for byte, with the empty line that ends them
	Body   []byte // decoded from chunks
	// Frames is the body byte for byte where that is something else than Body: its chunks and trailers.
	Frames    []byte
	Truncated bool // Body and Frames hold only the beginning
}

// NewRequest reads a request as it came. It never fails: Wire keeps the bytes of what is not HTTP, and the other
// fields what can be read of it. Nothing is masked; see [Record.Redact]. The result shares Body with raw.
func NewRequest(raw Raw) Request {
	line, fields := SplitHead(raw.Head)
	method, rest, _ := strings.Cut(line, " ")
	target, proto := rest, ""
	if i := strings.LastIndexByte(rest, ' '); i >= 0 {
		target, proto = rest[:i], rest[i+1:]
	}
	if proto == HTTP11 {
		proto = ""
	}
	r := Request{Method: method, Proto: proto, Header: fields, Body: raw.Body, Truncated: raw.Truncated}
	r.URL, r.Query = addressed(raw, target, fields)
	frames := raw.Frames
	if frames == nil {
		frames = raw.Body
	}
	if !rendersAs(r.appendMessage(nil), raw.Head, frames) {
		r.Wire = append(bytes.Clone(raw.Head), frames...)
	}
	return r
}

// HTTP11 is the protocol that requests and answers have where nothing else is said.
const HTTP11 = "HTTP/1.1"

// addressed is the URL of a request target, without and with its query.
func addressed(raw Raw, target string, fields []webhook.HeaderField) (url, query string) {
	path, query, _ := strings.Cut(target, "?")
	if strings.Contains(path, "://") && path[0] != '/' {
		return path, query // in the absolute form, as proxies are asked
	}
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	host := raw.Host
	if i := webhook.IndexField(fields, "Host"); i >= 0 {
		host = fields[i].Value
	}
	return raw.Scheme + "://" + host + path, query
}

// SplitHead reads the lines of a head. A field that is folded over several lines is unfolded.
func SplitHead(head []byte) (first string, fields []webhook.HeaderField) {
	rest := string(head)
	first, rest = cutLine(rest)
	fields = make([]webhook.HeaderField, 0, strings.Count(rest, "\n"))
	for rest != "" {
		var line string
		if line, rest = cutLine(rest); line == "" {
			break
		}
		if last := len(fields) - 1; last >= 0 && isFolded(line) {
			fields[last].Value = strings.Trim(fields[last].Value+" "+strings.Trim(line, " \t"), " ")
			continue
		}
		name, value, _ := strings.Cut(line, ":")
		fields = append(fields, webhook.HeaderField{Name: name, Value: strings.Trim(value, " \t")})
	}
	return first, fields
}

func cutLine(s string) (line, rest string) {
	line, rest, _ = strings.Cut(s, "\n")
	return strings.TrimSuffix(line, "\r"), rest
}

// isFolded reports whether the line goes on with the field before it.
func isFolded(line string) bool { return line != "" && (line[0] == ' ' || line[0] == '\t') }

// rendersAs reports whether message is head and body, one behind the other.
func rendersAs(message, head, body []byte) bool {
	return len(message) == len(head)+len(body) && bytes.HasPrefix(message, head) && bytes.HasSuffix(message, body)
}
