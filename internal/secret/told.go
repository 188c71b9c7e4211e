package secret

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Names are what a user wants masked beside what always is, in capitals or small letters: the name of a header field,
// of a parameter, of a member of a packet, or of the segment in front of the one that is secret, as hook in
// /hook/9f8e7d6c. A segment that is no word, or the last, may be named itself. "/" names what is in front of the first
// segment.
type Names []string

// Has reports whether a name is one of them.
func (n Names) Has(name string) bool {
	name = strings.TrimSpace(name)
	for _, told := range n {
		if told != "" && strings.EqualFold(told, name) {
			return true
		}
	}
	return false
}

// HasIn reports whether one of them is a step of a JSON Pointer.
func (n Names) HasIn(pointer string) bool {
	if len(n) == 0 {
		return false
	}
	for step := range strings.SplitSeq(pointer, "/") {
		if n.Has(strings.NewReplacer("~1", "/", "~0", "~").Replace(step)) {
			return true
		}
	}
	return false
}

// isSecret reports whether a header field or a parameter holds a secret by its name.
func (n Names) isSecret(name string) bool { return Named(name) || n.Has(name) }

// hides reports whether a segment of a path is secret.
func (n Names) hides(before, segment string, isLast bool) bool {
	for _, told := range n {
		switch told = strings.Trim(told, "/"); {
		case strings.EqualFold(told, before):
			return true
		case strings.EqualFold(told, segment) && (isLast || !isWord(segment)):
			return true
		}
	}
	return false
}

// Path masks the secret segments of a path.
func (n Names) Path(path string) string { return Cover(path, n.segments(path)) }

// isWord reports whether a segment is rather a name than a secret.
func isWord(segment string) bool {
	const longest = 15
	return len(segment) <= longest && !strings.ContainsAny(segment, "0123456789")
}

// InMembers are the values of members with these names in a packet, or in a text with one in it, unescaped.
func (n Names) InMembers(packet []byte) []string {
	var list []string
	for _, v := range n.values(packet) {
		if v.kind != inMember && v.kind != inScalar {
			continue
		}
		text := string(packet[v.Start:v.Stop])
		for level := v.level; strings.Contains(text, `\`); level /= 2 {
			var plain string
			if json.Unmarshal([]byte(`"`+text+`"`), &plain) != nil {
				break
			}
			if text = plain; level == 0 {
				break
			}
		}
		if list = append(list, text); strings.Contains(text, `"`) {
			list = append(list, n.InMembers([]byte(text))...)
		}
	}
	return list
}

// blanked is a text in which the numbers and booleans of members with these names say nothing any more. Its length is
// the same, and JSON stays JSON.
func (n Names) blanked(text []byte) []byte {
	if len(n) == 0 {
		return text
	}
	var out []byte
	for _, v := range n.values(text) {
		if v.kind != inScalar {
			continue
		}
		if out == nil {
			out = bytes.Clone(text)
		}
		blank(out[v.Start:v.Stop])
	}
	if out == nil {
		return text
	}
	return out
}

// blank overwrites a number with nines, and a boolean with null.
func blank(scalar []byte) {
	switch string(scalar) {
	case "true", "false", "null":
		copy(scalar, "null ")
		return
	}
	for i, c := range scalar {
		if isDigit(c) {
			scalar[i] = '9'
		}
	}
}

// appendSpans finds the values behind these names in a text.
func (n Names) appendSpans(found []Span, text []byte) []Span {
	if len(n) == 0 {
		return found
	}
	for _, v := range n.values(text) {
		if v.kind != inScalar && string(text[v.Start:v.Stop]) != Mask {
			found = append(found, v.Span)
		}
	}
	return found
}
