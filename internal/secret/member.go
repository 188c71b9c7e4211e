package secret

import (
	"bytes"
	"strings"
)

// reader reads values of JSON that is as it is, or in the string of other JSON, where a quotation mark has backslashes
// in front of it. It takes any text: what people paste is cut, and a backend's echo is anything.
type reader struct {
	text  []byte
	level int  // backslashes in front of a quotation mark: 0, 1, 3, 7
	quote byte // ' is that of Python
}

// quotedName reports whether a place is a whole text in quotes, and how these are written.
func quotedName(text []byte, start, stop int) (level int, quote byte, ok bool) {
	if quote = quoteBefore(text, start); quote == 0 {
		return 0, 0, false
	}
	level = backslashesBefore(text, start-1)
	end := stop + level
	ok = level&(level+1) == 0 && end < len(text) && text[end] == quote &&
		bytes.Count(text[stop:end], []byte{'\\'}) == level
	return level, quote, ok
}

func backslashesBefore(text []byte, at int) int {
	n := 0
	for at-n > 0 && text[at-n-1] == '\\' {
		n++
	}
	return n
}

// skipColon is the place behind a colon and the blanks around it; 0: there is none.
func skipColon(text []byte, at int) int {
	if at = skipBlanks(text, at); at >= len(text) || text[at] != ':' {
		return 0
	}
	return skipBlanks(text, at+1)
}

func skipBlanks(text []byte, at int) int {
	for at < len(text) && strings.IndexByte(" \t\r\n", text[at]) >= 0 {
		at++
	}
	return at
}

// appendValue adds the value at a place, and tells where it ends: of an object or a list, all that are in it.
func (r reader) appendValue(found []value, at int) (all []value, next int) {
	depth := 0
	for at < len(r.text) {
		c := r.text[at]
		switch {
		case r.isQuote(at):
			start := at + r.level + 1
			stop, next := r.stringEnd(start)
			if key := skipColon(r.text, next); key > 0 && depth > 0 {
				at = key
				continue
			}
			if at = next; start < stop {
				found = append(found, value{Span{start, stop}, inMember, r.level})
			}
		case c == '{' || c == '[':
			depth++
			at++
		case c == '}' || c == ']':
			depth--
			at++
		case isPlain(c) || c == '-':
			stop := indexAny(r.text, at, ",}] \t\r\n\"'\\")
			found, at = appendSpan(found, inScalar, at, stop)
		case c == '"' || c == '\\' && depth == 0: // of the JSON around
			return found, at
		default:
			at++
			if depth > 0 {
				continue
			}
		}
		if depth <= 0 {
			break
		}
	}
	return found, at
}

// isQuote reports whether a string begins at a place.
func (r reader) isQuote(at int) bool {
	end := at + r.level
	if end >= len(r.text) || r.text[end] != '"' && r.text[end] != r.quote {
		return false
	}
	for _, c := range r.text[at:end] {
		if c != '\\' {
			return false
		}
	}
	return true
}

// stringEnd is where a string ends, and what follows it. One that is cut ends with the text, and one in a string of
// JSON at the end of that.
func (r reader) stringEnd(start int) (stop, next int) {
	quote := r.text[start-1]
	for at := start; ; at++ {
		i := bytes.IndexByte(r.text[at:], quote)
		if i < 0 {
			return len(r.text), len(r.text)
		}
		at += i
		escapes := min(backslashesBefore(r.text, at), at-start)
		for level := r.level; level > 0; level /= 2 {
			if escapes%2 == 0 {
				return at, at // the string around ends
			}
			escapes /= 2
		}
		if escapes%2 == 0 {
			return at - r.level, at + 1
		}
	}
}
