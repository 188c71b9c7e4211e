package terminal

import (
	"strings"

	"github.com/fatih/color"
)

// token is a part of a JSON text that has a colour of its own.
type token struct {
	start, stop int
	colours     []color.Attribute
}

// JSON colours parts of a JSON text, which is [safe.Visible] already and may lack its end. The function that it returns
// gives the part from start to stop, so that a line of a broken text has the colours of the whole one. Any other text
// stays as it is.
func (p Palette) JSON(text string) func(start, stop int) string {
	var tokens []token
	begin := strings.TrimLeft(text, " \n")
	if p.on && (strings.HasPrefix(begin, "{") || strings.HasPrefix(begin, "[")) {
		tokens = jsonTokens(text)
	}
	return func(start, stop int) string {
		var line strings.Builder
		at := start
		for _, t := range tokens {
			from, to := max(t.start, at), min(t.stop, stop)
			if from >= to {
				continue
			}
			line.WriteString(text[at:from] + p.paint(text[from:to], t.colours...))
			at = to
		}
		return line.String() + text[at:stop]
	}
}

// jsonTokens finds names, strings and words. Numbers, which are most of a packet, keep the terminal's own colour.
func jsonTokens(text string) (list []token) {
	for at := 0; at < len(text); {
		switch c := text[at]; {
		case c == '"':
			stop := stringEnd(text, at)
			colours := []color.Attribute{color.FgGreen}
			if strings.HasPrefix(strings.TrimLeft(text[stop:], " "), ":") {
				colours = []color.Attribute{color.FgBlue, color.Bold}
			}
			list = append(list, token{at, stop, colours})
			at = stop
		case 'a' <= c && c <= 'z':
			stop := at + len(text[at:]) - len(strings.TrimLeft(text[at:], "abcdefghijklmnopqrstuvwxyz"))
			list = append(list, token{at, stop, []color.Attribute{color.FgYellow}})
			at = stop
		default:
			at++
		}
	}
	return list
}

// stringEnd is the offset behind the string that begins at an offset, or the end of the text.
func stringEnd(text string, at int) int {
	for i := at + 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}
