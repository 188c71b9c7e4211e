package har_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/timhook/timhook/internal/har"
	"pgregory.net/rapid"
)

func TestATextIsReadAsToolsSpellIt(t *testing.T) {
	for _, test := range []struct{ name, literal, want string }{
		{"null", `null`, ""},
		{"escapes", `"\"\\\/\b\f\n\r\t\u0041"`, "\"\\/\b\f\n\r\tA"},
		{"a pair of surrogates", `"\ud83e\udde7"`, "🧧"},
		{"bytes, as Python has them", `"a\udcff\udc80"`, "a\xff\x80"},
		{"a lone surrogate that is no byte", `"\udc7f\ud83e!"`, "\ufffd\ufffd!"},
		{"two high surrogates and a low one", `"\ud83e\ud83e\udde7"`, "\ufffd🧧"},
		{"a byte behind a pair", `"\ud83e\udde7\udcff"`, "🧧\xff"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got har.Text
			if err := json.Unmarshal([]byte(test.literal), &got); err != nil || string(got) != test.want {
				t.Errorf("got %q (%v), want %q", got, err, test.want)
			}
		})
	}
	var got har.Text
	if err := json.Unmarshal([]byte("5"), &got); err == nil || err.Error() != "text: got 5, want a string" {
		t.Errorf("a number: got %v", err)
	}
}

// TestAnyBytesComeBack spelt in either way.
func TestAnyBytesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.String().Draw(t, "text") + string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		var literal strings.Builder
		literal.WriteByte('"')
		for rest := want; rest != ""; {
			r, size := utf8.DecodeRuneInString(rest)
			if r == utf8.RuneError && size == 1 {
				fmt.Fprintf(&literal, `\udc%02x`, rest[0])
			} else {
				spelt, _ := json.Marshal(rest[:size])
				literal.Write(spelt[1 : len(spelt)-1])
			}
			rest = rest[size:]
		}
		literal.WriteByte('"')
		var got har.Text
		if err := json.Unmarshal([]byte(literal.String()), &got); err != nil || string(got) != want {
			t.Fatalf("%s: got %q (%v), want %q", literal.String(), got, err, want)
		}
	})
}

func TestTheEncodingOfATextIsNamed(t *testing.T) {
	for _, test := range []struct{ name, text, encoding, want, err string }{
		{"none", "a", "", "a", ""},
		{"base64", "/w==", "base64", "\xff", ""},
		{"broken base64", "/w=", "base64", "", "illegal base64 data at input byte 3"},
		{"another", "a", "gzip", "", `encoding: got "gzip", want base64`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := har.Text(test.text).Bytes(test.encoding)
			message := ""
			if err != nil {
				message = err.Error()
			}
			if message != test.err || err == nil && string(got) != test.want {
				t.Errorf("got %q (%v), want %q (%s)", got, err, test.want, test.err)
			}
		})
	}
	if got, _ := har.Text("").Bytes(""); got != nil {
		t.Errorf("an empty text: got %q, want nil", got)
	}
}

// TestMembersThatAreNotReadMayBeAnything: mitmproxy, Charles and others write floats, strings or null there.
func TestMembersThatAreNotReadMayBeAnything(t *testing.T) {
	const entry = `{"cache":null,"comment":5,` +
		`"request":{"method":"POST","cookies":{},"queryString":"a=b","headersSize":-1.5,"bodySize":"2",` +
		`"postData":{"mimeType":null,"text":"{}"}},` +
		`"response":{"status":200,"redirectURL":null,"content":{"size":0.5,"mimeType":7}}}`
	var got har.Entry
	err := json.Unmarshal([]byte(entry), &got)
	if err != nil || got.Request.PostData.Text != "{}" || got.Response.Status != 200 {
		t.Errorf("got %+v (%v), want the text and the status", got, err)
	}
}
