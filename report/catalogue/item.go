package catalogue

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/timhook/timhook/report/safe"
)

// Item is one thing of the catalogue. It is a line of a list, the same as JSON, and an explanation.
type Item struct {
	names   []string      // by which it is found; the last begins its explanation
	title   string        // what follows the name there: ": a group message was sent"
	columns facts         // of the line; those with a name are members of the JSON
	data    facts         // further members
	said    facts         // the rows of the explanation; an empty one is left out
	more    func(printer) // what follows them; nil: nothing
}

// facts are what is known of an item: texts, numbers, lists of texts, and what has a String.
type facts []struct {
	name  string
	value any
}

func text(value any, separator string) string {
	if list, ok := value.([]string); ok {
		return strings.Join(list, separator)
	}
	return fmt.Sprint(value)
}

// WriteList writes a line for each item, or all of them as JSON.
func WriteList(w io.Writer, items []Item, asJSON bool) error {
	if asJSON {
		return writeJSON(w, items)
	}
	widths := map[int]int{}
	for _, item := range items {
		for i, c := range item.columns {
			widths[i] = max(widths[i], len(text(c.value, ",")))
		}
	}
	for _, item := range items {
		last := len(item.columns) - 1
		for i, c := range item.columns[:last] {
			fmt.Fprintf(w, "%-*s  ", widths[i], text(c.value, ","))
		}
		if _, err := fmt.Fprintln(w, text(item.columns[last].value, ",")); err != nil {
			return err
		}
	}
	return nil
}

func writeJSON(w io.Writer, items []Item) error {
	list := []map[string]any{}
	for _, item := range items {
		members := map[string]any{}
		for _, f := range slices.Concat(item.columns, item.data) {
			if s, ok := f.value.(fmt.Stringer); ok {
				f.value = s.String()
			}
			if f.name != "" {
				members[f.name] = f.value
			}
		}
		list = append(list, members)
	}
	return safe.WriteJSON(w, list)
}

// Explain writes what an item is, where that is from, and how to try it.
func (i Item) Explain(w io.Writer, palette safe.Palette) {
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
	palette safe.Palette
}

func (p printer) line(format string, values ...any) { fmt.Fprintf(p.w, format+"\n", values...) }

// heading begins a part of the explanation.
func (p printer) heading(text string) { p.line("\n%s", p.palette.Strong(text)) }

func (p printer) facts(list facts) {
	for _, f := range list {
		if text := text(f.value, ", "); text != "" {
			p.line("%-12s %s", f.name, text)
		}
	}
}
