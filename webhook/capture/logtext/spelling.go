package logtext

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// spelling is how a log writes an object.
type spelling struct {
	scan.Piece        // from the brace to where the string around it ends, without escapes
	levels     int    // of escapes that were taken off
	how        string // in words, empty where nothing was escaped
	err        error  // why it cannot be read
}

var (
	errTwoWays = errors.New("backslashes in single quotes can be read in two ways (as they stand, or as Python and " +
		"JavaScript print them): log the raw body without quotes")
	errPlus = errors.New("a plus can be a space or itself here: log the raw body")
	errHalf = errors.New("its escapes cannot be undone: one is broken, or stands for half of a character")
)

// mostLevels is how often a text may be escaped.
const mostLevels = 5

// spelt reads what begins with the brace at a place of a text.
func spelt(text scan.Piece, at int) spelling {
	rest := text.Part(at, len(text.Text))
	next := bytes.TrimLeft(rest.Text[1:], " \t\r\n")
	switch {
	case rest.Text[0] == '%':
		return percented(rest)
	case rest.Text[0] == inBase64[0]:
		return base64Spelling(rest)
	case at > 0 && text.Text[at-1] == '\'':
		return inSingleQuotes(rest, at > 1 && isBytesPrefix(text.Text[at-2]))
	case bytes.HasPrefix(next, []byte(`\`)):
		return backslashed(rest)
	case hasAny(next, "&quot;", "&#34;", "&#x22;"):
		read, _, ok := rest.Read(scan.Entities)
		return result(read, ok, 1, "with the escapes of HTML undone")
	case len(next) > 2 && next[0] == '"' && next[1] == '"' && next[2] != ':':
		read, _, ok := rest.Read(scan.Doubled)
		return result(read, ok, 1, "with doubled quotes undone")
	}
	return spelling{Piece: rest}
}

func hasAny(text []byte, list ...string) bool {
	for _, one := range list {
		if bytes.HasPrefix(text, []byte(one)) {
			return true
		}
	}
	return false
}

func isBytesPrefix(c byte) bool { return c == 'b' || c == 'B' }

// inBase64 is {"CallbackCommand" in base64, but for its last two bytes.
const inBase64 = "eyJDYWxsYmFja0NvbW1hbm"

// base64Spelling reads base64 of either alphabet.
func base64Spelling(rest scan.Piece) spelling {
	end := bytes.IndexFunc(rest.Text, func(c rune) bool {
		return c != '+' && c != '/' && c != '-' && c != '_' &&
			(c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && (c < '0' || c > '9')
	})
	if end < 0 {
		end = len(rest.Text)
	}
	coding := base64.RawStdEncoding
	if bytes.ContainsAny(rest.Text[:end], "-_") {
		coding = base64.RawURLEncoding
	}
	plain := make([]byte, coding.DecodedLen(end))
	n, err := coding.Decode(plain, rest.Text[:end])
	return result(rest.As(plain[:n]), err == nil, 1, "in base64")
}

// result is a spelling that was read as far as it could be.
func result(read scan.Piece, ok bool, levels int, how string) spelling {
	s := spelling{Piece: read, levels: levels, how: how}
	if !ok {
		s.err = errHalf
	}
	return s
}

// backslashed takes off escapes until none are in front of the first quote.
func backslashed(rest scan.Piece) spelling {
	s := spelling{Piece: rest}
	for s.levels < mostLevels && bytes.HasPrefix(bytes.TrimLeft(s.Text[1:], " \t\r\n"), []byte(`\`)) {
		read, _, ok := s.Read(scan.Backslashed('"', false))
		if len(read.Text) == 0 {
			return spelling{Piece: rest, err: errHalf}
		}
		s = result(read, ok, s.levels+1, "")
	}
	s.how = "with one level of escapes undone"
	if s.levels > 1 {
		s.how = "with " + [...]string{"two", "three", "four", "five"}[s.levels-2] + " levels of escapes undone"
	}
	return s
}

// percented reads what is escaped as in a URL or in a form. What escapes a plus, too, writes a space as one.
func percented(rest scan.Piece) spelling {
	read, taken, ok := rest.Read(scan.Percented)
	const how = "with the escapes of URLs undone"
	source := rest.Text[:taken]
	if !bytes.Contains(source, []byte("+")) || bytes.Contains(source, []byte("%20")) {
		return result(read, ok, 1, how)
	}
	if !bytes.Contains(bytes.ToUpper(source), []byte("%2B")) {
		return spelling{Piece: read, levels: 1, err: errPlus}
	}
	read, _, ok = rest.Read(func(dst, s []byte) ([]byte, int) {
		if s[0] == '+' {
			return append(dst, ' '), 1
		}
		return scan.Percented(dst, s)
	})
	return result(read, ok, 1, how)
}

// inSingleQuotes reads what Python or JavaScript print in their quotes, or what a log's own format puts there.
func inSingleQuotes(rest scan.Piece, isBytes bool) spelling {
	printed, _, ok := rest.Read(scan.Backslashed('\'', !isBytes))
	s := result(printed, ok, 1, "with the escapes of Python or JavaScript undone")
	asIs, isJSON := firstValue(rest.Text)
	if !isBytes && isJSON && !bytes.Contains(asIs, []byte(`\`)) {
		return spelling{Piece: rest}
	}
	_, isPrinted := firstValue(printed.Text)
	switch {
	case isBytes, !isJSON && ok && isPrinted:
		return s
	case !isJSON, !isPrinted, !ok, isWritten(asIs):
		return spelling{Piece: rest}
	}
	return spelling{Piece: rest, err: errTwoWays}
}

// isWritten reports whether JSON has a backslash that no language prints in single quotes: in front of a double quote,
// of a slash, or of an escape of a character that can be printed.
func isWritten(text []byte) bool {
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		run := len(text[i:]) - len(bytes.TrimLeft(text[i:], `\`))
		i += run
		if run%2 == 0 || i >= len(text) {
			continue
		}
		if strings.IndexByte(`"/bf`, text[i]) >= 0 {
			return true
		}
		if text[i] == 'u' && i+5 <= len(text) {
			c, _ := jsontext.AppendUnquote(nil, `"\`+string(text[i:i+5])+`"`)
			if r := []rune(string(c)); len(r) == 1 && r[0] != '\ufffd' && unicode.IsPrint(r[0]) {
				return true
			}
		}
	}
	return false
}

// firstValue is the JSON value that a text begins with.
func firstValue(text []byte) ([]byte, bool) {
	value, err := scan.Decoder(text).ReadValue()
	return value, err == nil
}
