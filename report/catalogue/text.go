package catalogue

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report/safe"
)

// ExplainNamed explains a query parameter, a member of the response packet or a field; CallbackCommand is two of them.
func (x Explanation) ExplainNamed(name string) bool {
	for _, m := range membersNamed(name) {
		x.explainMember(m)
	}
	places := fieldsNamed(name)
	if len(places) > 0 {
		x.explainFields(name, places)
	}
	return len(places) > 0 || membersNamed(name) != nil
}

// Explanation is where the texts of explain go, and how they are coloured.
type Explanation struct {
	W       io.Writer
	Palette safe.Palette
}

// paragraph prints a labelled text of an explanation.
func (x Explanation) paragraph(name, text string) {
	if text != "" {
		fmt.Fprintf(x.W, "%-12s %s\n", name, text)
	}
}

func (x Explanation) ExplainCallback(c *payloads.Command) {
	p := x.Palette
	fmt.Fprintf(x.W, "%s (%s): %s\n\n", p.Strong(c.Name), c.Short, c.Title)
	x.paragraph("Page", c.Page)
	x.paragraph("URL", c.URL)
	fmt.Fprintf(x.W, "\n%s\n", p.Strong("Request packet"))
	x.fields(c.Request, "  ")
	fmt.Fprintf(x.W, "\n%s\n", p.Strong("Rules"))
	for _, r := range c.Rules {
		fmt.Fprintf(x.W, "  %s  %s (%s)\n", r.Level, r.Doc, r.Source)
	}
	fmt.Fprintf(x.W, "\n%s\n", p.Strong("Response packet"))
	fmt.Fprintf(x.W, "  %s, with HTTP 200, within 2 seconds\n", judge.Canonical)
	fmt.Fprintf(x.W, "\n%s\n  %s\n", p.Strong("Sample of the page"), c.Sample)
	sections := map[string]int{}
	for _, v := range c.Variants {
		sections[v.Section]++
	}
	var counts []string
	for _, s := range payloads.Sections() {
		if sections[s] > 0 {
			counts = append(counts, fmt.Sprintf("%s %d", s, sections[s]))
		}
	}
	fmt.Fprintf(x.W, "\n%s  %s\n", p.Strong(fmt.Sprintf("%d variants", len(c.Variants))), strings.Join(counts, " · "))
}

func (x Explanation) fields(fields []payloads.Field, indent string) {
	for _, f := range fields {
		presence := f.Presence.String()
		if f.When != "" {
			presence += ": " + f.When
		}
		fmt.Fprintf(x.W, "%s%s  %s; %s\n%s    %s\n", indent, f.Name, f.Type, presence, indent, f.Doc)
		inner := f.Type
		if inner.Items != nil {
			inner = *inner.Items
		}
		x.fields(inner.Fields, indent+"    ")
		if inner.Cases != nil {
			for _, e := range inner.Cases() {
				fmt.Fprintf(x.W, "%s    %s  %s (timhook explain %s)\n", indent, e.Type, e.Title, e.Type)
			}
		}
	}
}

func (x Explanation) ExplainElement(e payloads.Element) {
	fmt.Fprintf(x.W, "%s: %s\n\n", x.Palette.Strong(e.Type), e.Title)
	x.paragraph("Source", e.Source)
	fmt.Fprintln(x.W)
	x.fields(e.Content, "  ")
}

func (x Explanation) ExplainVariant(v *payloads.Variant, commands []*payloads.Command) {
	var names []string
	for _, c := range commands {
		names = append(names, c.Short)
	}
	fmt.Fprintf(x.W, "%s: %s\n\n", x.Palette.Strong(v.ID), v.Doc)
	x.paragraph("Section", v.Section)
	x.paragraph("Callbacks", strings.Join(names, ", "))
	x.paragraph("Level", v.Level.String())
	x.paragraph("Expected", v.Expect.String()+": "+v.Expect.Doc())
	x.paragraph("Source", v.Source)
	if len(v.OffSpec) > 0 {
		x.paragraph("Departs", "from the documentation at "+strings.Join(v.OffSpec, ", "))
	}
	packets, err := commands[0].Build(v, payloads.Params{Seed: 1, Now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Layout: jsontree.Compact})
	if err != nil {
		return
	}
	for _, packet := range packets {
		label := "Packet"
		if packet.Label != "" {
			label += " (" + packet.Label + ")"
		}
		body := string(packet.Body)
		if len(body) > 1200 {
			body = body[:1200] + fmt.Sprintf("… (%d more bytes; timhook generate prints all)", len(packet.Body)-1200)
		}
		fmt.Fprintf(x.W, "\n%s\n  %s\n", safe.Visible(label), safe.Visible(body))
	}
	fmt.Fprintf(x.W, "\nFire it: timhook send %s/%s -u URL\n", names[0], v.ID)
}
