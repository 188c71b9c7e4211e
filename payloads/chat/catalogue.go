package chat

import (
	"slices"

	"github.com/timhook/timhook/payloads"
)

// CatalogueEntry is a variant of the catalogue and the callbacks that have it.
type CatalogueEntry struct {
	Variant  *payloads.Variant
	Commands []string // short names
}

// Catalogue lists every variant id once, section by section, whatever the number of callbacks that have it.
func Catalogue() []CatalogueEntry {
	var list []CatalogueEntry
	at := map[string]int{}
	for _, c := range All() {
		for i := range c.Variants() {
			v := &c.Variants()[i]
			if n, seen := at[v.ID]; !seen {
				at[v.ID] = len(list)
				list = append(list, CatalogueEntry{Variant: v, Commands: []string{c.Short}})
			} else if last := list[n].Commands; last[len(last)-1] != c.Short {
				list[n].Commands = append(last, c.Short)
			}
		}
	}
	rank := func(e CatalogueEntry) int { return slices.Index(payloads.Sections(), e.Variant.Section) }
	slices.SortStableFunc(list, func(a, b CatalogueEntry) int { return rank(a) - rank(b) })
	return list
}
