package httptext

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// request reads a request of which the first line is taken.
func (r *Reader) request(found *scan.Found, first []byte) error {
	readHead := r.plainHead
	if isPseudo(first) {
		readHead = r.pseudoHead
	}
	line, h, err := readHead(found, first)
	if err != nil {
		return err
	}
	if upper := strings.ToUpper(line.method); line.method != upper {
		note(found, "the method is spelt %s, and is taken as %s", line.method, upper)
		line.method, line.edited = upper, true
	}
	var unknown names
	target := r.target(found, &line, &unknown)
	fields := r.fields(found, h, &unknown)
	b, err := r.requestBody(found, h, fields, &unknown)
	if err != nil {
		return err
	}
	if line.edited && line.method == "POST" && len(b.text) == 0 && IsStatusLine(r.peekLine()) {
		hide(found, "body") // as the console of JetBrains shows it
		note(found, "the text shows the answer, and no body of the request")
	}
	raw := capture.Raw{Scheme: "http", Head: h.raw, Body: b.text, Frames: b.frames}
	isAsItCame := bytes.HasSuffix(first, []byte("\r\n")) && h.printed == 0 && !line.edited && !h.edited && !b.edited
	if !isAsItCame {
		raw.Head = []byte(line.method + " " + target + " " + line.proto + "\r\n" + strings.Join(fields, "\r\n") + "\r\n\r\n")
	}
	found.Record.Request = capture.NewRequest(raw)
	if !isAsItCame && b.frames == nil {
		found.Record.Request.Wire = nil // it would be of this package's making
	}
	b.correct(found)
	for _, odd := range []string{b.odd, withoutValue(unknown, found.Hidden)} {
		if odd != "" {
			found.Notes = append(found.Notes, odd)
		}
	}
	place := b.place(found.Line)
	found.Place = func(_ bool, offset int) capture.Place { return place(offset) }
	return nil
}

// plainHead reads a head that begins with a request line.
func (r *Reader) plainHead(found *scan.Found, first []byte) (requestLine, *head, error) {
	line := parseRequestLine(string(plainFirst(first)))
	line.edited = line.edited || isLogged(first)
	if err := r.continued(&line); err != nil {
		return line, nil, err
	}
	h, err := r.readHead(found, first)
	if length := loggedLength(first); err == nil && length != "" {
		h.lines = append(h.lines, "Content-Length: "+length)
	}
	return line, h, err
}

// target is the target with the values of variables. Parameters of the query that a variable without a value hides are
// left out.
func (r *Reader) target(found *scan.Found, line *requestLine, unknown *names) string {
	target := r.expand(line.target, unknown)
	line.edited = line.edited || target != line.target
	if strings.HasPrefix(line.target, "{{") && !isAbsolute(target) && !strings.HasPrefix(target, "/") {
		target = "http://" + target
	}
	isURL := isAbsolute(target)
	if isURL && line.edited {
		var fragment string
		if target, fragment, _ = strings.Cut(target, "#"); fragment != "" {
			note(found, "the # in the URL and what follows it are not sent: a # that is part of a value is spelt %%23")
		}
		target = escaped(target)
	}
	address, query, hasQuery := strings.Cut(target, "?")
	if holdsVariable(address) {
		hide(found, "url")
		if !hasQuery && (strings.HasSuffix(address, "}}") || strings.Contains(address, "}}&")) {
			hide(found, "query")
			address, query, hasQuery = strings.Cut(address, "&")
		}
		if strings.HasPrefix(address, "{{") {
			address = "http://" + address
		}
	}
	if !hasQuery {
		return address
	}
	var known []string
	for piece := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(piece, "=")
		switch {
		case !holdsVariable(piece):
			known = append(known, piece)
		case holdsVariable(name):
			hide(found, "query")
		default:
			hide(found, "query "+webhook.Unescape(name))
		}
	}
	return address + "?" + strings.Join(known, "&")
}

// escaped is a URL with the escapes that editors put in the place of blanks and of what is no ASCII.
func escaped(target string) string {
	var out strings.Builder
	at := 0
	for _, v := range append(variable().FindAllStringIndex(target, -1), []int{len(target), len(target)}) {
		for _, c := range []byte(target[at:v[0]]) {
			if c <= ' ' || c > '~' {
				fmt.Fprintf(&out, "%%%02X", c)
				continue
			}
			out.WriteByte(c)
		}
		out.WriteString(target[v[0]:v[1]])
		at = v[1]
	}
	return out.String()
}

// fields are the lines of a header with the values of variables, without those that a variable without a value hides.
func (r *Reader) fields(found *scan.Found, h *head, unknown *names) []string {
	fields := make([]string, 0, len(h.lines))
	for _, line := range h.lines {
		name, _, isField := strings.Cut(line, ":")
		value := r.expand(line, unknown)
		h.edited = h.edited || value != line
		if isField && holdsVariable(value) {
			h.edited = true
			hide(found, "header "+strings.TrimSpace(name))
			continue
		}
		fields = append(fields, value)
	}
	return fields
}

// correct makes the fields of a request that tell of its body those of the body that was read.
func (b *body) correct(found *scan.Found) {
	q := &found.Record.Request
	field := func(name string) int { return webhook.IndexField(q.Header, name) }
	length := webhook.HeaderField{Name: "Content-Length", Value: strconv.Itoa(len(b.text))}
	if i := field("Transfer-Encoding"); b.unchunked && i >= 0 {
		q.Header[i], q.Wire = length, nil
	}
	if i := field(length.Name); b.misstated && i >= 0 {
		q.Header[i], q.Wire = length, nil
	}
	i := field("Content-Encoding")
	if i < 0 || strings.EqualFold(q.Header[i].Value, "identity") || !isWhole(b.text) {
		return
	}
	if !b.unchunked && !b.misstated {
		note(found, "the header has a Content-Encoding, and the body is plain")
		return
	}
	note(found, "the header has a Content-Encoding, and the body is plain here: the field is left out")
	q.Header = slices.Delete(q.Header, i, i+1)
}
