package catalogue

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/report/why"

	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report/safe"
)

func callbackItem(c *payloads.Command) Item {
	count := fmt.Sprintf("%d variants", len(c.Variants()))
	title := c.Title
	data := facts{{"title", c.Title}, {"variants", len(c.Variants())}, {"page", c.Page}, {"url", c.URL}}
	if c.Answer.Decides() {
		decides := decisionsOf(c.Answer)
		title += "; the answer may " + strings.Join(decides, ", ")
		data = append(data, fact{"decides", decides})
	}
	return Item{
		names:   []string{c.Short, c.Name},
		title:   fmt.Sprintf(" (%s): %s", c.Short, c.Title),
		columns: facts{{"short", c.Short}, {"name", c.Name}, {"", count}, {"", title}},
		data:    data,
		said: facts{
			{"Page", c.Page}, {"URL", c.URL}, {"Query", strings.Join(c.Query, ", ")}, {"In doubt", c.Doubt},
		},
		more: func(p printer) {
			p.heading("Request packet")
			p.fields(c.Request, "  ")
			p.heading("Rules")
			for _, r := range c.Rules {
				p.line("  %s  %s (%s)", r.Level, r.Doc, r.Source)
			}
			p.response(c)
			p.heading(sampleTitle(c))
			p.line("  %s", c.Sample)
			p.line("\n%s  %s", p.palette.Strong(count), strings.Join(sectionCounts(c), " · "))
		},
	}
}

func sampleTitle(c *payloads.Command) string {
	if c.Composed {
		return "Sample, composed after the page's table"
	}
	return "Sample of the page"
}

// decisionsOf are the words of what an answer can decide.
func decisionsOf(a payloads.Answer) []string {
	var words []string
	for _, d := range backend.Decisions(a) {
		words = append(words, d.String())
	}
	return words
}

func sectionCounts(c *payloads.Command) []string {
	sections := map[string]int{}
	for _, v := range c.Variants() {
		sections[v.Section]++
	}
	var counts []string
	for _, s := range payloads.Sections() {
		if sections[s] > 0 {
			counts = append(counts, fmt.Sprintf("%s %d", s, sections[s]))
		}
	}
	return counts
}

func (p printer) fields(fields []payloads.Field, indent string) {
	for _, f := range fields {
		p.line("%s%s  %s; %s\n%s    %s", indent, f.Name, f.Type, presenceOf(f), indent, f.Doc)
		inner := f.Type
		if inner.Items != nil {
			inner = *inner.Items
		}
		p.fields(inner.Fields, indent+"    ")
		if inner.Cases != nil {
			for _, e := range inner.Cases() {
				p.line("%s    %s  %s (timhook explain %s)", indent, e.Type, e.Title, e.Type)
			}
		}
	}
}

func elementItem(e payloads.Element) Item {
	return Item{
		names: []string{e.Type},
		title: ": " + e.Title,
		said:  facts{{"Source", e.Source}},
		more: func(p printer) {
			p.line("")
			p.fields(e.Content, "  ")
		},
	}
}

// variantNamed finds an edge case and the short names of the callbacks that have it.
func variantNamed(id string) (found *payloads.Variant, callbacks []string) {
	for _, c := range chat.All() {
		if v := c.FindVariant(id); v != nil {
			found = cmp.Or(found, v)
			callbacks = append(callbacks, c.Short)
		}
	}
	return found, callbacks
}

func cataloguedVariant(l chat.CatalogueEntry) Item { return Variant(l.Variant, l.Commands...) }

// Variant is an edge case of callbacks, which are given by their short names.
func Variant(v *payloads.Variant, callbacks ...string) Item {
	departs := ""
	if len(v.OffSpec) > 0 {
		departs = "from the documentation at " + strings.Join(v.OffSpec, ", ")
	}
	return Item{
		names: []string{v.ID},
		title: ": " + v.Doc,
		columns: facts{
			{"id", v.ID}, {"callbacks", shorts(callbacks)}, {"level", v.Level}, {"expect", v.Expect}, {"doc", v.Doc},
		},
		data: facts{{"section", v.Section}, {"source", v.Source}, {"packets", max(1, len(v.Steps))}},
		said: facts{
			{"Section", v.Section},
			{"Callbacks", callbacks},
			{"Level", levelFor(v, callbacks)},
			{"Expected", expected(v.Expect, callbacks)},
			{"Source", v.Source},
			{"Departs", departs},
		},
		more: func(p printer) { p.packets(v, callbacks[0]) },
	}
}

// levelFor is the variant's level, and the callbacks for which it has another one.
func levelFor(v *payloads.Variant, callbacks []string) string {
	others := map[payloads.Level][]string{}
	for _, short := range callbacks {
		if c, err := chat.Lookup(short); err == nil {
			if own := c.FindVariant(v.ID); own != nil && own.Level != v.Level {
				others[own.Level] = append(others[own.Level], short)
			}
		}
	}
	text := v.Level.String()
	for _, level := range slices.Sorted(maps.Keys(others)) {
		text += fmt.Sprintf("; %s for %s", level, strings.Join(others[level], ", "))
	}
	return text
}

// expected is what a right backend does. Where the answers to all the callbacks decide, accepting is deciding.
func expected(e payloads.Expect, callbacks []string) string {
	doc := e.Doc()
	for _, short := range callbacks {
		c, err := chat.Lookup(short)
		if err != nil || !c.Answer.Decides() {
			return e.String() + ": " + e.Doc()
		}
		doc = why.Expected(e, c)
	}
	return e.String() + ": " + doc
}

// packets shows what a variant sends, as the same packets each time.
func (p printer) packets(v *payloads.Variant, callback string) {
	const longest = 1200
	command, err := chat.Lookup(callback)
	if err != nil {
		return
	}
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	packets, err := command.Build(v, payloads.Params{Seed: 1, Now: now, Layout: jsontree.Compact})
	if err != nil {
		return
	}
	for _, packet := range packets {
		label := "Packet"
		if packet.Label != "" {
			label += " (" + packet.Label + ")"
		}
		body := string(packet.Body)
		if len(body) > longest {
			more := len(body) - longest
			body = body[:longest] + fmt.Sprintf("… (%d more bytes; timhook generate prints all)", more)
		}
		p.line("\n%s\n  %s", safe.Visible(label), safe.Visible(body))
	}
	p.line("\nFire it: timhook send %s/%s -u URL", callback, v.ID)
}
