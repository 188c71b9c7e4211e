package secret

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

// spellings are the ways to write a secret, itself among them, each once. An echo may stand in a text that is spelt another
// time, as JSON in JSON is, so each spelling is spelt again. Most secrets are spelt alike nearly everywhere.
func spellings(secret string, further []func(string) string) []string {
	once := distinct(append(respelt(secret, further), secret))
	all := slices.Clone(once)
	for _, s := range once {
		if s != secret {
			all = append(all, respelt(s, further)...)
		}
	}
	return distinct(all)
}

func respelt(s string, further []func(string) string) []string {
	quoted := strconv.Quote(s)
	inJSON, forPages := JSON(s, false), JSON(s, true)
	inURL, inHTML := url.QueryEscape(s), html.EscapeString(s)
	percent := strings.ReplaceAll(inURL, "+", "%20")
	list := []string{
		quoted[1 : len(quoted)-1],
		inJSON, forPages, slashes(inJSON), slashes(forPages),
		ascii(inJSON, `\u%04x`), ascii(inJSON, `\u%04X`), ascii(forPages, `\u%04x`),
		inURL, percent, url.PathEscape(s), lowerEscapes(inURL), lowerEscapes(percent), lowerEscapes(url.PathEscape(s)),
		strings.ReplaceAll(percent, "%3A", ":"),
		inHTML, entities(inHTML, "&#039;"), entities(inHTML, "&apos;"),
		strings.ReplaceAll(s, "'", `'\''`),
	}
	for _, spell := range further {
		list = append(list, spell(s))
	}
	return list
}

func distinct(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// JSON is s as it stands between the quotes of a JSON string, with or without the escapes that pages need.
func JSON(s string, forPages bool) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(forPages)
	_ = enc.Encode(s) // a string into a buffer cannot fail
	return strings.TrimSuffix(b.String()[1:], "\"\n")
}

// slashes spells the slash as PHP does.
func slashes(inJSON string) string { return strings.ReplaceAll(inJSON, "/", `\/`) }

// ascii spells everything beyond ASCII by its number, as many languages do, and the slash as PHP does.
func ascii(inJSON, form string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(slashes(inJSON))) {
		if unit < 0x80 {
			b.WriteByte(byte(unit))
		} else {
			fmt.Fprintf(&b, form, unit)
		}
	}
	return b.String()
}

// lowerEscapes spells %3C as %3c.
func lowerEscapes(inURL string) string {
	b := []byte(inURL)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:i+3], bytes.ToLower(b[i+1:i+3]))
		}
	}
	return string(b)
}

// entities spells the quotes as others than Go do.
func entities(inHTML, single string) string {
	return strings.NewReplacer("&#34;", "&quot;", "&#39;", single).Replace(inHTML)
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
