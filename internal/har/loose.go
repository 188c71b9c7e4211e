package har

import (
	"bytes"
	"fmt"
)

// spare are words that programs write into JSON and that JSON does not know. They mean that there is no value.
var spare = [...]string{"-Infinity", "Infinity", "NaN", "undefined"}

// strict is JSON without what some programs put into it: words for numbers that are none, and control characters within
// strings. Every text stays what it was.
func strict(text []byte) []byte {
	out := make([]byte, 0, len(text))
	inString, escaped := false, false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case inString && c < ' ':
			out = fmt.Appendf(out, `\u%04x`, c)
			escaped = false
			continue
		case inString:
			inString = c != '"' || escaped
			escaped = c == '\\' && !escaped
		case c == '"':
			inString = true
		default:
			if word := spareWord(text[i:]); word != "" {
				out = append(out, "null"...)
				i += len(word) - 1
				continue
			}
		}
		out = append(out, c)
	}
	return out
}

func spareWord(text []byte) string {
	for _, word := range spare {
		if bytes.HasPrefix(text, []byte(word)) {
			return word
		}
	}
	return ""
}
