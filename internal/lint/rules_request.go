package lint

import (
	"fmt"
	"mime"
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads"
)

// requestRules are about the request around the packet.
func requestRules() []Rule {
	return []Rule{
		{
			ID: "request-method", Level: payloads.Must, Subject: InRequest, look: unlessBare((*inspection).method),
			Doc: "the method is POST", Source: overview,
		},
		{
			ID: "request-content-type", Level: payloads.May, Subject: InRequest, Evidence: payloads.Inferred,
			Doc:    "the Content-Type says JSON; backends read the packet as JSON whatever it says",
			Source: "receivers that read only JSON types work without adaptation",
			look:   unlessBare((*inspection).headerContentType),
		},
		{
			ID: "request-content-length", Level: payloads.Must, Subject: InRequest,
			Doc: "the Content-Length is that of the body", Source: "RFC 9110, 8.6",
			look: unlessBare((*inspection).contentLength),
		},
	}
}

func (x *inspection) method() {
	if m := x.entry.Request.Method; m != "" && m != "POST" {
		x.report("got the method " + x.quoted(m) + ", want POST")
	}
}

// header is the first field of that name, and how many there are.
func (x *inspection) header(name string) (value string, n int) {
	for _, f := range x.entry.Request.Header {
		if strings.EqualFold(f.Name, name) {
			if n++; n == 1 {
				value = f.Value
			}
		}
	}
	return value, n
}

// headerContentType leaves a request alone whose header was not captured.
func (x *inspection) headerContentType() {
	if len(x.entry.Request.Header) == 0 || x.hidesHeader("Content-Type") {
		return
	}
	value, n := x.header("Content-Type")
	if n == 0 {
		x.report("got no Content-Type, want application/json")
	} else if value != "application/json" && !isJSONType(value) {
		x.report("got the Content-Type " + x.quoted(value) + ", want application/json")
	}
}

func isJSONType(value string) bool {
	kind, _, err := mime.ParseMediaType(value)
	return err == nil && (kind == "application/json" || kind == "text/json" || strings.HasSuffix(kind, "+json"))
}

// contentLength cannot be judged where the body was cut, or was decoded from a coding that the length is of.
func (x *inspection) contentLength() {
	value, n := x.header("Content-Length")
	_, coded := x.header("Content-Encoding")
	_, chunked := x.header("Transfer-Encoding")
	if n == 0 || coded > 0 || chunked > 0 || x.entry.Request.Truncated || x.hides(hiddenBody) ||
		x.hidesHeader("Content-Length") {
		return
	}
	if want := strconv.Itoa(len(x.entry.Request.Body)); value != want {
		x.report(fmt.Sprintf("got the Content-Length %s, and the body has %s bytes", x.quoted(value), want))
	}
}
