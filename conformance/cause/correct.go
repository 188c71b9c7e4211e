package cause

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// Correction is a backend's own answer as it should have been.
type Correction struct {
	Body   string // one JSON object, with the backend's own members kept
	Status bool   // the status was wrong, too: this belongs under HTTP 200
	Sure   bool   // nothing had to be guessed
}

// longestCorrected is how long an answer may be that is corrected: a longer one is a page or a list.
const longestCorrected = 4 << 10

// Corrected corrects the form of an answer to a callback that has to be accepted: the documented packet, with the
// other members of the answer where it had some. It is not ok where there was no answer, where the answer needs no
// correction, or where its status refuses the callback, so that its form is not the fault.
func Corrected(x *webhook.Exchange) (c Correction, ok bool) {
	if x == nil || x.Failure != nil || x.Status < 200 || x.Status > 299 {
		return c, false
	}
	c = Correction{Status: x.Status != 200, Sure: true}
	packet := object(x.Body, &c)
	if packet.IsAbsent() || len(x.Body) > longestCorrected {
		packet, c.Sure = jsontree.Object(), false
	}
	c.Body = string(inForm(unwrapped(packet), &c).Append(nil, jsontree.Compact))
	if len(c.Body) > longestCorrected || !utf8.ValidString(c.Body) {
		c.Body, c.Sure = judge.Canonical, false
	}
	return c, c.Status || c.Body != string(x.Body)
}

// object reads the object that a body was meant to be; absent, where none can be made out.
func object(body []byte, c *Correction) jsontree.Value {
	for _, attempt := range attempts() {
		read, certain := attempt(body)
		v, err := jsontree.Parse(read)
		if v.Kind() == jsontree.KindObject && (err == nil || isTrailing(err)) {
			c.Sure = c.Sure && certain && allValid(v)
			return v
		}
		if v.Kind() == jsontree.KindString && err == nil { // encoded twice
			if inner, err := jsontree.Parse([]byte(v.Text())); err == nil && inner.Kind() == jsontree.KindObject {
				return inner
			}
		}
		if v.Kind() == jsontree.KindArray && v.Len() > 0 && v.Item(0).Kind() == jsontree.KindObject {
			c.Sure = c.Sure && v.Len() == 1
			return v.Item(0)
		}
	}
	return jsontree.Absent()
}

func isTrailing(err error) bool {
	bad, ok := err.(*jsontree.SyntaxError)
	return ok && bad.Trailing
}

// allValid reports whether no text had to be replaced.
func allValid(v jsontree.Value) bool { return !strings.Contains(v.JSON(), "\uFFFD") }

// attempts read a body in one way after the other, the surest first.
func attempts() []func([]byte) (read []byte, certain bool) {
	return []func([]byte) ([]byte, bool){
		func(b []byte) ([]byte, bool) {
			return bytes.TrimPrefix(bytes.TrimSpace(b), []byte("\xEF\xBB\xBF")), true
		},
		func(b []byte) ([]byte, bool) { return fromUTF16(b), true },
		func(b []byte) ([]byte, bool) { return braces(b), true },
		func(b []byte) ([]byte, bool) { return bytes.ToValidUTF8(braces(b), []byte("\uFFFD")), false },
		func(b []byte) ([]byte, bool) { return tidied(braces(b)), true },
		func(b []byte) ([]byte, bool) { return tidied(append(braces(b), '}')), true },
		func(b []byte) ([]byte, bool) { return tidied(append(braces(b), `"}`...)), false },
	}
}

// fromUTF16 reads UTF-16 with a mark, or with a NUL beside every character.
func fromUTF16(b []byte) []byte {
	if len(b) < 4 || len(b)%2 != 0 {
		return b
	}
	big := b[0] == 0xFE || b[0] == 0
	if !big && b[0] != 0xFF && b[1] != 0 {
		return b
	}
	var units []uint16
	for i := 0; i+1 < len(b); i += 2 {
		if big {
			units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
		} else {
			units = append(units, uint16(b[i+1])<<8|uint16(b[i]))
		}
	}
	return bytes.TrimPrefix([]byte(string(utf16.Decode(units))), []byte("\uFEFF"))
}

// braces is a body from its first brace on, or as it is.
func braces(b []byte) []byte {
	if i := bytes.IndexByte(b, '{'); i >= 0 {
		return bytes.Clone(bytes.TrimSpace(b[i:]))
	}
	return b
}

// tidied turns what other notations have into JSON: quotes of Python and of typographers, full-width punctuation, the
// words of Python, commas before a brace, comments.
func tidied(b []byte) []byte {
	text := strings.NewReplacer("“", `"`, "”", `"`, "＂", `"`, "：", ":", "，", ",", "｛", "{", "｝", "}",
		"‘", "'", "’", "'").Replace(string(b))
	if strings.Count(text, `"`) < 2 {
		text = strings.ReplaceAll(text, "'", `"`)
	}
	text = strings.NewReplacer(": None", ": null", ":None", ":null", ": True", ": true", ": False", ": false",
		": NaN", ": 0", ":NaN", ":0", ": undefined", ": null", ":undefined", ":null").Replace(text)
	text = commas().ReplaceAllString(comments().ReplaceAllString(text, ""), "$1")
	return []byte(bareNames().ReplaceAllString(text, `$1"$2"$3`))
}

// unwrapped is the object with the documented names, where they stand inside of another one.
func unwrapped(v jsontree.Value) jsontree.Value {
	if inner := packetIn(v, mostWrapped); !inner.IsAbsent() {
		return inner
	}
	return v
}

const mostWrapped = 4

func packetIn(v jsontree.Value, depth int) jsontree.Value {
	if v.Kind() == jsontree.KindString && strings.Contains(v.Text(), "{") {
		v, _ = jsontree.Parse([]byte(v.Text()))
	}
	names := 0
	for _, m := range v.Members() {
		if documented(m.Name) != "" {
			names++
		}
	}
	if v.Kind() == jsontree.KindObject && names >= 2 {
		return v
	}
	if depth == 0 {
		return jsontree.Absent()
	}
	for _, m := range v.Members() {
		if inner := packetIn(m.Value, depth-1); !inner.IsAbsent() {
			return inner
		}
	}
	return jsontree.Absent()
}
