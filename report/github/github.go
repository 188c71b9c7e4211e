// Package github writes the commands by which a step of a GitHub workflow annotates a run.
package github

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/timhook/timhook/report/safe"
)

// Most is how many annotations of one kind GitHub shows for a step; it drops what comes later. Source: Workflow
// commands for GitHub Actions, limits of annotations.
const Most = 10

// The kinds of annotations.
const (
	Error   = "error"
	Warning = "warning"
	Notice  = "notice"
)

// Annotation is one annotation. Without a File it is one of the whole run.
type Annotation struct {
	Kind, Title  string
	Group        string // what is counted where there are too many, such as the rule; empty: the title
	File         string // relative to the top of the repository
	Line, Column int    // from 1; 0: unknown
	Lines        []string
}

// Annotations are those of one step. The ten that GitHub shows of a kind are the first of each group, in the order in
// which they were added, then the second of each, and so on; the rest is counted in the last of the ten.
type Annotations struct {
	kept   []kept
	groups []*group
}

type kept struct {
	Annotation
	nth int // of its group, from 0
}

type group struct {
	kind, name string
	count      int
}

// Add adds one, and keeps it unless its group has filled its kind already.
func (a *Annotations) Add(one Annotation) {
	g := a.group(one.Kind, cmp.Or(one.Group, one.Title))
	if g.count < Most {
		a.kept = append(a.kept, kept{one, g.count})
	}
	g.count++
}

// Count adds some that are not at hand any more.
func (a *Annotations) Count(kind, name string, count int) { a.group(kind, name).count += count }

func (a *Annotations) group(kind, name string) *group {
	for _, g := range a.groups {
		if g.kind == kind && g.name == name {
			return g
		}
	}
	g := &group{kind: kind, name: name}
	a.groups = append(a.groups, g)
	return g
}

// Write writes the annotations, errors first, and then the last ones, which are always among those that are shown.
func (a *Annotations) Write(w io.Writer, last ...Annotation) {
	for _, kind := range []string{Error, Warning, Notice} {
		room := Most
		for _, one := range last {
			if one.Kind == kind {
				room--
			}
		}
		a.writeKind(w, kind, room)
	}
	for _, one := range last {
		one.write(w)
	}
}

func (a *Annotations) writeKind(w io.Writer, kind string, room int) {
	total := 0
	for _, g := range a.groups {
		if g.kind == kind {
			total += g.count
		}
	}
	var order []int // of those that are kept, the worst first
	for i, k := range a.kept {
		if k.Kind == kind {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(a.kept[i].nth, a.kept[j].nth) })
	if total > room {
		order = order[:min(len(order), room-1)]
	}
	slices.Sort(order)
	shown := map[string]int{}
	for _, i := range order {
		one := a.kept[i].Annotation
		shown[cmp.Or(one.Group, one.Title)]++
		one.write(w)
	}
	if total > len(order) {
		Annotation{
			Kind: kind, Title: fmt.Sprintf("... and %d more", total-len(order)), Lines: []string{a.rest(kind, shown)},
		}.write(w)
	}
}

// mostNamed is how many groups are named that are not shown in full.
const mostNamed = 12

// rest counts what is not shown: "sign-mismatch 8, packet-wrong-type 3".
func (a *Annotations) rest(kind string, shown map[string]int) string {
	var parts []string
	more := 0
	for _, g := range a.groups {
		switch left := g.count - shown[g.name]; {
		case g.kind != kind || left == 0:
		case len(parts) == mostNamed:
			more += left
		default:
			parts = append(parts, fmt.Sprintf("%s %d", g.name, left))
		}
	}
	if more > 0 {
		parts = append(parts, fmt.Sprintf("others %d", more))
	}
	return strings.Join(parts, ", ")
}

// write writes the command. What was a line break in a line stays a visible escape.
func (one Annotation) write(w io.Writer) {
	var place strings.Builder
	if one.File != "" {
		fmt.Fprintf(&place, "file=%s,", safe.GitHubProperty(safe.Visible(one.File)))
		if one.Line > 0 {
			fmt.Fprintf(&place, "line=%d,", one.Line)
		}
		if one.Column > 0 {
			fmt.Fprintf(&place, "col=%d,", one.Column)
		}
	}
	lines := make([]string, len(one.Lines))
	for i, line := range one.Lines {
		lines[i] = safe.Visible(line)
	}
	fmt.Fprintf(w, "::%s %stitle=%s::%s\n", one.Kind, &place, safe.GitHubProperty(safe.Visible(one.Title)),
		safe.GitHubData(strings.Join(lines, "\n")))
}
