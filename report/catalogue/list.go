package catalogue

import (
	"fmt"
	"io"
	"slices"

	"github.com/timhook/timhook/report/formats"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
)

// WriteList writes items in a format. The palette is for people.
type WriteList func(w io.Writer, palette terminal.Palette, items []Item) error

// Formats lists the formats of a list.
func Formats() formats.Table[WriteList] {
	return formats.Table[WriteList]{
		{Name: "text", Doc: "a line for each", Write: writeLines},
		{Name: "json", Doc: "one array", Write: writeJSON},
		{Name: "ndjson", Doc: "an object for each, one a line", Write: writeNDJSON},
	}
}

// writeLines writes a line for each item. The last text of a line fits the terminal.
func writeLines(w io.Writer, palette terminal.Palette, items []Item) error {
	widths := map[int]int{}
	for _, item := range items {
		for i, c := range item.columns {
			widths[i] = max(widths[i], len(text(c.value, ",")))
		}
	}
	for _, item := range items {
		if _, err := fmt.Fprintln(w, item.line(w, palette, widths)); err != nil {
			return err
		}
	}
	return nil
}

func writeJSON(w io.Writer, _ terminal.Palette, items []Item) error {
	list := []map[string]any{}
	for _, item := range items {
		list = append(list, item.members())
	}
	return safe.WriteJSON(w, list)
}

func writeNDJSON(w io.Writer, _ terminal.Palette, items []Item) error {
	lines := safe.Encoder(w)
	for _, item := range items {
		if err := lines.Encode(item.members()); err != nil {
			return err
		}
	}
	return nil
}

// members are the item as an object.
func (i Item) members() map[string]any {
	members := map[string]any{}
	for _, f := range slices.Concat(i.columns, i.data) {
		switch value := f.value.(type) {
		case shorts:
			f.value = []string(value)
		case fmt.Stringer:
			f.value = value.String()
		}
		if f.name != "" {
			members[f.name] = f.value
		}
	}
	return members
}
