package record

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/webhook"
)

// forwarded is the message as it goes on to the backend: path and query by the rules of [Options.Forward], its host,
// and every other byte as it came.
func forwarded(m *message, to *webhook.Endpoint) *webhook.Request {
	path, query, asked := splitTarget(requestTarget(m.head))
	e := *to
	if to.Path == "/" {
		e.Path = path
	}
	target := e.Path
	if asked = asked || to.RawQuery != "" && e.Path != "*"; asked {
		query = joinQuery(to.RawQuery, query)
		target += "?" + query
	}
	r := &webhook.Request{Method: m.Method, Endpoint: &e, Header: slices.Clone(m.Header), Body: m.Body, Proto: m.Proto}
	if m.Wire != nil { // it is written otherwise than its fields would be; such a request has its connection to itself
		r.Wire = []webhook.Piece{{Bytes: append(redirected(m.head, target, to.Host), m.frames...)}}
		return r
	}
	for i := range r.Header {
		if strings.EqualFold(r.Header[i].Name, "Host") {
			r.Header[i].Value = to.Host
		}
	}
	if r.Query = webhook.ParseQuery(query); asked && query == "" {
		r.Query = []webhook.Param{{}} // for the question mark
	}
	return r
}

// joinQuery puts the forward URL's own query in front.
func joinQuery(own, query string) string {
	if own == "" || query == "" {
		return own + query
	}
	return own + "&" + query
}

// splitTarget takes a request target apart. What a proxy is asked for has scheme and host in front (RFC 9112, 3.2.2).
func splitTarget(target string) (path, query string, asked bool) {
	if i := strings.Index(target, "://"); i > 0 && target[0] != '/' {
		rest := target[i+3:]
		target = "/"
		if j := strings.IndexAny(rest, "/?"); j >= 0 {
			target = rest[j:]
		}
	}
	path, query, asked = strings.Cut(target, "?")
	if path == "" {
		path = "/"
	}
	return path, query, asked
}
