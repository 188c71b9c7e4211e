package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
)

// places writes the answer of some findings with carets under the bytes in question, in the order of the bytes. What
// has no place in it follows. The answer has a word in front, since GitHub's runner would obey a line that begins with
// two colons.
func (t Text) places(group []Finding) {
	var spans []span
	var messages, others []string
	group = slices.Clone(group)
	slices.SortStableFunc(group, func(a, b Finding) int { return cmp.Compare(a.Offset, b.Offset) })
	for _, f := range group {
		if at, ok := spanOf(f); ok {
			spans = append(spans, at)
			messages = append(messages, fmt.Sprintf("byte %d, %s", f.Offset, safe.Visible(f.Message)))
		} else {
			others = append(others, f.Message)
		}
	}
	answer := group[0].Sample.Answer
	switch {
	case len(spans) == 0 && answer.Text() != "", len(spans) > 0 && areNear(spans):
		t.window(windowOf(answer, spans), messages)
	default:
		for i := range spans {
			t.window(windowOf(answer, spans[i:i+1]), messages[i:i+1])
		}
	}
	for _, message := range compacted(others) {
		t.row("", message)
	}
}

// areNear reports whether one window can show all places.
func areNear(places []span) bool {
	start, stop := places[0].start, places[0].stop
	for _, p := range places {
		start, stop = min(start, p.start), max(stop, p.stop)
	}
	return stop-start <= shortBody
}

// window writes the part of a body, in as many lines as the terminal needs, each followed by the carets below it. A
// message stands behind the last caret of its place.
func (t Text) window(w window, messages []string) {
	name := "Body"
	text := w.text + w.more
	lines := cut(text, max(0, t.room()-1)) // the last column is for a caret behind the end
	for i, line := range lines {
		t.line(name, text[line.start:line.stop])
		name = ""
		for n, mark := range w.marks {
			isLast := i == len(lines)-1
			if mark.start >= line.stop && !isLast || max(mark.stop, mark.start+1) <= line.start {
				continue
			}
			from, to := max(mark.start, line.start)-line.start, min(mark.stop, line.stop)-line.start
			column, width := columns(text[line.start:line.stop], from, to)
			message := ""
			if mark.stop <= line.stop || isLast {
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
func cut(text string, columns int) []span {
	var lines []span
	for at := 0; at < len(text) || lines == nil; {
		end := at + len(terminal.Beginning(text[at:], columns))
		lines = append(lines, span{at, end})
		at = end
	}
	return lines
}
