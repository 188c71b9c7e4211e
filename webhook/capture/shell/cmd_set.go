package shell

import (
	"strings"
)

// set takes the variable of a line such as set "URL=http://…".
func (r *cmdReader) set() {
	text := strings.TrimSpace(string(r.text))
	_, text, _ = strings.Cut(strings.TrimPrefix(text, "@"), " ")
	text = strings.TrimSpace(text)
	isQuoted := strings.HasPrefix(text, `"`) && strings.HasSuffix(text, `"`) && len(text) > 1
	if isQuoted {
		text = text[1 : len(text)-1]
	}
	name, value, _ := strings.Cut(text, "=")
	if !isQuoted && strings.Count(value, `"`)%2 == 0 {
		value = withoutCarets(value)
	}
	one := word{text: value}
	if strings.Contains(value, "%") && percentName().MatchString(value[strings.IndexByte(value, '%'):]) {
		one = word{text: holeByte, holes: []hole{{name: "%" + name + "%"}}}
	}
	r.known.put("%"+strings.ToLower(name), "%"+name+"%", one)
}

// withoutCarets is a text of cmd without its escapes, outside of quotes.
func withoutCarets(text string) string {
	var b strings.Builder
	quoted := false
	for i := 0; i < len(text); i++ {
		if text[i] == '"' {
			quoted = !quoted
		}
		if text[i] == '^' && !quoted && i+1 < len(text) {
			i++
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// oldChrome looks at a text behind its opening quote that has a ^ in front of every sign, as Chrome up to version 120
// spells what it copies for cmd. It gives the place of the closing quote.
func oldChrome(text []byte) (end int, isOld bool) {
	carets := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '^' && i+1 < len(text) && strings.IndexByte("\r\n", text[i+1]) < 0:
			if i++; strings.IndexByte(`&{}[]"\|<>%@#$!^`, text[i]) < 0 && text[i] < 0x80 {
				return 0, false
			}
			carets++
		case c == '"':
			isEnd := i+1 == len(text) || strings.IndexByte(" \t\r\n", text[i+1]) >= 0
			return i, isEnd && carets > 0
		case strings.IndexByte(`&{}[]\|<>$!`, c) >= 0, c == '\n':
			return 0, false
		}
	}
	return 0, false
}
