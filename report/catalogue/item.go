package catalogue

import (
	"fmt"
	"io"
	"strings"

	"github.com/timhook/timhook/report/terminal"
)

// Item is one thing of the catalogue. It is a line of a list, the same as JSON, and an explanation.
type Item struct {
	names   []string      // by which it is found; the last begins its explanation
	title   string        // what follows the name there: ": a group message was sent"
	columns facts         // of the line; those with a name are members of the JSON
	data    facts         // further members
	said    facts         // the rows of the explanation; an empty one is left out
	more    func(printer) // what follows them; nil: nothing

	untested bool // a requirement that nothing tests
}

// facts are what is known of an item: texts, numbers, lists of texts, and what has a String.
type facts []fact

type fact struct {
	name  string
	value any
}

// shorts are short names of callbacks. A line of a list has room for a few and counts more of them.
type shorts []string

func (s shorts) String() string {
	if len(s) > 4 {
		return fmt.Sprintf("%d callbacks", len(s))
	}
	return strings.Join(s, ",")
}

func text(value any, separator string) string {
	if list, ok := value.([]string); ok {
		return strings.Join(list, separator)
	}
	return fmt.Sprint(value)
}

// line is the item in columns of these widths. A terminal that the columns leave too little room for the last of them
// gets the texts one behind the other.
func (i Item) line(w io.Writer, palette terminal.Palette, widths map[int]int) string {
	var columns, texts []string
	for n, c := range i.columns {
		texts = append(texts, text(c.value, ","))
		columns = append(columns, fmt.Sprintf("%-*s", widths[n], texts[n]))
	}
	last := len(texts) - 1
	front := strings.Join(columns[:last], "  ") + "  "
	if room := palette.Columns(); room > 0 && 2*len(front) > room {
		return strings.Join(terminal.Wrap(strings.Join(texts, "  "), room-4), "\n    ")
	}
	return front + palette.Hang(w, texts[last], len(front))
}

// Explain writes what an item is, where that is from, and how to try it.
func (i Item) Explain(w io.Writer, palette terminal.Palette) {
	p := printer{w, palette}
	p.line("%s%s\n", palette.Strong(i.names[len(i.names)-1]), i.title)
	p.facts(i.said)
	if i.more != nil {
		i.more(p)
	}
}

// printer writes explanations.
type printer struct {
	w       io.Writer
	palette terminal.Palette
}

// line writes lines. On a terminal each goes on with an indent.
func (p printer) line(format string, values ...any) {
	for line := range strings.SplitSeq(fmt.Sprintf(format, values...), "\n") {
		bare := strings.TrimLeft(line, " ")
		indent := len(line) - len(bare)
		if room := p.palette.Columns(); room > 0 && terminal.Columns(line) > room {
			bare = strings.Join(terminal.Wrap(bare, room-indent-2), "\n"+strings.Repeat(" ", indent+2))
		}
		fmt.Fprintln(p.w, line[:indent]+bare)
	}
}

// heading begins a part of the explanation.
func (p printer) heading(text string) { p.line("\n%s", p.palette.Strong(text)) }

func (p printer) facts(list facts) {
	for _, f := range list {
		if text := text(f.value, ", "); text != "" {
			fmt.Fprintf(p.w, "%-12s %s\n", f.name, p.palette.Hang(p.w, text, 13))
		}
	}
}
