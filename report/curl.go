package report

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/timhook/timhook/webhook"
)

// Curl is a command for any POSIX shell that delivers the request with curl: method, target, body and header
// fields are those of the request. Host comes first and Content-Length last; an empty field loses the space behind its colon.
//
// A body that a shell word or curl itself would alter goes through printf, every byte of it escaped where need be.
// Wire, Proto, a second Host and a Transfer-Encoding are not carried over: they are curl's own business.
func Curl(r *webhook.Request) string { return curlLine(r, Quote(r.URL())) }

func curlLine(r *webhook.Request, address string) string {
	var b strings.Builder
	data := "--data-binary " + Quote(string(r.Body))
	if !plainWord(r.Body) {
		fmt.Fprintf(&b, "printf %s | ", Quote(printfFormat(r.Body)))
		data = "--data-binary @-"
	}
	b.WriteString("curl -sS -i -m 2 -X " + Quote(r.Method))
	curlAddress(&b, r)
	curlFields(&b, r)
	b.WriteString(" " + data + " " + address)
	return b.String()
}

// curlAddress keeps curl from reading the URL in its own way, and from a newer protocol over TLS.
func curlAddress(b *strings.Builder, r *webhook.Request) {
	if r.Endpoint.Network == "unix" {
		b.WriteString(" --unix-socket " + Quote(r.Endpoint.Addr))
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
			b.WriteString(" -H " + Quote(curlHeader(h)))
		}
		sent[name] = true
	}
	for _, unasked := range []string{"Host", "Accept", "User-Agent", "Content-Type", "Content-Length", "Expect"} {
		if !sent[strings.ToLower(unasked)] {
			b.WriteString(" -H " + Quote(unasked+":"))
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
// a NUL, a newline or invalid text does not survive every shell, and the others would not be seen or act on the terminal.
func plainWord(body []byte) bool {
	return !bytes.HasPrefix(body, []byte("@")) && len(body) <= 100_000 && Visible(string(body)) == string(body)
}

func printfFormat(body []byte) string {
	var b strings.Builder
	for i, c := range body {
		switch {
		case i == 0 && c == '-': // would read as an option of printf
			b.WriteString(`\055`)
		case c == '%':
			b.WriteString("%%")
		case c == '\\', c == '#', c < ' ', c >= 0x7f:
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// Quote makes one word of s for a POSIX shell, zsh included. A word of harmless characters stays bare. No shell can hold a NUL.
func Quote(s string) string {
	harmless := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:,=+@%", r)
	}
	if s != "" && s[0] != '=' && strings.IndexFunc(s, func(r rune) bool { return !harmless(r) }) < 0 {
		return s
	}
	return "'" + insideQuotes(s) + "'"
}

func insideQuotes(s string) string { return strings.ReplaceAll(s, "'", `'\''`) }
