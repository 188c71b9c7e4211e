package request

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// Curl is a command for any POSIX shell that sends the request with curl: with its method, target, header fields and
// body. curl itself puts Host first and Content-Length last, and decides on Wire, Proto, a second Host and
// Transfer-Encoding. A body that a shell or curl would change goes through printf.
func Curl(r *webhook.Request) string { return curlLine(r, safe.Quote(r.URL())) }

func writeCurl(w io.Writer, r *webhook.Request) error {
	_, err := fmt.Fprintln(w, Curl(r))
	return err
}

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

// curlAddress keeps curl from changing the URL ([] and {} are patterns to it, /../ goes), and from HTTP/2 over TLS.
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

// curlFields adds the fields that curl would not send by itself, and removes those that only curl would send.
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

// curlHeader is a field as curl takes it. An empty one is "Name;", since "Name:" removes the field.
func curlHeader(h webhook.HeaderField) string {
	if strings.Trim(h.Value, " \t") == "" {
		return h.Name + ";"
	}
	return h.Name + ": " + h.Value
}

// plainWord is true of a body that may stand in the command line as it is. Not so one with a leading @, which is the
// name of a file to curl; with a NUL, a newline or invalid text, which some shells change; or with characters that a
// terminal hides or obeys.
func plainWord(body []byte) bool {
	return !bytes.HasPrefix(body, []byte("@")) && len(body) <= 100_000 && safe.Visible(string(body)) == string(body)
}
