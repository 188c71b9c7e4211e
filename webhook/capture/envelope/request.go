package envelope

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// found is the exchange that an object holds.
func (r *reader) found(o *object) scan.Found {
	f := scan.Found{Line: r.place(o.value.Offset(0)).Line}
	request := &f.Record.Request
	request.Method = "POST"
	if m := plainText(o.first(method)); isMethod(m) {
		request.Method = strings.ToUpper(m)
	}
	request.Header = headerOf(o.best(header))
	if r.addressed(o, &f); !o.has(header) {
		f.Hidden = append(f.Hidden, "header")
	}
	c := o.content(r.format.coding)
	isBody := fieldOf(request.Header, "Content-Length") == strconv.Itoa(len(c.Text)) // though it looks like a message
	if whole, ok := wholeMessage(c); ok && !isBody {
		f.Record.Request, c = whole, content{Piece: c.As(whole.Body)}
		f.Hidden = nil
	}
	if c.err != nil {
		return scan.Found{Line: f.Line, Err: c.err}
	}
	r.body(o, c, &f)
	if unknown := slices.Contains(f.Hidden, "query"); unknown && isPacket(c.Piece) {
		notes := f.Notes
		f = r.lone(c.Piece)
		f.Notes = notes
	}
	r.answered(o, &f)
	f.Record.Start = momentOf(o)
	r.fillIn(&f)
	return f
}

// best is the member of that role that names a callback command, or else the one that counts most.
func (o *object) best(r role) scan.Piece {
	for _, c := range o.of[r] {
		if bytes.Contains(c.value.Text, []byte(command)) {
			return c.value
		}
	}
	return o.first(r)
}

// addressed reads the URL and the query.
func (r *reader) addressed(o *object, f *scan.Found) {
	request := &f.Record.Request
	target := urlOf(o.best(address))
	target, _, _ = strings.Cut(target, "#")
	url, own, _ := strings.Cut(target, "?")
	request.Query = own
	if separate := o.best(query); isSet(separate) && !strings.Contains(own, command+"=") {
		text, asSent := queryOf(separate, r.format.escaped)
		if request.Query = cmp.Or(text, own); text != "" && !asSent {
			f.Notes = append(f.Notes, "the query was kept as names and values: its escapes and its order may be others")
		}
	}
	switch {
	case strings.Contains(url, "://"), strings.HasPrefix(url, "{{"):
		request.URL = url
	case url == "" && request.Query == "":
		f.Hidden = append(f.Hidden, "url")
	case url == "":
		f.Hidden = append(f.Hidden, "url")
	default:
		request.URL = "http://" + fieldOf(request.Header, "Host") + "/" + strings.TrimPrefix(url, "/")
	}
	if isKept := o.has(query) || strings.Contains(target, "?"); !isKept && (url == "" || r.format.unsure) {
		f.Hidden = append(f.Hidden, "query")
	}
}

// urlOf is a URL that is written as a text, or in parts: Postman's {"raw": …, "host": […], "path": […]}.
func urlOf(v scan.Piece) string {
	if kind(v) != '{' {
		return plainText(v)
	}
	of := map[string]scan.Piece{}
	for name, value := range values(v) {
		of[name] = value
	}
	for _, name := range [...]string{"raw", "full", "href", "value"} {
		if whole := plainText(of[name]); whole != "" {
			return whole
		}
	}
	list := func(name, separator string) string {
		if kind(of[name]) != '[' {
			return strings.Trim(plainText(of[name]), separator)
		}
		var parts []string
		for _, part := range values(of[name]) {
			parts = append(parts, plainText(part))
		}
		return strings.Join(parts, separator)
	}
	url := cmp.Or(strings.TrimSuffix(plainText(of["protocol"]), ":"), "http") + "://" + list("host", ".")
	if port := plainText(of["port"]); port != "" {
		url += ":" + port
	}
	url += "/" + list("path", "/")
	if query, _ := queryOf(of["query"], true); query != "" {
		url += "?" + query
	}
	return url
}

// content is the body of a request: that which holds a packet, or else the one that counts most.
func (o *object) content(preset string) content {
	list := o.of[body]
	if len(list) == 0 {
		if o.has(header) && !o.methodHasBody() {
			return content{}
		}
		return content{hidden: true, note: "the body was not kept, so the query alone is judged"}
	}
	read := func(c candidate) content {
		name := strings.ToLower(c.name)
		coding := o.coding()
		if strings.HasSuffix(name, "base64") {
			coding = "base64"
		}
		return contentOf(c.value, cmp.Or(coding, preset))
	}
	for _, c := range list {
		if got := read(c); got.err == nil && isPacket(got.Piece) {
			return got
		}
	}
	return read(list[0])
}

func (o *object) methodHasBody() bool {
	m := strings.ToUpper(plainText(o.first(method)))
	return m == "" || m == "POST" || m == "PUT" || m == "PATCH"
}

// coding is what the object says that its body is in: "base64" or nothing.
func (o *object) coding() string {
	for _, c := range o.of[encoding] {
		if isTrue(c.value) || strings.EqualFold(plainText(c.value), "base64") {
			return "base64"
		}
	}
	return ""
}

// body puts the body into a request.
func (r *reader) body(o *object, c content, f *scan.Found) {
	request := &f.Record.Request
	if c.note != "" {
		f.Notes = append(f.Notes, c.note)
	}
	if c.hidden {
		f.Hidden, request.Truncated = append(f.Hidden, "body"), true
		return
	}
	if len(c.Text) > 0 {
		request.Body = bytes.Clone(c.Text)
	}
	isCut := slices.ContainsFunc(o.of[cut], func(c candidate) bool { return isTrue(c.value) })
	request.Truncated = request.Truncated || isCut
	begin, text := o.value.Offset(0), c.Piece // not o and c: of 100,000 requests, their members would be kept as well
	f.Place = func(isAnswer bool, offset int) capture.Place {
		if isAnswer {
			return r.place(begin)
		}
		return r.place(text.Offset(offset))
	}
}

// wholeMessage reads a body that is the whole message, as ngrok keeps it.
func wholeMessage(c content) (capture.Request, bool) {
	line, _, found := bytes.Cut(c.Text, []byte("\n"))
	name, _, _ := bytes.Cut(line, []byte(" "))
	if !found || !isMethod(string(name)) || !bytes.Contains(line, []byte(" HTTP/1")) {
		return capture.Request{}, false
	}
	head, rest := headAndBody(c.Text)
	_, fields := capture.SplitHead(head)
	request := capture.NewRequest(capture.Raw{Scheme: "http", Head: head, Body: rest})
	request.Wire = nil
	request.Truncated = isCut(fields, rest)
	return request, true
}

// isCut reports whether a tool has kept only the beginning of a body.
func isCut(header []webhook.HeaderField, body []byte) bool {
	n, err := strconv.Atoi(fieldOf(header, "Content-Length"))
	if err != nil || n <= len(body) {
		return false
	}
	_, err = scan.Decoder(body).ReadValue()
	return err != nil
}

// headAndBody cuts a message behind the empty line.
func headAndBody(message []byte) (head, body []byte) {
	for _, end := range [...]string{"\r\n\r\n", "\n\n"} {
		if i := bytes.Index(message, []byte(end)); i >= 0 {
			return message[:i+len(end)], message[i+len(end):]
		}
	}
	return message, nil
}

// momentOf is when the request was sent, where that is written with a zone, or in milliseconds.
func momentOf(o *object) time.Time {
	for _, c := range o.of[moment] {
		text := plainText(c.value)
		if t, err := time.Parse(time.RFC3339, text); err == nil {
			return t
		}
		if ms, err := strconv.ParseInt(text, 10, 64); err == nil && len(text) == 13 {
			return time.UnixMilli(ms).UTC()
		}
	}
	return time.Time{}
}

// lone is a packet without a request around it.
func (r *reader) lone(v scan.Piece) scan.Found {
	return scan.Found{
		Record: capture.Record{Request: capture.Request{Body: bytes.Clone(v.Text)}},
		Line:   r.place(v.Offset(0)).Line, Lone: true,
		Place: func(_ bool, offset int) capture.Place { return r.place(v.Offset(offset)) },
	}
}

var errNothing = errors.New("no request and no packet is in it")
