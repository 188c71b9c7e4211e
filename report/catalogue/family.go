package catalogue

import (
	"slices"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

func families() []Item { return items(chat.Families(), familyItem) }

func familyItem(f chat.Family) Item {
	of := slices.DeleteFunc(chat.All(), func(c *payloads.Command) bool { return !chat.Matches(c, f.Name) })
	return Item{
		names: []string{f.Name},
		title: ": " + f.Doc,
		more: func(p printer) {
			for _, c := range of {
				p.line("  %s  %s\n      %s", c.Short, c.Name, c.Title)
			}
			p.line("\nChoose it: --callbacks %s, or callbacks: in timhook.yaml", f.Name)
		},
	}
}
