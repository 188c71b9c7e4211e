package secret

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// view is a text without its escapes, and where each of its bytes comes from. A backend may spell any letter of what it
// quotes as %73, \u0073, \x73 or &#115;, so the spellings of a value have no list.
type view struct {
	text  []byte
	from  []int // of each byte, the place of what it is read from; one more for the end; nil: its own
	whole int   // length of the original, where the end is cut off
}

// mostViews is how often a text may be escaped: a URL in JSON in the string of other JSON.
const mostViews = 3

// views are a text with its escapes undone once, twice and so on. Most texts have none.
func views(text []byte) []view {
	var list []view
	for v := (view{text: text}); len(list) < mostViews; list = append(list, v) {
		next, changed := v.unescaped()
		if !changed {
			break
		}
		v = next
	}
	return list
}

// place is the part of the original that a part of the view is read from.
func (v view) place(s Span) Span { return Span{v.origin(s.Start), v.origin(s.Stop)} }

// origin is the place in the original that a place is read from.
func (v view) origin(at int) int {
	if v.from == nil {
		return at
	}
	return v.from[at]
}

// cut is the view without its last bytes.
func (v view) cut(n int) view {
	if v.whole == 0 {
		v.whole = v.origin(len(v.text))
	}
	v.text = v.text[:len(v.text)-n]
	return v
}

// behind is how many bytes of the original, of which the end may be cut off, stand behind a place.
func (v view) behind(at int) int { return max(v.whole, v.origin(len(v.text))) - v.origin(at) }

// unescaped undoes one layer of escapes.
func (v view) unescaped() (out view, changed bool) {
	if !bytes.ContainsAny(v.text, `%\&`) {
		return v, false
	}
	out = view{make([]byte, 0, len(v.text)), make([]int, 0, len(v.text)+1), v.whole}
	for at := 0; at < len(v.text); {
		r, n := escapeAt(v.text[at:])
		start := len(out.text)
		switch {
		case n == 0:
			out.text, n = append(out.text, v.text[at]), 1
		case v.text[at] == '%' || v.text[at+1] == 'x' || isDigit(v.text[at+1]): // a byte, and not a character
			out.text, changed = append(out.text, byte(r)), true
		default:
			out.text, changed = utf8.AppendRune(out.text, r), true
		}
		for range len(out.text) - start {
			out.from = append(out.from, v.origin(at))
		}
		at += n
	}
	out.from = append(out.from, v.origin(len(v.text)))
	return out, changed
}

// escapeAt reads the escape that a text begins with; n is its length, 0 where there is none.
func escapeAt(text []byte) (r rune, n int) {
	switch text[0] {
	case '%':
		return hexAt(text, 1, 2)
	case '\\':
		return backslashAt(text)
	case '&':
		return entityAt(text)
	}
	return 0, 0
}

// hexAt reads so many hexadecimal digits at a place.
func hexAt(text []byte, at, digits int) (r rune, n int) {
	if len(text) < at+digits {
		return 0, 0
	}
	code, err := strconv.ParseUint(string(text[at:at+digits]), 16, 32)
	if err != nil {
		return 0, 0
	}
	return rune(code), at + digits
}

func backslashAt(text []byte) (r rune, n int) {
	if len(text) < 2 {
		return 0, 0
	}
	switch c := text[1]; c {
	case 'x':
		return hexAt(text, 2, 2)
	case '0', '1', '2', '3': // a byte in octal digits
		if code, err := strconv.ParseUint(string(text[1:min(4, len(text))]), 8, 8); err == nil && len(text) >= 4 {
			return rune(code), 4
		}
	case 'u':
		if r, n = inBraces(text); n > 0 {
			return r, n
		}
		r, n = hexAt(text, 2, 4)
		if n > 0 && utf16.IsSurrogate(r) && bytes.HasPrefix(text[n:], []byte(`\u`)) {
			if low, more := hexAt(text[n:], 2, 4); more > 0 {
				return utf16.DecodeRune(r, low), n + more
			}
		}
		return r, n
	case '"', '\'', '\\', '/':
		return rune(c), 2
	}
	return 0, 0
}

// inBraces reads \u{1f695}.
func inBraces(text []byte) (r rune, n int) {
	const longest = len(`\u{10ffff}`)
	end := bytes.IndexByte(text[:min(len(text), longest)], '}')
	if !bytes.HasPrefix(text, []byte(`\u{`)) || end < 0 {
		return 0, 0
	}
	code, err := strconv.ParseUint(string(text[len(`\u{`):end]), 16, 21)
	if err != nil {
		return 0, 0
	}
	return rune(code), end + 1
}

// entityAt reads an entity of HTML: by its number, or one of those that a page needs.
func entityAt(text []byte) (r rune, n int) {
	const longest = len("&#x10ffff;")
	end := bytes.IndexByte(text[:min(len(text), longest)], ';')
	if end < 3 {
		return 0, 0
	}
	name, isNumber := bytes.CutPrefix(text[1:end], []byte("#"))
	if !isNumber {
		named := map[string]rune{"amp": '&', "lt": '<', "gt": '>', "quot": '"', "apos": '\''}
		if r = named[string(name)]; r != 0 {
			n = end + 1
		}
		return r, n
	}
	base := 10
	if digits, isHex := bytes.CutPrefix(bytes.ToLower(name), []byte("x")); isHex {
		name, base = digits, 16
	}
	code, err := strconv.ParseUint(string(name), base, 21)
	if err != nil {
		return 0, 0
	}
	return rune(code), end + 1
}

// unfinished is the length of what may be the beginning of an escape at the end of a text. Backslashes in front of it
// belong to it, and so does the first half of a character that JSON writes as two.
func unfinished(text []byte) int {
	const longest, pair = len("&#x10ffff;"), len(`\ud83d`)
	n := 0
	tail := text[max(0, len(text)-longest):]
	if i := bytes.LastIndexAny(tail, `%\&`); i >= 0 {
		if _, whole := escapeAt(tail[i:]); whole == 0 && !bytes.ContainsAny(tail[i:], " \t\r\n;") {
			n = len(tail) - i
		}
	}
	if rest := text[:len(text)-n]; len(rest) >= pair {
		if first, whole := escapeAt(rest[len(rest)-pair:]); whole == pair && 0xd800 <= first && first < 0xdc00 {
			n += pair
		}
	}
	if n == 0 || text[len(text)-n] != '\\' {
		return n
	}
	const deepest = 15 // JSON in JSON in JSON in JSON
	return n + min(deepest, backslashesBefore(text, len(text)-n))
}
