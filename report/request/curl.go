package request

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// Curl is a command for any POSIX shell that delivers the request with curl: method, target, body and header fields
// are those of the request. Host comes first and Content-Length last; an empty field loses the space behind its
// colon.
//
// A body that a shell word or curl itself would alter goes through printf, every byte of it escaped where need be.
// Wire, Proto, a second Host and a Transfer-Encoding are not carried over: they are curl's own business.
func Curl(r *webhook.Request) string { return curlLine(r, safe.Quote(r.URL())) }

func curlLine(r *webhook.Request, address string) string {
	var b strings.Builder
	data := "--data-binary " + safe.Quote(string(r.Body))
	if !plainWord(r.Body) {
		fmt.Fprintf(&b, "printf %s | ", safe.Quote(safe.PrintfFormat(r.Body)))
		data = "--data-binary @-"
	}
	b.WriteString("curl -sS -i -m 2 -X " + safe.Quote(r.Method))
	curlAddress(&b, r)
	curlFields(&b, r)
	b.WriteString(" " + data + " " + address)
	return b.String()
}

// curlAddress keeps curl from reading the URL in its own way, and from a newer protocol over TLS.
func curlAddress(b *strings.Builder, r *webhook.Request) {
	if r.Endpoint.Network == "unix" {
		b.WriteString(" --unix-socket " + safe.Quote(r.Endpoint.Addr))
	}
	if r.Endpoint.Scheme == "https" {
		b.WriteString(" --http1.1")
	}
	target := r.RequestTarget()
	if strings.ContainsAny(target, "[]{}") {
		b.WriteString(" -g")
	}
	if strings.Contains(target, "/.") || strings.Contains(strings.ToLower(target), "/%2e") {
		b.WriteString(" --path-as-is")
	}
}

// curlFields gives the fields that curl would not send by itself and takes away those that it would.
func curlFields(b *strings.Builder, r *webhook.Request) {
	byCurl := map[string]string{"Host": r.Endpoint.Host, "Content-Length": strconv.Itoa(len(r.Body))}
	sent := map[string]bool{}
	for _, h := range r.Header {
		name := strings.ToLower(h.Name)
		if value, known := byCurl[h.Name]; !known || value != h.Value || sent[name] {
			b.WriteString(" -H " + safe.Quote(curlHeader(h)))
		}
		sent[name] = true
	}
	for _, unasked := range []string{"Host", "Accept", "User-Agent", "Content-Type", "Content-Length", "Expect"} {
		if !sent[strings.ToLower(unasked)] {
			b.WriteString(" -H " + safe.Quote(unasked+":"))
		}
	}
}

// curlHeader spells an empty value as curl wants it: "Name:" would remove the field.
func curlHeader(h webhook.HeaderField) string {
	if strings.Trim(h.Value, " \t") == "" {
		return h.Name + ";"
	}
	return h.Name + ": " + h.Value
}

// plainWord says that a body survives as a quoted shell word and on a screen: curl reads a leading @ as a file name,
// a NUL, a newline or invalid text does not survive every shell, and the others would not be seen or act on the
// terminal.
func plainWord(body []byte) bool {
	return !bytes.HasPrefix(body, []byte("@")) && len(body) <= 100_000 && safe.Visible(string(body)) == string(body)
}
