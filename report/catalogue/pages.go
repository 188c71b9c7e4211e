package catalogue

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/report/terminal"
)

// Page is a file below docs.
type Page struct {
	Name string // slashed: "checks/resp-json.md"
	Text []byte
}

// Pages are those of every check, rule and callback, and a table of contents beside those that no other page lists.
func Pages() []Page {
	var pages []Page
	for _, kind := range []struct {
		folder, title string
		items         []Item
	}{
		{"checks", "Checks", checks()}, {"rules", "Rules", rules()}, {"callbacks", "Callbacks", callbacks()},
	} {
		var contents bytes.Buffer
		fmt.Fprintf(&contents, "# %s\n\nGenerated: `timhook explain` says the same.\n\n", kind.title)
		for _, i := range kind.items {
			p := i.page(kind.folder)
			pages = append(pages, p)
			_, file, _ := strings.Cut(p.Name, "/")
			fmt.Fprintf(&contents, "- [%s](%s)%s\n", i.names[0], file, i.title)
		}
		if kind.folder != "callbacks" { // docs/callbacks.md lists them
			pages = append(pages, Page{kind.folder + "/README.md", contents.Bytes()})
		}
	}
	slices.SortFunc(pages, func(a, b Page) int { return cmp.Compare(a.Name, b.Name) })
	return pages
}

// page is what explain says of an item, as a page.
func (i Item) page(folder string) Page {
	var page, more bytes.Buffer
	fmt.Fprintf(&page, "# %s\n\n%s%s\n\n", i.names[0], i.names[len(i.names)-1], i.title)
	for _, f := range i.said {
		if said := text(f.value, ", "); said != "" {
			fmt.Fprintf(&page, "- **%s**: %s\n", f.name, said)
		}
	}
	if i.more != nil {
		i.more(printer{&more, terminal.Palette{}})
		fence := strings.Repeat("`", 3)
		fmt.Fprintf(&page, "\n%stext\n%s\n%s\n", fence, strings.Trim(more.String(), "\n"), fence)
	}
	return Page{folder + "/" + i.names[0] + ".md", page.Bytes()}
}
