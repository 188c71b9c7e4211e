package judge

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

const (
	shownBytes = 120 // of a backend's text in a finding
	hardly     = 40  // more than that: to leave out less would take as much room as it saves
	hidden     = "[secret]"
	shortest   = 4 // of secrets: to hide a shorter one would hide ordinary text
)

// quote shows what a backend sent: bounded, in quotes, with everything escaped that does not print.
func (t *Trial) quote(text string) string {
	text, cut := t.bound(text)
	return strconv.Quote(text) + cut
}

// plain is quote without the quotes, for text that already reads as words.
func (t *Trial) plain(text string) string {
	text, cut := t.bound(text)
	return escape(text) + cut
}

// pointer shows a JSON Pointer into an answer. Names in an answer may be hostile, and a place may be 10,000 levels
// deep.
func (t *Trial) pointer(text string) string {
	text, cut := t.bound(text)
	if cut != "" {
		text += "…"
	}
	return text
}

// escape writes everything that does not print as an escape.
func escape(text string) string {
	quoted := strconv.Quote(text)
	return strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(quoted[1 : len(quoted)-1])
}

// signs are the request's signatures: for a minute, anyone who has one can send any callback.
func signs(r *webhook.Request) []string {
	var list []string
	if r != nil {
		for _, param := range r.Query {
			if param.Name == "Sign" {
				list = append(list, param.Value)
			}
		}
	}
	return list
}

// bound hides secrets and then cuts. The other way round, a piece of a secret could be left that no later redactor
// finds.
func (t *Trial) bound(text string) (shown, cut string) {
	for _, secret := range t.masked {
		if len(secret) >= shortest {
			text = strings.ReplaceAll(text, secret, hidden)
		}
	}
	if len(text) <= shownBytes+hardly {
		return text, ""
	}
	end := shownBytes
	for end > shownBytes-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end], fmt.Sprintf(" and %d more bytes", len(text)-end)
}

// describe names a JSON value as a sentence would: `the string "0"`, `the number 0.0`, `null`, `an array`.
func (t *Trial) describe(v jsontree.Value) string {
	switch v.Kind() {
	case jsontree.KindString:
		return "the string " + t.quote(v.Text())
	case jsontree.KindNumber:
		return "the number " + t.plain(v.Text())
	case jsontree.KindBool:
		return "the boolean " + v.Text()
	}
	return v.Kind().String()
}
