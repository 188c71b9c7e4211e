package capture

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/payloads/jsontree"
	"pgregory.net/rapid"
)

// TestAPlaceInABodyIsThePlaceInItsLine cuts the line at the place: what is left is where the byte is spelt.
func TestAPlaceInABodyIsThePlaceInItsLine(t *testing.T) {
	body := "{\"a\":\"\\/é\x00\t🦊\u2028<\"}\n"
	r := Record{Request: Request{Body: []byte(body)}, Answer: &Answer{Body: []byte("\xff")}}
	written, err := r.AppendLine(nil)
	if err != nil {
		t.Fatal(err)
	}
	escaped := strings.Replace(string(written), "é", `\u00E9`, 1)
	escaped = strings.Replace(escaped, "🦊", `\ud83e\udd8a`, 1)
	for _, line := range []string{string(written), escaped, strings.Replace(escaped, `"body":`, "\"body\" :  ", 1)} {
		for offset, c := range body {
			for i := range utf8.RuneLen(c) {
				place := PlacesInLine([]byte(line), 7)(false, offset+i)
				if place.Line != 7 {
					t.Fatalf("got line %d", place.Line)
				}
				rest := line[place.Column-1:]
				spelt := rest[:1]
				if c >= 0x80 && rest[0] != '\\' {
					if i > 0 {
						rest = line[place.Column-1-i:] // raw bytes have a column each
					}
					spelt = rest[:utf8.RuneLen(c)]
				}
				if rest[0] == '\\' {
					spelt = rest[:escapeLength(rest)]
				}
				text, err := jsontext.AppendUnquote([]byte(nil), `"`+spelt+`"`)
				if err != nil || string(text) != string(c) {
					there := rest[:min(12, len(rest))]
					t.Errorf("byte %d of the body, %q: column %d holds %q", offset+i, c, place.Column, there)
				}
			}
		}
		if got := PlacesInLine([]byte(line), 1)(false, len(body)); line[got.Column-1] != '"' {
			t.Errorf("behind the body: got %q", line[got.Column-1:])
		}
		if got := PlacesInLine([]byte(line), 1)(true, 0); !strings.HasPrefix(line[got.Column-1:], "/w==") {
			t.Errorf("in base64: got %q", line[got.Column-1:])
		}
	}
	if got := PlacesInLine([]byte(`{"request":{}}`), 3)(true, 5); got != (Place{3, 1}) {
		t.Errorf("without a body: got %v", got)
	}
}

// A place is that of a walk through the line, byte by byte.
func TestPlacesAreThoseOfAWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.SliceOfN(rapid.Byte(), 0, 60).Draw(t, "body")
		if rapid.Bool().Draw(t, "text") {
			body = []byte(rapid.StringOf(rapid.RuneFrom([]rune("a\"\\/\n\x00é🦊\u2028<"))).Draw(t, "text of the body"))
		}
		line, err := (&Record{Request: Request{Body: body}}).AppendLine(nil)
		if err != nil {
			t.Fatal(err)
		}
		places := PlacesInLine(line, 1)
		for offset := range len(body) + 3 {
			if got, want := places(false, offset).Column, walked(string(line), offset); got != want {
				t.Fatalf("%s: byte %d of %q: column %d, want %d", line, offset, body, got, want)
			}
		}
	})
}

func walked(line string, offset int) int {
	whole, _ := jsontree.Parse([]byte(line))
	message := whole.Get("request")
	if v := message.Get("bodyBase64"); !v.IsAbsent() {
		return v.Start() + 2
	}
	v := message.Get("body")
	if v.IsAbsent() {
		return 1
	}
	first, end := v.Start()+1, v.End()-1
	for at := first; at < end; {
		spelt, meant := 1, 1
		if line[at] == '\\' {
			spelt = escapeLength(line[at:end])
			text, _ := jsontext.AppendUnquote([]byte(nil), `"`+line[at:at+spelt]+`"`)
			meant = len(text)
		}
		if offset < meant {
			return at + 1
		}
		offset -= meant
		at += spelt
	}
	return end + 1
}
