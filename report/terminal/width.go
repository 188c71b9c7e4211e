package terminal

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/timhook/timhook/report/safe"
)

// Columns is how many columns of a terminal a text takes: two for a Chinese character and for most emoji. The text is
// [safe.Visible] already.
func Columns(text string) int { return displaywidth.String(text) }

// Wrap breaks a text into lines of at most so many columns: at its spaces, and within a word only where the word alone
// is longer than a line, as a URL may be and a Chinese sentence is. With 0 columns the text is one line. No further
// line begins with two colons, which GitHub's runner would obey: the first of them is escaped.
func Wrap(text string, columns int) []string {
	if columns <= 0 {
		return []string{text}
	}
	var lines []string
	line, width := "", 0
	for word := range strings.SplitAfterSeq(text, " ") {
		bare := Columns(strings.TrimRight(word, " "))
		if line != "" && width+bare > columns {
			lines = append(lines, strings.TrimRight(line, " "))
			line, width = "", 0
		}
		if line == "" && lines != nil {
			if word == " " {
				continue
			}
			word = safe.Unobeyed(word)
			bare = Columns(strings.TrimRight(word, " "))
		}
		for bare > columns {
			piece := Beginning(word, columns)
			lines, word = append(lines, piece), word[len(piece):]
			bare = Columns(strings.TrimRight(word, " "))
		}
		line += word
		width += Columns(word)
	}
	if line = strings.TrimRight(line, " "); line != "" || lines == nil {
		lines = append(lines, line)
	}
	return lines
}

// Beginning is as much of a text as fits into so many columns, and at least one character. It ends behind a separator,
// such as those of a URL or of JSON, where its second half has one, and never in front of two colons. With 0 columns it
// is the text.
func Beginning(text string, columns int) string {
	if columns <= 0 {
		return text
	}
	end, width := 0, 0
	graphemes := displaywidth.StringGraphemes(text)
	for graphemes.Next() {
		if width += graphemes.Width(); width > columns && end > 0 {
			break
		}
		end += len(graphemes.Value())
	}
	if at := strings.LastIndexAny(text[:end], "/,&?;"); end < len(text) && at >= end/2 {
		end = at + 1
	}
	for end > 1 && strings.HasPrefix(text[end:], "::") { // the next line would be obeyed by GitHub's runner
		end = safe.RuneStart(text, end-1)
	}
	return text[:end]
}
