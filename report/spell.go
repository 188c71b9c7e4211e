package report

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// spellings are the ways to write a secret that a report or an echo may hold, each once. An echo may stand in a text that is
// spelt another time, as JSON in JSON is, so each spelling is spelt again. Most secrets are spelt alike nearly everywhere.
func spellings(secret string) secrets {
	all := []string{secret}
	for _, once := range respelt(secret) {
		all = append(append(all, once), respelt(once)...)
	}
	all = append(all, inBase64(secret)...)
	slices.Sort(all)
	forms := make(secrets, 0, 8)
	for _, form := range slices.Compact(all) {
		forms = append(forms, []byte(form))
	}
	return forms
}

func respelt(s string) []string {
	quoted := strconv.Quote(s)
	inJSON, forPages := jsonText(s, false), jsonText(s, true)
	inURL := url.QueryEscape(s)
	inHTML := html.EscapeString(s)
	list := []string{
		Visible(s), quoted[1 : len(quoted)-1],
		inJSON, forPages, inert(inJSON), inert(forPages), strings.ReplaceAll(inJSON, "/", `\/`),
		jsonASCII(s, `\u%04x`), jsonASCII(s, `\u%04X`),
		inURL, lowerEscapes(inURL), url.PathEscape(s), lowerEscapes(url.PathEscape(s)),
		inHTML, strings.NewReplacer("&#34;", "&quot;", "&#39;", "&#039;").Replace(inHTML), strings.NewReplacer("&#34;", "&quot;", "&#39;", "&apos;").Replace(inHTML),
		insideQuotes(s), printfFormat([]byte(s)), insideQuotes(printfFormat([]byte(s))),
		data(s), property(s),
	}
	list = append(list, strings.ReplaceAll(inURL, "+", "%20"), lowerEscapes(strings.ReplaceAll(inURL, "+", "%20")))
	return append(list, strings.ReplaceAll(strings.ReplaceAll(inURL, "+", "%20"), "%3A", ":"))
}

// jsonText is s as it stands between the quotes of a JSON string, with or without the escapes that pages need.
func jsonText(s string, forPages bool) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(forPages)
	if err := enc.Encode(s); err != nil {
		return s
	}
	return strings.TrimSuffix(b.String()[1:], "\"\n")
}

// jsonASCII spells everything beyond ASCII by its number, as many languages do, and the slash as PHP does.
func jsonASCII(s, form string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(strings.ReplaceAll(jsonText(s, false), "/", `\/`))) {
		if unit < 0x80 {
			b.WriteByte(byte(unit))
		} else {
			fmt.Fprintf(&b, form, unit)
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
	var forms []string
	for before := range 3 {
		text := append(make([]byte, before), secret...)
		first, end := (before*8+5)/6, len(text)*8/6
		for _, alphabet := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			forms = append(forms, alphabet.EncodeToString(text)[first:end])
		}
	}
	return forms
}
