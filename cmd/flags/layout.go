package flags

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"github.com/timhook/timhook/report/terminal"
)

// layout lays out help for a terminal of so many columns; 0, for a pipe or a file, breaks no line.
type layout struct{ columns int }

// narrow is the width below which a flag and its text stand in lines of their own.
const narrow = 100

// paragraphs fills the lines of a text anew. A line of output, which is indented, is broken only where it is too long.
func (l layout) paragraphs(text string) string {
	if l.columns == 0 {
		return text
	}
	var list []string
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		if strings.HasPrefix(paragraph, " ") {
			list = append(list, l.hanging("  ", 6, strings.TrimLeft(paragraph, " ")))
			continue
		}
		list = append(list, l.hanging("", 0, strings.Join(strings.Fields(paragraph), " ")))
	}
	return strings.Join(list, "\n\n")
}

// hanging puts a text behind its beginning and indents further lines.
func (l layout) hanging(first string, indent int, text string) string {
	if l.columns == 0 {
		return first + text
	}
	return first + strings.Join(terminal.Wrap(text, l.columns-indent), "\n"+strings.Repeat(" ", indent))
}

// alternatives breaks a list of values, such as text|json|ndjson, behind one of its bars.
func (l layout) alternatives(line string, indent int) string {
	if l.columns == 0 || terminal.Columns(line) <= l.columns {
		return line
	}
	spaced := terminal.Wrap(strings.ReplaceAll(line, "|", "| "), l.columns-indent)
	for i := range spaced {
		spaced[i] = strings.ReplaceAll(spaced[i], "| ", "|")
	}
	return strings.Join(spaced, "\n"+strings.Repeat(" ", indent))
}

// examples breaks a command that is too long as a shell does. Comments go above their commands where one of them has no
// room behind.
func (l layout) examples(text string) string {
	list := strings.Split(text, "\n")
	tooLong := func(line string) bool { return strings.Contains(line, "  # ") && terminal.Columns(line) > l.columns }
	above := slices.ContainsFunc(list, tooLong)
	if l.columns == 0 {
		return text
	}
	var lines []string
	for _, line := range list {
		if command, comment, found := strings.Cut(line, "  # "); found && above {
			lines = append(lines, l.hanging("  # ", 4, comment))
			line = strings.TrimRight(command, " ")
		}
		parts := terminal.ShellLines(strings.TrimLeft(line, " "), l.columns-6)
		lines = append(lines, "  "+strings.Join(parts, "\n      "))
	}
	return strings.Join(lines, "\n")
}

// flags lays out a group: in columns where there is room for them, otherwise in two lines a flag.
func (l layout) flags(set *pflag.FlagSet) string {
	if l.columns == 0 {
		return set.FlagUsages()
	}
	rows := flagRows(set)
	widest := 0
	for _, r := range rows {
		widest = max(widest, len(r.left))
	}
	var b strings.Builder
	for _, r := range rows {
		const gap, below = 3, 10
		if l.columns < narrow || widest > l.columns/2 {
			fmt.Fprintf(&b, "%s\n%s\n", l.alternatives(r.left, below),
				l.hanging(strings.Repeat(" ", below), below, r.right))
			continue
		}
		b.WriteString(l.hanging(fmt.Sprintf("%-*s", widest+gap, r.left), widest+gap, r.right) + "\n")
	}
	return b.String()
}

// flagRow is a flag with its placeholder, indented below those with a short form, and its text.
type flagRow struct{ left, right string }

func flagRows(set *pflag.FlagSet) (rows []flagRow) {
	set.VisitAll(func(f *pflag.Flag) {
		one := pflag.NewFlagSet("", pflag.ContinueOnError)
		one.AddFlag(f)
		line := strings.TrimRight(one.FlagUsages(), "\n")
		if line == "" {
			return // hidden
		}
		indent := len(line) - len(strings.TrimLeft(line, " "))
		left, right, _ := strings.Cut(line[indent:], "   ")
		rows = append(rows, flagRow{line[:indent] + left, right})
	})
	return rows
}
