package cmd

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report"
	lintreport "github.com/timhook/timhook/report/lint"
	"github.com/timhook/timhook/report/request"
)

// entry is a line of a list: what a person reads, and the same as JSON.
type entry struct {
	columns []string
	value   any
}

// listing is one thing that can be listed.
type listing struct {
	name, doc string
	entries   func() []entry
}

func listings() []listing {
	return []listing{
		{"callbacks", "the callback commands", listCallbacks},
		{"variants", "the edge cases of the request packets", listVariants},
		{"cases", "every callback with all that test tries on it", listCases},
		{"checks", "what answers are held to", listChecks},
		{"rules", "what lint looks at", listRules},
		{"faults", "ways in which the reference backend can be wrong", listFaults},
		{"formats", "formats of results and of printed requests", listFormats},
	}
}

func (a *app) list() *cobra.Command {
	var asJSON bool
	var names []cobra.Completion
	for _, l := range listings() {
		names = append(names, cobra.CompletionWithDesc(l.name, l.doc))
	}
	c := &cobra.Command{
		Use:     "list callbacks|variants|cases|checks|rules|faults|formats",
		Aliases: []string{"ls"},
		Short:   "list callbacks, variants, cases, checks, rules, faults or formats",
		Example: `  timhook list callbacks
  timhook list variants
  timhook list checks --json`,
		ValidArgsFunction: firstOf(names),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.runList(args, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return c
}

func (a *app) runList(args []string, asJSON bool) error {
	var known []string
	for _, l := range listings() {
		known = append(known, l.name)
	}
	want := strings.Join(known, ", ")
	if len(args) != 1 {
		return usage("", "list what? want one of %s", want)
	}
	for _, l := range listings() {
		if l.name == args[0] || l.name == args[0]+"s" {
			return writeEntries(a.out, l.entries(), asJSON)
		}
	}
	hint := ""
	if near := nearest.Names(args[0], known); len(near) > 0 {
		hint = didYouMean("", near[:1])
	}
	return usage(hint, "cannot list %q, want one of %s", args[0], want)
}

func writeEntries(w io.Writer, entries []entry, asJSON bool) error {
	if asJSON {
		values := make([]any, len(entries))
		for i, e := range entries {
			values[i] = e.value
		}
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(values)
	}
	var widths []int
	for _, e := range entries {
		for i, column := range e.columns {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], len(column))
		}
	}
	for _, e := range entries {
		var b strings.Builder
		for i, column := range e.columns {
			if i == len(e.columns)-1 {
				b.WriteString(column)
				break
			}
			fmt.Fprintf(&b, "%-*s  ", widths[i], column)
		}
		fmt.Fprintln(w, b.String())
	}
	return nil
}

func listCallbacks() []entry {
	var list []entry
	for _, c := range payloads.All() {
		list = append(list, entry{[]string{c.Short, c.Name, fmt.Sprintf("%d variants", len(c.Variants)), c.Title}, map[string]any{
			"name": c.Name, "short": c.Short, "title": c.Title, "url": c.URL, "page": c.Page, "variants": len(c.Variants),
		}})
	}
	return list
}

func listVariants() []entry {
	var list []entry
	for _, l := range payloads.Catalogue() {
		v := l.Variant
		list = append(list, entry{
			[]string{v.ID, strings.Join(l.Commands, ","), v.Level.String(), v.Expect.String(), v.Doc},
			map[string]any{
				"id": v.ID, "section": v.Section, "callbacks": l.Commands, "level": v.Level.String(), "expect": v.Expect.String(),
				"doc": v.Doc, "source": v.Source, "packets": max(1, len(v.Steps)),
			},
		})
	}
	return list
}

func listCases() []entry {
	var list []entry
	for _, c := range cases.Suite() {
		list = append(list, caseEntry(c))
	}
	return list
}

func listChecks() []entry {
	var list []entry
	for _, c := range judge.Checks() {
		list = append(list, entry{[]string{c.ID, c.Level.String(), c.Evidence.String(), c.Title}, map[string]any{
			"id": c.ID, "level": c.Level.String(), "evidence": c.Evidence.String(), "title": c.Title, "source": c.Source, "means": c.Means, "mend": c.Mend,
		}})
	}
	return list
}

func listFaults() []entry {
	var list []entry
	for _, f := range backend.Faults() {
		list = append(list, entry{[]string{f.Name, strings.Join(f.Trips, ","), f.Doc}, map[string]any{"name": f.Name, "trips": f.Trips, "doc": f.Doc}})
	}
	return list
}

func listFormats() []entry {
	var list []entry
	for _, f := range report.Formats() {
		list = append(list, entry{[]string{f.Name, "--format, --report", f.Doc}, map[string]any{"name": f.Name, "for": "results", "doc": f.Doc}})
	}
	for _, f := range lintreport.Formats() {
		list = append(list, entry{[]string{f.Name, "lint --format", f.Doc}, map[string]any{"name": f.Name, "for": "problems", "doc": f.Doc}})
	}
	for _, f := range request.Formats() {
		list = append(list, entry{[]string{f.Name, "--as", f.Doc}, map[string]any{"name": f.Name, "for": "requests", "doc": f.Doc}})
	}
	return list
}
