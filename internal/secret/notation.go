package secret

import (
	"bytes"
	"strings"
)

// notation is how a name and its value are written.
type notation int

const (
	inMember    notation = iota // "From_Account":"mina": a string
	inScalar                    // "GroupId":7: a number or a boolean
	inParameter                 // tenant=7
	inHeader                    // X-Tenant: 7
	inMessage                   // /GroupId: got "7", want …
	inPath                      // http://h/hook/7
)

// value is what stands behind a name.
type value struct {
	Span
	kind  notation
	level int // of a member: backslashes in front of its quotation marks
}

// values finds what stands behind the names in a text: one of people, a message of HTTP, a command line, or JSON, be it
// in the string of other JSON.
func (n Names) values(text []byte) []value {
	var found []value
	for _, name := range n {
		if name = strings.Trim(name, "/"); name == "" {
			continue
		}
		for at := 0; ; {
			i := indexFold(text[at:], name)
			if i < 0 {
				break
			}
			start := at + i
			found, at = appendBehind(found, text, start, start+len(name))
		}
	}
	return n.appendInPaths(found, text)
}

// indexFold is where a name begins in a text.
func indexFold(text []byte, name string) int {
	for i := 0; i+len(name) <= len(text); i++ {
		if text[i]|0x20 == name[0]|0x20 && strings.EqualFold(string(text[i:i+len(name)]), name) {
			return i
		}
	}
	return -1
}

// appendBehind adds what stands behind the name at a place, if it is a name there, and tells where the search goes on.
func appendBehind(found []value, text []byte, start, stop int) (all []value, next int) {
	if level, quote, ok := quotedName(text, start, stop); ok {
		if at := skipColon(text, stop+level+1); at > 0 {
			return reader{text, level, quote}.appendValue(found, at)
		}
	}
	switch rest := text[stop:]; {
	case start > 0 && isNameByte(text[start-1]) && !isEscape(text[:start]):
		return found, stop
	case bytes.HasPrefix(rest, []byte("=")):
		return appendSpan(found, inParameter, stop+1, parameterEnd(text, start, stop+1))
	case bytes.HasPrefix(bytes.TrimLeft(rest, " \t"), []byte(":")) && beginsLine(text[:start]):
		from := stop + bytes.IndexByte(rest, ':') + 1
		for from < len(text) && (text[from] == ' ' || text[from] == '\t') {
			from++
		}
		return appendSpan(found, inHeader, from, fieldEnd(text, start, from))
	}
	if from, to := messageValue(text, stop); from < to {
		return appendSpan(found, inMessage, from, to)
	}
	return found, stop
}

func appendSpan(found []value, kind notation, start, stop int) (all []value, next int) {
	if start < stop {
		found = append(found, value{Span: Span{start, stop}, kind: kind})
	}
	return found, stop
}

func isNameByte(c byte) bool { return isPlain(c) || c == '_' || c == '-' }

// isEscape reports whether a text ends in the n of \n or the like, which is no letter of a name.
func isEscape(text []byte) bool {
	n := len(text)
	return n > 1 && text[n-2] == '\\' && strings.IndexByte("nrt", text[n-1]) >= 0
}

// beginsLine reports whether a header field may begin behind a text: at the beginning of a line, also of one that curl
// -v shows, or in quotes.
func beginsLine(before []byte) bool {
	n := len(before)
	return n == 0 || strings.IndexByte("\r\n\"'", before[n-1]) >= 0 || isEscape(before) ||
		bytes.HasSuffix(before, []byte("> ")) || bytes.HasSuffix(before, []byte("< "))
}

// parameterEnd is where the value of a parameter ends. One that is in quotes, or begins with one, may hold blanks.
func parameterEnd(text []byte, name, from int) int {
	ends := " \t\r\n\"'<>&#\\"
	if quote := quoteBefore(text, name); quote != 0 {
		ends = "\r\n&" + string(quote)
	} else if from < len(text) && (text[from] == '"' || text[from] == '\'') {
		if i := bytes.IndexByte(text[from+1:], text[from]); i >= 0 {
			return from + 1 + i + 1
		}
	}
	return indexAny(text, from, ends)
}

// fieldEnd is where the value of a header field ends.
func fieldEnd(text []byte, name, from int) int {
	quote := quoteBefore(text, name)
	switch {
	case quote != 0:
		return indexAny(text, from, "\r\n"+string(quote))
	case isEscape(text[:name]):
		return indexAny(text, from, "\r\n\\")
	}
	return indexAny(text, from, "\r\n")
}

// quoteBefore is the quotation mark in front of a place; 0: none.
func quoteBefore(text []byte, at int) byte {
	if at > 0 && (text[at-1] == '"' || text[at-1] == '\'') {
		return text[at-1]
	}
	return 0
}

func indexAny(text []byte, from int, chars string) int {
	if i := bytes.IndexAny(text[from:], chars); i >= 0 {
		return from + i
	}
	return len(text)
}

// appendInPaths adds the secret segments of the URLs in a text, and of the targets of request lines.
func (n Names) appendInPaths(found []value, text []byte) []value {
	add := func(start, stop int) {
		for _, s := range n.segments(string(text[start:stop])) {
			found, _ = appendSpan(found, inPath, start+s.Start, start+s.Stop)
		}
	}
	const ends = " \t\r\n\"'<>\\"
	for at := 0; len(n) > 0; {
		i := bytes.Index(text[at:], []byte("://"))
		if i < 0 {
			break
		}
		start := at + i
		at = indexAny(text, start, ends+"?#")
		add(start, at)
	}
	for at := 0; len(n) > 0; {
		i := bytes.Index(text[at:], []byte(" /"))
		if i < 0 {
			break
		}
		start := at + i + 1
		at = indexAny(text, start, ends+"?#")
		if isMethodBefore(text[:start-1]) {
			add(start, at)
		}
	}
	return found
}

// isMethodBefore reports whether a text ends in the method of a request line.
func isMethodBefore(text []byte) bool {
	n := len(text)
	for n > 0 && 'A' <= text[n-1] && text[n-1] <= 'Z' {
		n--
	}
	return len(text)-n >= len("GET") && (n == 0 || !isNameByte(text[n-1]) || isEscape(text[:n]))
}
