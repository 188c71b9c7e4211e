package capture

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
	"unicode/utf16"
)

// spellings are the ways to write a secret that a request or an answer may hold, each once. A name or a number, as most
// tokens are, is written alike everywhere but in base64.
func spellings(secret string) [][]byte {
	all := append(inBase64(secret), secret)
	if strings.IndexFunc(secret, isOdd) >= 0 {
		inURL := url.QueryEscape(secret)
		percent := strings.ReplaceAll(inURL, "+", "%20")
		inJSON, forPages := inJSON(secret, false), inJSON(secret, true)
		all = append(all,
			inJSON, forPages, strings.ReplaceAll(inJSON, "/", `\/`), strings.ReplaceAll(forPages, "/", `\/`), ascii(inJSON), ascii(forPages),
			inURL, percent, url.PathEscape(secret), lowerEscapes(inURL), lowerEscapes(percent), lowerEscapes(url.PathEscape(secret)),
			html.EscapeString(secret), strings.NewReplacer("&#34;", "&quot;", "&#39;", "&#039;").Replace(html.EscapeString(secret)))
	}
	slices.Sort(all)
	all = slices.Compact(all)
	forms := make([][]byte, len(all))
	for i, form := range all {
		forms[i] = []byte(form)
	}
	return forms
}

// isOdd says that some text format writes the rune otherwise.
func isOdd(r rune) bool {
	return !('0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '-' || r == '.' || r == '_')
}

// inJSON is s as it stands between the quotes of a JSON string, with or without the escapes that pages need.
func inJSON(s string, forPages bool) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(forPages)
	_ = enc.Encode(s) // a string into a buffer cannot fail
	return strings.TrimSuffix(b.String()[1:], "\"\n")
}

// ascii spells everything beyond ASCII by its number, as many languages do, and the slash as PHP does.
func ascii(s string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(strings.ReplaceAll(s, "/", `\/`))) {
		if unit < 0x80 {
			b.WriteByte(byte(unit))
		} else {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}

// lowerEscapes spells %3C as %3c.
func lowerEscapes(s string) string {
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:i+3], bytes.ToLower(b[i+1:i+3]))
		}
	}
	return string(b)
}

// inBase64 are the characters that a secret decides in any base64 that holds it, wherever in the encoded text it begins.
func inBase64(secret string) []string {
	forms := make([]string, 0, 6)
	for before := range 3 {
		text := append(make([]byte, before), secret...)
		first, end := (before*8+5)/6, len(text)*8/6
		for _, alphabet := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			forms = append(forms, alphabet.EncodeToString(text)[first:end])
		}
	}
	return forms
}
