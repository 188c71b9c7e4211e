package payloads

import (
	"slices"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Left are the problems of one ID that were left out, since there are more than somebody wants.
type Left struct {
	Count  int
	Level  Level // the strongest
	Offset int   // of the first
}

// ValidateFirst is [Command.ValidateParsed] that keeps at most so many problems of each ID and counts the others; 0
// keeps all. A packet of 1 MiB can have 90,000, which take a hundred times its memory.
func (c *Command) ValidateFirst(p ParsedPacket, most int) ([]Problem, map[string]Left) {
	v := validator{problems: slices.Clone(p.Problems), most: most}
	if !p.Packet.IsAbsent() {
		v.object(make(jsontree.Path, 0, 8), p.Packet, c.Request)
		v.rules(c, p.Packet)
		v.nameInstead()
	}
	slices.SortStableFunc(v.problems, func(a, b Problem) int { return a.Offset - b.Offset })
	return v.problems, v.left
}

// leavesOut counts a problem that is one too many of its ID.
func (v *validator) leavesOut(id string, level Level, offset int) bool {
	if v.most == 0 {
		return false
	}
	if v.kept == nil {
		v.kept = map[string]int{}
	}
	if v.kept[id]++; v.kept[id] <= v.most {
		return false
	}
	if v.left == nil {
		v.left = map[string]Left{}
	}
	l, known := v.left[id]
	if !known {
		l = Left{Level: level, Offset: offset}
	}
	l.Count++
	l.Level = min(l.Level, level)
	v.left[id] = l
	return true
}
