package jsontree

import (
	"slices"
	"strings"
)

// Layout is the white space and the order of names in a JSON text. Values and their spelling are the same in all
// layouts.
type Layout string

// The layouts.
const (
	Compact Layout = "compact" // in documented order, without white space
	Sorted  Layout = "sorted"  // without white space, names ascending at every level, as in a capture of 2019
	Pretty  Layout = "pretty"  // in documented order and indented, as the documentation prints it
)

// Layouts lists the layouts, the default first.
func Layouts() []Layout { return []Layout{Compact, Sorted, Pretty} }

// Append adds the value to dst as JSON text. What was parsed keeps its spelling. A text that was built has UTF-8 as
// it is and escapes for quotes, backslashes and control characters; the absent value is no text.
func (v Value) Append(dst []byte, layout Layout) []byte {
	if layout == Sorted {
		v = v.sorted()
	}
	depth := unindented
	if layout == Pretty {
		depth = 0
	}
	return v.append(dst, depth)
}

// JSON is the value as compact JSON text.
func (v Value) JSON() string { return string(v.append(nil, unindented)) }

const unindented = -1

func (v Value) append(dst []byte, depth int) []byte {
	if v.kind != KindObject && v.kind != KindArray {
		return v.appendScalar(dst)
	}
	brackets, inside := "[]", depth
	if v.kind == KindObject {
		brackets = "{}"
	}
	if depth != unindented {
		inside++
	}
	dst = append(dst, brackets[0])
	for i, m := range v.list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendNewline(dst, inside)
		if v.kind == KindObject {
			dst = append(m.appendName(dst), ':')
			if depth != unindented {
				dst = append(dst, ' ')
			}
		}
		dst = m.Value.append(dst, inside)
	}
	if len(v.list) > 0 {
		dst = appendNewline(dst, depth)
	}
	return append(dst, brackets[1])
}

func (v Value) appendScalar(dst []byte) []byte {
	if v.kind != KindString {
		return append(dst, v.text...)
	}
	if v.literal != "" {
		return append(dst, v.literal...)
	}
	return appendQuoted(dst, v.text)
}

func (m Member) appendName(dst []byte) []byte {
	if m.literal != "" {
		return append(dst, m.literal...)
	}
	return appendQuoted(dst, m.Name)
}

// appendNewline indents to a depth of 64 at most. A text of 10,000 nested arrays would otherwise grow to 200 MB.
func appendNewline(dst []byte, depth int) []byte {
	const deepest = 64
	if depth == unindented {
		return dst
	}
	dst = append(dst, '\n')
	for range min(depth, deepest) {
		dst = append(dst, "  "...)
	}
	return dst
}

// appendQuoted escapes only what JSON requires, since Chat sends other text as UTF-8 (observed in a capture of 2019).
func appendQuoted(dst []byte, text string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	from := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, text[from:i]...)
		from = i + 1
		if short := strings.IndexByte("\"\\\b\f\n\r\t", c); short >= 0 {
			dst = append(dst, '\\', "\"\\bfnrt"[short])
		} else {
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	dst = append(dst, text[from:]...)
	return append(dst, '"')
}

func (v Value) sorted() Value {
	list := slices.Clone(v.list)
	for i := range list {
		list[i].Value = list[i].Value.sorted()
	}
	if v.kind == KindObject {
		slices.SortStableFunc(list, func(a, b Member) int { return strings.Compare(a.Name, b.Name) })
	}
	v.list = list
	return v
}
