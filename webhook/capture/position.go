package capture

import (
	"unicode/utf8"

	"github.com/timhook/timhook/payloads/jsontree"
)

// PlaceInLine is where a byte of a body stands in a line of a capture: the character or the escape that it belongs to.
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
		size, n := 1, 1 // of the text, and as it is spelt
		if line[at] == '\\' {
			var r rune
			r, n = escape(line[at:])
			size = utf8.RuneLen(r)
		}
		if offset < size {
			return at + 1
		}
		offset -= size
		at += max(n, 1)
	}
	return end + 1
}

// Place is where something stands in an input.
type Place struct {
	Line   int // from 1
	Column int // from 1, in bytes
}
