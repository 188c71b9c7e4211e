package report

import (
	"fmt"

	"github.com/timhook/timhook/report/why"

	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/report/words"
)

// label is the width of the names in front of values.
const label = why.NameWidth

// room is how many columns a value has behind its name; 0: as many as it wants.
func (t Text) room() int { return t.roomBehind(label + 1) }

func (t Text) roomBehind(columns int) int {
	if t.Palette.Columns() == 0 {
		return 0
	}
	return t.Palette.Columns() - columns
}

// row writes a name and its value, which a terminal gets in several lines.
func (t Text) row(name, value string) {
	for _, line := range terminal.Wrap(safe.Visible(value), t.room()) {
		if name == "" {
			line = safe.Unobeyed(line)
		}
		t.line(name, line)
		name = ""
	}
}

// rows writes values below each other under one name. Of several, each begins with a hyphen.
func (t Text) rows(name string, values []string) {
	values = words.Once(values)
	for _, value := range values {
		if len(values) == 1 {
			t.row(name, value)
			return
		}
		hyphen := "- "
		for _, line := range terminal.Wrap(safe.Visible(value), max(0, t.room()-len(hyphen))) {
			t.line(name, hyphen+line)
			name, hyphen = "", "  "
		}
	}
}

// line writes a value that is visible already.
func (t Text) line(name, value string) {
	fmt.Fprintf(t.W, " %s%s\n", t.Palette.Strong(fmt.Sprintf("%-*s", label, name)), value)
}

// command writes a command to be copied.
func (t Text) command(name, command string) {
	for _, line := range terminal.ShellLines(safe.Visible(command), t.room()) {
		t.line(name, line)
		name = ""
	}
}

// note writes a line that a reader may skip.
func (t Text) note(text string) { t.hanging(text, t.Palette.Faint) }

// hanging writes a line whose further lines on a terminal are indented.
func (t Text) hanging(text string, paint func(string) string) {
	indent := ""
	for _, line := range terminal.Wrap(safe.Visible(text), t.roomBehind(2)) {
		fmt.Fprintf(t.W, "%s%s\n", indent, paint(safe.Unobeyed(line)))
		indent = "  "
	}
}
