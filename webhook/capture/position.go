package capture

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/payloads/jsontree"
)

// PlaceInLine is the place of a byte of a body in a line of a capture: of the character or the escape that it is in.
// A body in base64 has only the place of its text.
func PlaceInLine(line []byte, number int, answer bool, offset int) Place {
	return Place{number, column(string(line), answer, offset)}
}

// column walks the escapes of a line that was read.
func column(line string, answer bool, offset int) int {
	whole, err := jsontree.Parse([]byte(line))
	if err != nil {
		return 1
	}
	message := whole.Get("request")
	if answer {
		message = whole.Get("answer")
	}
	if v := message.Get("bodyBase64"); !v.IsAbsent() {
		return v.Start() + 2
	}
	v := message.Get("body")
	if v.IsAbsent() {
		return 1
	}
	first, end := v.Start()+1, v.End()-1 // within the quotes
	for at := first; at < end; {
		spelt, meant := 1, 1 // bytes in the line, and in the body
		if line[at] == '\\' {
			spelt = escapeLength(line[at:end])
			text, _ := jsontext.AppendUnquote([]byte(nil), `"`+line[at:at+spelt]+`"`) // it was read before
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

// escapeLength is the length of the escape that s begins with. A pair of surrogates is one.
func escapeLength(s string) int {
	switch {
	case s[1] != 'u':
		return 2
	case strings.Contains("dD", s[2:3]) && strings.Contains("89abAB", s[3:4]):
		return 12
	}
	return 6
}

// Place is a place in an input.
type Place struct {
	Line   int // from 1
	Column int // from 1, in bytes
}
