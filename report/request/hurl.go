package request

import (
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// writeHurl writes an entry of a Hurl file. Hurl adds Host and Content-Length, and fills in what stands in {{}}.
func writeHurl(w io.Writer, r *webhook.Request) error {
	fields, body := sendable(w, r)
	var b strings.Builder
	fmt.Fprintf(&b, "### %s\n%s %s\n", safe.Visible(callbackOf(r)), r.Method, hurlValue(r.URL()))
	for _, f := range fields {
		fmt.Fprintf(&b, "%s: %s\n", f[0], hurlValue(f[1]))
	}
	fmt.Fprintf(&b, "\n%s\n\nHTTP *\n[Asserts]\nduration < 2000\n\n", hurlBody(body))
	_, err := io.WriteString(w, b.String())
	return err
}

// hurlValue escapes what Hurl reads otherwise in a value.
func hurlValue(s string) string {
	return strings.NewReplacer(`\`, `\\`, "#", `\#`, "{{", `\u{7b}\u{7b}`).Replace(s)
}

// hurlBody is a JSON body as it is, or in base64 where Hurl would read it otherwise.
func hurlBody(body string) string {
	v, err := jsontree.Parse([]byte(body))
	isPlain := err == nil && v.Kind() == jsontree.KindObject && !strings.Contains(body, "{{") &&
		strings.TrimSpace(body) == body && safe.Visible(body) == body
	if isPlain {
		return body
	}
	return "base64," + base64.StdEncoding.EncodeToString([]byte(body)) + ";"
}

// writeHTTPie writes a line for a POSIX shell that sends the request with HTTPie, which adds Host and Content-Length.
func writeHTTPie(w io.Writer, r *webhook.Request) error {
	fields, body := sendable(w, r)
	var b strings.Builder
	sent := map[string]bool{}
	fmt.Fprintf(&b, "printf %s | http --timeout 2 %s %s", safe.Quote(safe.PrintfFormat([]byte(body))), r.Method,
		safe.Quote(r.URL()))
	for _, f := range fields {
		sent[strings.ToLower(f[0])] = true
		separator := ":"
		if strings.TrimSpace(f[1]) == "" {
			separator = ";" // a field without a value; with a colon HTTPie leaves it out
		}
		b.WriteString(" " + safe.Quote(f[0]+separator+f[1]))
	}
	for _, unasked := range []string{"Accept", "Accept-Encoding", "User-Agent", "Content-Type"} {
		if !sent[strings.ToLower(unasked)] {
			b.WriteString(" " + unasked + ":")
		}
	}
	_, err := fmt.Fprintln(w, b.String())
	return err
}
