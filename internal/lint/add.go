package lint

import (
	"cmp"
	"fmt"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook/capture"
)

// mostOfARule bounds the problems of an exchange that are kept for one rule. A packet of 1 MiB can have 90,000 of them,
// and nobody reads more than the first ones. What one rule finds never hides what another does.
const mostOfARule = 100

// further are the problems of a rule.
type further struct {
	kept, left int
	level      payloads.Level // the strongest of those left out
	offset     int            // of the first of them
}

// asAWhole is the offset of what has no place in the body.
const asAWhole = -1

// add is for a problem of the rule's level, or of the weaker one that it has, at an offset in the body that the rule is
// about. Finding its place takes as long as the body is, so that is done for what is kept.
func (x *inspection) add(r *Rule, p Problem, offset int) {
	p.Rule, p.Level, p.Subject, p.Source = r.ID, max(p.Level, r.Level), r.Subject, cmp.Or(p.Source, r.Source)
	if x.leavesOut(r, p.Level, offset) {
		return
	}
	p.Place = x.placeOf(r, offset)
	x.problems = append(x.problems, p)
	x.more[r].kept++
}

// leaveOut counts problems that payloads did not keep.
func (x *inspection) leaveOut(left map[string]payloads.Left) {
	for id, l := range left {
		if x.more == nil {
			x.more = map[*Rule]*further{}
		}
		x.more[x.rules.byID[id]] = &further{left: l.Count, level: l.Level, offset: l.Offset}
	}
}

// leavesOut counts a problem that is not kept, since the rule has as many as it may.
func (x *inspection) leavesOut(r *Rule, level payloads.Level, offset int) bool {
	f := x.more[r]
	switch {
	case f == nil:
		if x.more == nil {
			x.more = map[*Rule]*further{}
		}
		x.more[r] = &further{}
		return false
	case f.kept < mostOfARule:
		return false
	case f.left == 0:
		f.level, f.offset = level, offset
	}
	f.left++
	f.level = min(f.level, level)
	return true
}

func (x *inspection) placeOf(r *Rule, offset int) capture.Place {
	if offset == asAWhole {
		return capture.Place{Line: x.entry.Line, Column: 1}
	}
	return x.place(r.Subject == InAnswer, offset)
}

// tellMore adds a problem for those of a rule that were left out.
func (x *inspection) tellMore() {
	for _, r := range x.rules.all {
		if f := x.more[r]; f != nil && f.left > 0 {
			x.problems = append(x.problems, Problem{
				Rule: r.ID, Level: f.level, Subject: r.Subject, Source: r.Source, Place: x.placeOf(r, f.offset),
				Message: fmt.Sprintf("%d more of this rule in this exchange are not listed", f.left),
			})
		}
	}
}
