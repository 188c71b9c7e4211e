package payloads

import "slices"

// CatalogueEntry is a variant of the catalogue and the callbacks that have it.
type CatalogueEntry struct {
	Variant  *Variant
	Commands []string // short names
}

// Catalogue lists every variant id once, section by section, whatever the number of callbacks that have it.
func Catalogue() []CatalogueEntry {
	var list []CatalogueEntry
	at := map[string]int{}
	for _, c := range All() {
		for i := range c.Variants {
			v := &c.Variants[i]
			if n, seen := at[v.ID]; !seen {
				at[v.ID] = len(list)
				list = append(list, CatalogueEntry{Variant: v, Commands: []string{c.Short}})
			} else if last := list[n].Commands; last[len(last)-1] != c.Short {
				list[n].Commands = append(last, c.Short)
			}
		}
	}
	rank := func(e CatalogueEntry) int { return slices.Index(Sections(), e.Variant.Section) }
	slices.SortStableFunc(list, func(a, b CatalogueEntry) int { return rank(a) - rank(b) })
	return list
}

// Sections lists the headings under which `list` and the documentation show variants, in their order.
func Sections() []string {
	return []string{
		"Baselines", "Common body fields", "Groups", "Message scalars", "CloudCustomData", "Elements", "Text content",
		"Bot mentions", "GroupAtInfo", "Recall", "Group attributes",
	}
}

// sharedVariants are those that several callbacks have, in the order of [Sections].
func sharedVariants() []Variant {
	return slices.Concat(baselines(), fieldVariants(), groupVariants(), scalarVariants(), customDataVariants(),
		elementVariants(), textVariants())
}

// variantsOf picks those that a callback has.
func variantsOf(c commands, list []Variant) []Variant {
	own := make([]Variant, 0, 200) // each callback has fewer, its own ones included
	for i := range list {
		if list[i].commands&c != 0 {
			own = append(own, list[i])
		}
	}
	return own
}

// section puts variants under a heading, and on the callbacks that have them where they name none themselves.
func section(name string, on commands, list []Variant) []Variant {
	for i := range list {
		list[i].Section = name
		if list[i].commands == 0 {
			list[i].commands = on
		}
	}
	return list
}

// must, should and may make a variant of that level which a right backend accepts. Methods change what differs.
func must(id, doc, source string, set ...Change) Variant {
	return Variant{ID: id, Level: Must, Doc: doc, Source: source, Set: set}
}

func should(id, doc, source string, set ...Change) Variant {
	return Variant{ID: id, Level: Should, Doc: doc, Source: source, Set: set}
}

func may(id, doc, source string, set ...Change) Variant {
	return Variant{ID: id, Level: May, Doc: doc, Source: source, Set: set}
}

func (v Variant) expect(e Expect) Variant {
	v.Expect = e
	return v
}

// on names the callbacks, where they are not those of the section.
func (v Variant) on(c commands) Variant {
	v.commands = c
	return v
}

func (v Variant) offSpec(pointers ...string) Variant {
	v.OffSpec = pointers
	return v
}

func (v Variant) steps(steps ...Step) Variant {
	v.Steps = steps
	return v
}

func step(label string, set ...Change) Step { return Step{Label: label, Set: set} }

// stepEach is a step for each text, which is its label too.
func stepEach(change func(text string) Change, texts ...string) []Step {
	steps := make([]Step, len(texts))
	for i, text := range texts {
		steps[i] = step(text, change(text))
	}
	return steps
}

// set changes a path to a text, number, truth value or [Value] that needs nothing of the packet.
func set(path string, x any) Change {
	v := value(x)
	return Change{Path: path, Make: func(*Gen) Value { return v }}
}

func remove(path string) Change { return set(path, Value{}) }

func from(path string, makes func(*Gen) Value) Change { return Change{Path: path, Make: makes} }
