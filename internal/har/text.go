package har

import (
	"bytes"
	"strconv"
	"unicode/utf16"

	"github.com/go-json-experiment/json/jsontext"
)

// unquoted are the bytes of a JSON string. mitmproxy writes bytes that are no UTF-8 as Python does: a byte is the lone
// surrogate of that number plus 0xDC00. Any other half of a pair is U+FFFD.
func unquoted(literal []byte) []byte {
	var text []byte
	for rest := literal[1 : len(literal)-1]; ; {
		plain, _, escapes := bytes.Cut(rest, []byte(`\`))
		text = append(text, plain...)
		if !escapes {
			return text
		}
		rest = rest[len(plain):]
		size := 2
		if rest[1] == 'u' {
			size = 6
		}
		switch unit := surrogate(rest); {
		case unit >= 0xdc80 && unit <= 0xdcff:
			text = append(text, byte(unit))
		case utf16.DecodeRune(unit, surrogate(rest[size:])) != '\ufffd':
			size = 12
			fallthrough
		default:
			text, _ = jsontext.AppendUnquote(text, `"`+string(rest[:size])+`"`)
		}
		rest = rest[size:]
	}
}

// surrogate is half of a character that an escape spells, or 0 where s begins with none.
func surrogate(s []byte) rune {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0
	}
	unit, _ := strconv.ParseUint(string(s[2:6]), 16, 16)
	if !utf16.IsSurrogate(rune(unit)) {
		return 0
	}
	return rune(unit)
}
