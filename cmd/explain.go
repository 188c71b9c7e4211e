package cmd

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report/safe"
)

func (a *app) explain() *cobra.Command {
	return &cobra.Command{
		Use:   "explain CALLBACK|VARIANT|CASE|CHECK|RULE|FAULT|ELEMENT|FIELD",
		Short: "say what a callback, variant, check, rule, fault, message element or field is, why, and how to mend",
		Example: `  timhook explain send
  timhook explain eventtime-string
  timhook explain recall/recall-ten
  timhook explain resp-errorcode-present
  timhook explain msgid-structure
  timhook explain TIMSoundElem
  timhook explain EventTime
  timhook explain RequestTime`,
		ValidArgsFunction: completeExplain,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("", "want one name of a callback, variant, case, check, rule, fault, message element or field")
			}
			return a.runExplain(args[0])
		},
	}
}

func (a *app) runExplain(name string) error {
	x := explanation{a.out, a.palette(a.rawOut)}
	if cases := tampersNamed(name); cases != nil {
		x.explainTamper(cases)
		return nil
	}
	if callback, variant, isCase := strings.Cut(name, "/"); isCase && callback != "" { // a JSON Pointer begins with its slash
		chosen, err := choose("explain", []string{callback + "/" + variant}, "")
		if err != nil {
			return err
		}
		for _, s := range chosen {
			x.explainVariant(s.variant, []*payloads.Command{s.command})
		}
		return nil
	}
	if c, err := payloads.Lookup(name); err == nil {
		x.explainCallback(c)
		return nil
	}
	if c, err := judge.LookupCheck(name); err == nil {
		x.explainCheck(c)
		return nil
	}
	if r, err := lint.LookupRule(name); err == nil {
		x.explainRule(r)
		return nil
	}
	if f, err := backend.LookupFault(name); err == nil {
		x.explainFault(f)
		return nil
	}
	for _, e := range payloads.Elements() {
		if e.Type == name {
			x.explainElement(e)
			return nil
		}
	}
	if v, commands := variantsNamed(name); v != nil {
		x.explainVariant(v, commands)
		return nil
	}
	if x.explainNamed(name) {
		return nil
	}
	hint := "timhook list callbacks, variants, checks, rules or faults shows the names, timhook explain CALLBACK the fields"
	if near := nearest.Names(name, explainable()); len(near) > 0 {
		hint = didYouMean("", near)
	}
	return usage(hint, "nothing is called %q", name)
}

// explainNamed explains a query parameter, a member of the response packet or a field; CallbackCommand is two of them.
func (x explanation) explainNamed(name string) bool {
	for _, m := range membersNamed(name) {
		x.explainMember(m)
	}
	places := fieldsNamed(name)
	if len(places) > 0 {
		x.explainFields(name, places)
	}
	return len(places) > 0 || membersNamed(name) != nil
}

func variantsNamed(id string) (*payloads.Variant, []*payloads.Command) {
	var found *payloads.Variant
	var commands []*payloads.Command
	for _, c := range payloads.All() {
		if v, err := c.Variant(id); err == nil {
			found = v
			commands = append(commands, c)
		}
	}
	return found, commands
}

func explainable() []string {
	var names []string
	for _, c := range payloads.All() {
		names = append(names, c.Short, c.Name)
	}
	for _, c := range judge.Checks() {
		names = append(names, c.ID)
	}
	for _, r := range lint.Rules() {
		if !slices.Contains(names, r.ID) { // a check is one too
			names = append(names, r.ID)
		}
	}
	for _, f := range backend.Faults() {
		names = append(names, f.Name)
	}
	for _, e := range payloads.Elements() {
		names = append(names, e.Type)
	}
	for _, l := range payloads.Catalogue() {
		names = append(names, l.Variant.ID)
	}
	for _, m := range members() {
		names = append(names, m.name)
	}
	for _, p := range fieldPlaces() {
		if !slices.Contains(names, p.field.Name) {
			names = append(names, p.field.Name)
		}
	}
	for _, c := range tamperCases() {
		if !slices.Contains(names, c.ID) {
			names = append(names, c.ID)
		}
	}
	return names
}

func completeExplain(_ *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if strings.Contains(typed, "/") {
		return completeCallbacks(nil, args, typed)
	}
	return explainable(), cobra.ShellCompDirectiveNoFileComp
}

// explanation is where the texts of explain go, and how they are coloured.
type explanation struct {
	w       io.Writer
	palette safe.Palette
}

// paragraph prints a labelled text of an explanation.
func (x explanation) paragraph(name, text string) {
	if text != "" {
		fmt.Fprintf(x.w, "%-12s %s\n", name, text)
	}
}

func (x explanation) explainCallback(c *payloads.Command) {
	p := x.palette
	fmt.Fprintf(x.w, "%s (%s): %s\n\n", p.Strong(c.Name), c.Short, c.Title)
	x.paragraph("Page", c.Page)
	x.paragraph("URL", c.URL)
	fmt.Fprintf(x.w, "\n%s\n", p.Strong("Request packet"))
	x.fields(c.Request, "  ")
	fmt.Fprintf(x.w, "\n%s\n", p.Strong("Rules"))
	for _, r := range c.Rules {
		fmt.Fprintf(x.w, "  %s  %s (%s)\n", r.Level, r.Doc, r.Source)
	}
	fmt.Fprintf(x.w, "\n%s\n", p.Strong("Response packet"))
	fmt.Fprintf(x.w, "  %s, with HTTP 200, within 2 seconds\n", judge.Canonical)
	fmt.Fprintf(x.w, "\n%s\n  %s\n", p.Strong("Sample of the page"), c.Sample)
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
	fmt.Fprintf(x.w, "\n%s  %s\n", p.Strong(fmt.Sprintf("%d variants", len(c.Variants))), strings.Join(counts, " · "))
}

func (x explanation) fields(fields []payloads.Field, indent string) {
	for _, f := range fields {
		presence := f.Presence.String()
		if f.When != "" {
			presence += ": " + f.When
		}
		fmt.Fprintf(x.w, "%s%s  %s; %s\n%s    %s\n", indent, f.Name, f.Type, presence, indent, f.Doc)
		inner := f.Type
		if inner.Items != nil {
			inner = *inner.Items
		}
		x.fields(inner.Fields, indent+"    ")
		if inner.Cases != nil {
			for _, e := range inner.Cases() {
				fmt.Fprintf(x.w, "%s    %s  %s (timhook explain %s)\n", indent, e.Type, e.Title, e.Type)
			}
		}
	}
}

func (x explanation) explainElement(e payloads.Element) {
	fmt.Fprintf(x.w, "%s: %s\n\n", x.palette.Strong(e.Type), e.Title)
	x.paragraph("Source", e.Source)
	fmt.Fprintln(x.w)
	x.fields(e.Content, "  ")
}

func (x explanation) explainVariant(v *payloads.Variant, commands []*payloads.Command) {
	var names []string
	for _, c := range commands {
		names = append(names, c.Short)
	}
	fmt.Fprintf(x.w, "%s: %s\n\n", x.palette.Strong(v.ID), v.Doc)
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
		fmt.Fprintf(x.w, "\n%s\n  %s\n", safe.Visible(label), safe.Visible(body))
	}
	fmt.Fprintf(x.w, "\nFire it: timhook send %s/%s -u URL\n", names[0], v.ID)
}
