package jsontree

import (
	"slices"
	"strings"
)

// Layout is how a packet is laid out. Values and their spelling are the same in all of them.
type Layout string

// The layouts: documented order without white space, ascending names at every level (as captures suggest Chat writes), and indented (as the documentation prints).
const (
	Compact Layout = "compact"
	Sorted  Layout = "sorted"
	Pretty  Layout = "pretty"
)

// Layouts lists the layouts, the default first.
func Layouts() []Layout { return []Layout{Compact, Sorted, Pretty} }

// Append writes the value as JSON behind dst: UTF-8 as it stands, control characters escaped, raw values untouched.
func (v Value) Append(dst []byte, layout Layout) []byte {
	if layout == Sorted {
		v = v.sorted()
	}
	if layout == Pretty {
		return v.appendIndented(dst, 0)
	}
	return v.appendCompact(dst)
}

// JSON is the value as compact JSON text.
func (v Value) JSON() string { return string(v.appendCompact(nil)) }

func (v Value) appendCompact(dst []byte) []byte {
	switch v.kind {
	case KindObject:
		dst = append(dst, '{')
		for i, m := range v.list {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(m.appendName(dst), ':')
			dst = m.Value.appendCompact(dst)
		}
		return append(dst, '}')
	case KindArray:
		dst = append(dst, '[')
		for i, m := range v.list {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = m.Value.appendCompact(dst)
		}
		return append(dst, ']')
	}
	return v.appendScalar(dst)
}

func (v Value) appendIndented(dst []byte, depth int) []byte {
	if len(v.list) == 0 {
		return v.appendCompact(dst)
	}
	brackets := "[]"
	if v.kind == KindObject {
		brackets = "{}"
	}
	dst = append(dst, brackets[0])
	for i, m := range v.list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendNewline(dst, depth+1)
		if v.kind == KindObject {
			dst = append(m.appendName(dst), ": "...)
		}
		dst = m.Value.appendIndented(dst, depth+1)
	}
	return append(appendNewline(dst, depth), brackets[1])
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

// appendNewline stops indenting where nobody could read on, since a text that nests 10,000 arrays would grow to 200 MB.
func appendNewline(dst []byte, depth int) []byte {
	const deepest = 64
	dst = append(dst, '\n')
	for range min(depth, deepest) {
		dst = append(dst, "  "...)
	}
	return dst
}

// appendQuoted escapes only what JSON must have escaped, since Chat sends non-ASCII text as raw UTF-8.
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
