package secret

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// spellings are the ways to write a secret, itself among them, each once. An echo may be in a text that is spelt
// another time, such as JSON in JSON, so each spelling is spelt again. Most secrets are spelt alike nearly everywhere.
func spellings(secret string, further []func(string) string) []string {
	all := distinct(append([]string{secret}, respelt(secret, further)...))
	for _, once := range all[1:] {
		all = append(all, respelt(once, further)...)
	}
	return distinct(all)
}

func respelt(s string, further []func(string) string) []string {
	inJSON, forPages := JSON(s, false), JSON(s, true)
	inURL, inPath, inHTML := url.QueryEscape(s), url.PathEscape(s), html.EscapeString(s)
	percent := strings.ReplaceAll(inURL, "+", "%20")
	list := []string{
		quoted(s), inJSON, forPages, slashes(inJSON), slashes(forPages),
		ascii(inJSON, `\u%04x`), ascii(inJSON, `\u%04X`), ascii(forPages, `\u%04x`),
		inURL, percent, inPath, lowerEscapes(inURL), lowerEscapes(percent), lowerEscapes(inPath),
		strings.ReplaceAll(percent, "%3A", ":"),
		inHTML, entities(inHTML, "&#039;"), entities(inHTML, "&apos;"),
		strings.ReplaceAll(s, "'", `'\''`),
	}
	for _, spell := range further {
		list = append(list, spell(s))
	}
	return list
}

// distinct keeps the first of each.
func distinct(list []string) []string {
	seen := make(map[string]bool, len(list))
	return slices.DeleteFunc(list, func(s string) bool {
		again := seen[s]
		seen[s] = true
		return again
	})
}

// isEasy says that a text is printable ASCII without any of some characters. What follows asks, as most texts are.
func isEasy(s, but string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return !strings.ContainsAny(s, but)
}

// quoted is s as in Go's quotes.
func quoted(s string) string {
	if isEasy(s, `"\`) {
		return s
	}
	q := strconv.Quote(s)
	return q[1 : len(q)-1]
}

// JSON is s as between the quotes of a JSON string, with or without the escapes that pages need.
func JSON(s string, forPages bool) string {
	if isEasy(s, `"\<>&`) || !forPages && isEasy(s, `"\`) {
		return s
	}
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
	if isEasy(inJSON, "") {
		return slashes(inJSON)
	}
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
	if !strings.Contains(inURL, "%") {
		return inURL
	}
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
	return strings.ReplaceAll(strings.ReplaceAll(inHTML, "&#34;", "&quot;"), "&#39;", single)
}

// encodings are what a text holds that holds one of these spellings of a secret encoded: in base64, in base64 twice, in
// hexadecimal. A longer text than a head may have is no credential, which somebody would encode.
func encodings(spelt ...string) []string {
	const longest = 64 << 10
	var list []string
	for _, secret := range spelt {
		if len(secret) > longest {
			continue
		}
		once := inBase64(secret)
		list = append(list, once...)
		for _, form := range once {
			list = append(list, inBase64(form)...)
		}
		inHex := hex.EncodeToString([]byte(secret))
		list = append(list, inHex, strings.ToUpper(inHex))
	}
	return list
}

// inBase64 are the characters that a secret decides in any base64 that holds it, wherever in the encoded text it
// begins.
func inBase64(secret string) []string {
	forms := make([]string, 0, 6)
	text := append(make([]byte, 2, 2+len(secret)), secret...)
	for before := range 3 {
		padded := text[2-before:]
		first, end := (before*8+5)/6, len(padded)*8/6
		form := base64.RawStdEncoding.EncodeToString(padded)[first:end]
		if forms = append(forms, form); strings.ContainsAny(form, "+/") {
			forms = append(forms, strings.NewReplacer("+", "-", "/", "_").Replace(form))
		}
	}
	return forms
}
