package report

import (
	"strings"

	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/report/why"
)

// places writes the answer of some findings with carets under the bytes in question, in the order of the bytes. What
// has no place in it follows. The answer has a word in front, since GitHub's runner would obey a line that begins with
// two colons.
func (t Text) places(group []Finding) {
	parts, rest := why.Places(group)
	for _, part := range parts {
		t.window(part.Window, part.Messages)
	}
	for _, message := range rest {
		t.row("", message)
	}
}

// window writes the part of a body, in as many lines as the terminal needs, each followed by the carets below it. A
// message stands behind the last caret of its place.
func (t Text) window(w why.Window, messages []string) {
	name := "Body"
	text := w.Text + w.More
	lines := cut(text, max(0, t.room()-1)) // the last column is for a caret behind the end
	for i, line := range lines {
		t.line(name, text[line.Start:line.Stop])
		name = ""
		for n, mark := range w.Marks {
			isLast := i == len(lines)-1
			if mark.Start >= line.Stop && !isLast || max(mark.Stop, mark.Start+1) <= line.Start {
				continue
			}
			from, to := max(mark.Start, line.Start)-line.Start, min(mark.Stop, line.Stop)-line.Start
			column, width := columns(text[line.Start:line.Stop], from, to)
			message := ""
			if mark.Stop <= line.Stop || isLast {
				message = messages[n]
			}
			t.caret(strings.Repeat(" ", column), strings.Repeat("^", width), message)
		}
	}
}

// caret writes carets and the message behind them, or below where the line has no room.
func (t Text) caret(blanks, carets, message string) {
	whole := strings.TrimRight(carets+" "+message, " ")
	if t.room() == 0 || len(blanks)+terminal.Columns(whole) <= t.room() {
		t.line("", blanks+t.Palette.Strong(whole))
		return
	}
	t.line("", blanks+t.Palette.Strong(carets))
	for _, line := range terminal.Wrap(message, t.room()) {
		t.line("", t.Palette.Strong(safe.Unobeyed(line)))
	}
}

// cut cuts a text into lines of at most so many columns, behind a comma where one is in the second half of a line; 0:
// one line.
func cut(text string, columns int) []why.Span {
	var lines []why.Span
	for at := 0; at < len(text) || lines == nil; {
		end := at + len(terminal.Beginning(text[at:], columns))
		lines = append(lines, why.Span{Start: at, Stop: end})
		at = end
	}
	return lines
}
