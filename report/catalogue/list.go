package catalogue

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/lint"
	"github.com/timhook/timhook/report/request"
)

// Entry is a line of a list: what a person reads, and the same as JSON.
type Entry struct {
	columns []string
	value   any
}

func WriteEntries(w io.Writer, entries []Entry, asJSON bool) error {
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

func ListCallbacks() []Entry {
	var list []Entry
	for _, c := range payloads.All() {
		list = append(list, Entry{[]string{c.Short, c.Name, fmt.Sprintf("%d variants", len(c.Variants)), c.Title}, map[string]any{
			"name": c.Name, "short": c.Short, "title": c.Title, "url": c.URL, "page": c.Page, "variants": len(c.Variants),
		}})
	}
	return list
}

func ListVariants() []Entry {
	var list []Entry
	for _, l := range payloads.Catalogue() {
		v := l.Variant
		list = append(list, Entry{
			[]string{v.ID, strings.Join(l.Commands, ","), v.Level.String(), v.Expect.String(), v.Doc},
			map[string]any{
				"id": v.ID, "section": v.Section, "callbacks": l.Commands, "level": v.Level.String(), "expect": v.Expect.String(),
				"doc": v.Doc, "source": v.Source, "packets": max(1, len(v.Steps)),
			},
		})
	}
	return list
}

func ListCases() []Entry {
	var list []Entry
	for _, c := range cases.Suite() {
		list = append(list, CaseEntry(c))
	}
	return list
}

func ListChecks() []Entry {
	var list []Entry
	for _, c := range judge.Checks() {
		list = append(list, Entry{[]string{c.ID, c.Level.String(), c.Evidence.String(), c.Title}, map[string]any{
			"id": c.ID, "level": c.Level.String(), "evidence": c.Evidence.String(), "title": c.Title, "source": c.Source, "means": c.Means, "mend": c.Mend,
		}})
	}
	return list
}

func ListFaults() []Entry {
	var list []Entry
	for _, f := range backend.Faults() {
		list = append(list, Entry{[]string{f.Name, strings.Join(f.Trips, ","), f.Doc}, map[string]any{"name": f.Name, "trips": f.Trips, "doc": f.Doc}})
	}
	return list
}

func ListFormats() []Entry {
	var list []Entry
	for _, f := range report.Formats() {
		list = append(list, Entry{[]string{f.Name, "--format, --report", f.Doc}, map[string]any{"name": f.Name, "for": "results", "doc": f.Doc}})
	}
	for _, f := range lintreport.Formats() {
		list = append(list, Entry{[]string{f.Name, "lint --format", f.Doc}, map[string]any{"name": f.Name, "for": "problems", "doc": f.Doc}})
	}
	for _, f := range request.Formats() {
		list = append(list, Entry{[]string{f.Name, "--as", f.Doc}, map[string]any{"name": f.Name, "for": "requests", "doc": f.Doc}})
	}
	return list
}
