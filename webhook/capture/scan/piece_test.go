package scan_test

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook/capture/scan"
	"pgregory.net/rapid"
)

func TestSpellingsAreUndone(t *testing.T) {
	for _, test := range []struct {
		name, spelt string
		unit        scan.Unit
		want, rest  string
		ok          bool
	}{
		{"JSON", `\"a\u00e9\ud83e\udde7\/\n"rest`, scan.Backslashed('"', false), "\"aé🧧/\n", `"rest`, true},
		{"Rust", `\u{1f9e7}`, scan.Backslashed('"', false), "🧧", "", true},
		{"bytes", `\xe4\xb8\xad`, scan.Backslashed('\'', false), "中", "", true},
		{"characters", `\xe9'x`, scan.Backslashed('\'', true), "é", "'x", true},
		{"half of a character", `a\ud83e"`, scan.Backslashed('"', false), "a", `\ud83e"`, false},
		{"an unknown escape", `a\q`, scan.Backslashed('"', false), "a", `\q`, false},
		{"a backslash at the end", `a\`, scan.Backslashed('"', false), "a", `\`, false},
		{"a broken escape", `\u00g0`, scan.Backslashed('"', false), "", `\u00g0`, false},
		{"no number", `\u+123`, scan.Backslashed('"', false), "", `\u+123`, false},
		{"a URL", `%7B%22%E4%B8%AD%22 rest`, scan.Percented, `{"中"`, " rest", true},
		{"a broken escape of a URL", `%7`, scan.Percented, "", `%7`, false},
		{"a table", `{""a""}",1`, scan.Doubled, `{"a"}`, `",1`, true},
		{"HTML", `&quot;a&amp;b&lt;&#39;"`, scan.Entities, `"a&b<'`, `"`, true},
		{"HTML that is none", `a&b`, scan.Entities, "a", "&b", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, taken, ok := scan.Piece{Text: []byte(test.spelt)}.Read(test.unit)
			if string(got.Text) != test.want || test.spelt[taken:] != test.rest || ok != test.ok {
				t.Errorf("got %q and left %q (%v), want %q and %q (%v)", got.Text, test.spelt[taken:], ok, test.want,
					test.rest, test.ok)
			}
		})
	}
}

// TestAnyTextComesBackWithItsPlaces: each character of the text leads to where its spelling begins.
func TestAnyTextComesBackWithItsPlaces(t *testing.T) {
	spellings := map[string]struct {
		spell func(string) string
		unit  scan.Unit
	}{
		"JSON": {func(s string) string {
			text, _ := json.Marshal(s)
			return string(text[1 : len(text)-1])
		}, scan.Backslashed('"', false)},
		"Go": {func(s string) string {
			text := strconv.QuoteToASCII(s)
			return text[1 : len(text)-1]
		}, scan.Backslashed('"', false)},
		"URL":  {url.PathEscape, scan.Percented},
		"CSV":  {func(s string) string { return strings.ReplaceAll(s, `"`, `""`) }, scan.Doubled},
		"HTML": {strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;", ">", "&gt;").Replace, scan.Entities},
	}
	for name, s := range spellings {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				text := rapid.StringOf(rapid.Rune().Filter(func(r rune) bool { return r != '&' || name != "URL" })).Draw(t, "text")
				const before = "äb"
				spelt := s.spell(text)
				got, taken, ok := scan.Piece{Text: []byte(before + spelt)}.Part(len(before), len(before)+len(spelt)).Read(s.unit)
				if !ok || taken != len(spelt) || string(got.Text) != text {
					t.Fatalf("%s: got %q (%d, %v), want %q", spelt, got.Text, taken, ok, text)
				}
				for i := range text {
					if at, want := got.Offset(i), len(before)+len(s.spell(text[:i])); at != want {
						t.Fatalf("%s: byte %d of %q is at %d, want %d", spelt, i, text, at, want)
					}
				}
			})
		})
	}
}

func TestACommentThatHidesTheRestOfItsLineIsNamed(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{
			"members behind it", `{"a":1, // one    "b":2}`,
			"the text ends before the value does: in line 1, column 9, // makes a comment of all that follows on the line; " +
				"give each comment a line end, or take the comments out",
		},
		{"words behind it", "{\"a\":1, // one\n", "the text ends before the value does"},
		{"a block", `{"a":1, /* "b":2}`, "the text ends before the value does"},
		{"nothing hidden", "{\"a\":1 // \"b\":2\n}", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := scan.NewSource(strings.NewReader(test.text), 1<<20).Value()
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != test.want || err != nil && !scan.IsCut(err) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
