package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/timhook/timhook/webhook"
)

// Curl is a command for any POSIX shell that delivers exactly the request's bytes with curl.
// A body that a shell word or curl itself would alter goes through printf, every byte of it escaped where need be.
func Curl(r *webhook.Request) string {
	var b strings.Builder
	data := "--data-binary " + Quote(string(r.Body))
	if !plainWord(r.Body) {
		fmt.Fprintf(&b, "printf %s | ", Quote(printfFormat(r.Body)))
		data = "--data-binary @-"
	}
	b.WriteString("curl -sS -i -m 2 -X " + Quote(r.Method))
	if r.Endpoint.Network == "unix" {
		b.WriteString(" --unix-socket " + Quote(r.Endpoint.Addr))
	}
	expected := map[string]bool{"host": false, "content-length": false}
	sent := map[string]bool{}
	for _, h := range r.Header {
		name := strings.ToLower(h.Name)
		sent[name] = true
		if _, byCurl := expected[name]; !byCurl || name == "host" && h.Value != r.Endpoint.Host {
			b.WriteString(" -H " + Quote(curlHeader(h)))
		}
	}
	for _, ours := range []string{"Accept", "User-Agent", "Content-Type", "Expect"} {
		if !sent[strings.ToLower(ours)] {
			b.WriteString(" -H " + Quote(ours+":"))
		}
	}
	b.WriteString(" " + data + " " + Quote(r.URL()))
	return b.String()
}

// curlHeader spells an empty value as curl wants it: "Name:" would remove the field.
func curlHeader(h webhook.HeaderField) string {
	if h.Value == "" {
		return h.Name + ";"
	}
	return h.Name + ": " + h.Value
}

// plainWord says that a body survives as a quoted shell word: curl reads a leading @ as a file name,
// and a NUL, a newline or invalid text does not survive every shell.
func plainWord(body []byte) bool {
	if len(body) > 0 && body[0] == '@' || len(body) > 100_000 || !utf8.Valid(body) {
		return false
	}
	for _, c := range body {
		if c < ' ' || c == 0x7f {
			return false
		}
	}
	return true
}

func printfFormat(body []byte) string {
	var b strings.Builder
	for i, c := range body {
		switch {
		case i == 0 && c == '-': // would read as an option of printf
			b.WriteString(`\055`)
		case c == '%':
			b.WriteString("%%")
		case c == '\\', c < ' ', c >= 0x7f:
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// Quote makes one word of s for a POSIX shell. A word of harmless characters stays bare.
func Quote(s string) string {
	harmless := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:,=+@%", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !harmless(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
