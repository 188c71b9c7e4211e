package scan

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// Piece is a part of a text that may be spelt otherwise there, for instance with escapes. Its offsets lead back to the
// text.
type Piece struct {
	Text []byte
	back func(offset int) int // nil: offsets are the same
}

// Offset is where a byte of the piece stands in the text.
func (p Piece) Offset(at int) int {
	if p.back == nil {
		return at
	}
	return p.back(at)
}

// Part is a part of the piece.
func (p Piece) Part(from, to int) Piece {
	return Piece{Text: p.Text[from:to], back: func(at int) int { return p.Offset(from + at) }}
}

// As is another text in the place of the piece. All its offsets lead to the beginning of the piece.
func (p Piece) As(text []byte) Piece {
	return Piece{Text: text, back: func(int) int { return p.Offset(0) }}
}

// Unit takes what s, which is not empty, begins with, and appends the bytes that it stands for. A size of 0 is the end,
// and one below 0 means that it cannot be read. Bytes that stand for themselves may come many at a time; all else comes
// one by one, and shorter than it is spelt.
type Unit func(dst, s []byte) (text []byte, size int)

// Read is what the beginning of the piece stands for, and how many bytes of it that is.
func (p Piece) Read(u Unit) (read Piece, taken int, ok bool) {
	text := make([]byte, 0, len(p.Text))
	for ok = true; taken < len(p.Text); {
		var size int
		if text, size = u(text, p.Text[taken:]); size <= 0 {
			ok = size == 0
			break
		}
		taken += size
	}
	spelt := p.Text[:taken]
	return Piece{Text: text, back: func(at int) int { return p.Offset(speltAt(spelt, u, at)) }}, taken, ok
}

// speltAt is where a byte of a text stands in its spelling.
func speltAt(spelt []byte, u Unit, offset int) int {
	var text []byte
	for at := 0; at < len(spelt); {
		var size int
		text, size = u(text[:0], spelt[at:])
		switch {
		case size <= 0, offset < len(text) && size != len(text):
			return at
		case offset < len(text):
			return at + offset
		}
		offset -= len(text)
		at += size
	}
	return len(spelt)
}

// plain takes the bytes in front of the next one of special.
func plain(dst, s []byte, special string) ([]byte, int) {
	n := bytes.IndexAny(s, special)
	if n < 0 {
		n = len(s)
	}
	return append(dst, s[:n]...), n
}

// Backslashed reads what stands in quotes in JSON, Go, Python, JavaScript and PHP, and what nginx writes: escapes with
// a backslash. The quote ends it. With code points, \xe9 is the character é, and else the byte.
func Backslashed(quote byte, codePoints bool) Unit {
	special := `\` + string(rune(quote))
	return func(dst, s []byte) ([]byte, int) {
		switch {
		case s[0] == quote:
			return dst, 0
		case s[0] != '\\':
			return plain(dst, s, special)
		case len(s) < 2:
			return dst, -1
		}
		if i := bytes.IndexByte([]byte(`"\/'bfnrtave$#`), s[1]); i >= 0 {
			return append(dst, "\"\\/'\b\f\n\r\t\a\v\x1b$#"[i]), 2
		}
		switch s[1] {
		case 'x':
			n, size := hexadecimal(s[2:], 2)
			switch {
			case size < 0:
				return dst, -1
			case codePoints:
				return utf8.AppendRune(dst, n), 4
			}
			return append(dst, byte(n)), 4
		case 'u':
			return character(dst, s)
		case 'U':
			if n, size := hexadecimal(s[2:], 8); size > 0 && utf8.ValidRune(n) {
				return utf8.AppendRune(dst, n), 10
			}
		}
		return dst, -1
	}
}

// character reads \u00e9, \ud83e\udde7 and \u{1f9e7} as JavaScript and Rust have it.
func character(dst, s []byte) ([]byte, int) {
	if len(s) > 2 && s[2] == '{' {
		end := bytes.IndexByte(s, '}')
		n, size := hexadecimal(s[3:], end-3)
		if size < 0 || !utf8.ValidRune(n) {
			return dst, -1
		}
		return utf8.AppendRune(dst, n), end + 1
	}
	n, size := hexadecimal(s[2:], 4)
	switch {
	case size < 0:
		return dst, -1
	case !utf16.IsSurrogate(n):
		return utf8.AppendRune(dst, n), 6
	case len(s) < 12 || s[6] != '\\' || s[7] != 'u':
		return dst, -1
	}
	low, _ := hexadecimal(s[8:], 4)
	pair := utf16.DecodeRune(n, low)
	if pair == utf8.RuneError {
		return dst, -1
	}
	return utf8.AppendRune(dst, pair), 12
}

// hexadecimal is the number that n digits spell, or a size below 0.
func hexadecimal(s []byte, n int) (number rune, size int) {
	if n < 1 || n > 8 || len(s) < n {
		return 0, -1
	}
	value, err := strconv.ParseUint(string(s[:n]), 16, 32)
	if err != nil {
		return 0, -1
	}
	return rune(value), n
}

// Percented reads the escapes of URLs. A byte that no URL has ends it. A plus stands for itself.
func Percented(dst, s []byte) ([]byte, int) {
	switch c := s[0]; {
	case c <= ' ' || c >= 0x7f || bytes.IndexByte([]byte(`"'<>\^{|}&`), c) >= 0:
		return dst, 0
	case c != '%':
		return append(dst, c), 1
	}
	n, size := hexadecimal(s[1:], 2)
	if size < 0 {
		return dst, -1
	}
	return append(dst, byte(n)), 3
}

// Doubled reads what stands in double quotes in a table (CSV), where a quote is written twice.
func Doubled(dst, s []byte) ([]byte, int) {
	switch {
	case s[0] != '"':
		return plain(dst, s, `"`)
	case len(s) < 2 || s[1] != '"':
		return dst, 0
	}
	return append(dst, '"'), 2
}

// Entities reads the escapes of HTML for the characters that have to be escaped there.
func Entities(dst, s []byte) ([]byte, int) {
	switch s[0] {
	case '"', '<', '>':
		return dst, 0
	case '&':
		for _, e := range [...][2]string{
			{"&quot;", `"`},
			{"&#34;", `"`},
			{"&#x22;", `"`},
			{"&amp;", "&"},
			{"&lt;", "<"},
			{"&gt;", ">"},
			{"&apos;", "'"},
			{"&#39;", "'"},
			{"&#039;", "'"},
			{"&#x27;", "'"},
			{"&#x2F;", "/"},
		} {
			if bytes.HasPrefix(s, []byte(e[0])) {
				return append(dst, e[1]...), len(e[0])
			}
		}
		return dst, -1
	}
	return plain(dst, s, `"<>&`)
}
