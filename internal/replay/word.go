package replay

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/internal/secret"
)

// indexWord finds an id that is not a part of a longer one, at or behind a place.
func indexWord(text, id string, at int) int {
	for at <= len(text)-len(id) {
		i := strings.Index(text[at:], id)
		if i < 0 {
			return -1
		}
		i += at
		if !continues(id, text[i+len(id):]) && !precedes(text[:i], id) {
			return i
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		at = i + size
	}
	return -1
}

// continues reports whether the rest belongs to the same id. A dot or a hyphen does if the id goes on behind it:
// "jared." ends a sentence, "jared.smith" is another account. "@" does not: it begins a mention, and parts a topic's id
// from the id of its community.
func continues(id, rest string) bool {
	edge, _ := utf8.DecodeLastRuneInString(id)
	next, size := utf8.DecodeRuneInString(rest)
	if size == 0 {
		return false
	}
	if next == '.' || next == '-' {
		next, size = utf8.DecodeRuneInString(rest[size:])
	}
	return size > 0 && sameWord(edge, next)
}

func precedes(before, id string) bool {
	edge, _ := utf8.DecodeRuneInString(id)
	last, size := utf8.DecodeLastRuneInString(before)
	if size == 0 {
		return false
	}
	if last == '.' || last == '-' {
		last, size = utf8.DecodeLastRuneInString(before[:len(before)-size])
	}
	return size > 0 && sameWord(edge, last)
}

// sameWord reports whether two characters side by side are of one word. Chinese has no spaces: next to an id in Latin
// letters it is another word, as in "请@jared看".
func sameWord(a, b rune) bool {
	if (a < utf8.RuneSelf) != (b < utf8.RuneSelf) {
		return false
	}
	return isWord(a) && isWord(b)
}

// isWord does not take "@" for a part of a word: "@TGS#2J" begins with one, and "@@TGS#2J" mentions it.
func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '#'
}

// unescaped is the text of a string literal, and for each place in the text the one in the literal.
func unescaped(literal string) (text string, origin func(int) int) {
	if strings.IndexByte(literal, '\\') < 0 {
		return literal[1 : len(literal)-1], func(i int) int { return i + 1 }
	}
	var b bytes.Buffer
	var places []int
	for at := 1; at < len(literal)-1; {
		piece, size := literal[at:at+1], 1
		if piece == `\` {
			piece, size = escape(literal[at:])
		}
		b.WriteString(piece)
		for range len(piece) {
			places = append(places, at)
		}
		at += size
	}
	places = append(places, len(literal)-1)
	return b.String(), func(i int) int { return places[i] }
}

// escape reads the escape that a text begins with. Half of a pair, as Python writes it, is a replacement character.
func escape(s string) (text string, size int) {
	size = 2
	if s[1] == 'u' {
		size = 6
	}
	if size == 6 && strings.HasPrefix(s[6:], `\u`) {
		if pair, err := jsontext.AppendUnquote(nil, `"`+s[:12]+`"`); err == nil && utf8.RuneCount(pair) == 1 {
			return string(pair), 12
		}
	}
	one, _ := jsontext.AppendUnquote(nil, `"`+s[:size]+`"`) // the error is about half a pair
	return string(one), size
}

// quote is a text as it is written within a JSON string.
func quote(s string) string { return secret.JSON(s, false) }
