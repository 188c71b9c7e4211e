package compare

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Bodies lists the differences between two bodies: by value where both are JSON, otherwise by lines.
func (o Options) Bodies(old, new []byte) []Difference {
	if bytes.Equal(old, new) {
		return nil
	}
	whole := []Difference{{Part: Body, Kind: Changed, Old: string(old), New: string(new)}}
	before, errBefore := jsontree.Parse(old)
	after, errAfter := jsontree.Parse(new)
	switch {
	case errBefore != nil && errAfter != nil:
		return lines(string(old), string(new))
	case errBefore != nil || errAfter != nil:
		return whole
	}
	found := o.Values(before, after)
	if len(found) == 0 && o.Spelling && len(o.Ignore) == 0 {
		return whole // white space, or an escape in a name
	}
	return found
}

// lines compares texts line by line.
func lines(old, new string) []Difference {
	// The ends of lines are kept, since they may differ.
	before, after := slices.Collect(strings.Lines(old)), slices.Collect(strings.Lines(new))
	var found []Difference
	add := func(d Difference) {
		if d.Part, d.Line = Body, d.Line+1; len(found) < most {
			found = append(found, d)
		}
	}
	for _, gap := range align(before, after, strings.Compare) {
		both := min(gap.oldTo-gap.oldFrom, gap.newTo-gap.newFrom)
		for i := range both {
			add(Difference{Line: gap.oldFrom + i, Kind: Changed, Old: before[gap.oldFrom+i], New: after[gap.newFrom+i]})
		}
		for i := gap.oldFrom + both; i < gap.oldTo; i++ {
			add(Difference{Line: i, Kind: Removed, Old: before[i]})
		}
		for i := gap.newFrom + both; i < gap.newTo; i++ {
			add(Difference{Line: i, Kind: Added, New: after[i]})
		}
	}
	return found
}

// Excerpts are the old and the new text cut to so many bytes, each around the first place where they differ.
func (d Difference) Excerpts(width int) (old, new string) {
	same := 0
	for same < min(len(d.Old), len(d.New)) && d.Old[same] == d.New[same] {
		same++
	}
	start := 0
	if longer := max(len(d.Old), len(d.New)); longer > width {
		start = max(0, min(same-width/3, longer-width))
	}
	return cut(d.Old, start, width), cut(d.New, start, width)
}

// cut is a part of a text that begins and ends between characters, with the length of what is left out.
func cut(s string, from, width int) string {
	from = min(from, len(s))
	to := min(len(s), from+width)
	for back := 0; back < utf8.UTFMax && from > 0 && from < len(s) && !utf8.RuneStart(s[from]); back++ {
		from--
	}
	for back := 0; back < utf8.UTFMax && to < len(s) && to > from && !utf8.RuneStart(s[to]); back++ {
		to--
	}
	text := s[from:to]
	if from > 0 {
		text = "…" + text
	}
	if rest := len(s) - to; rest > 0 {
		text += fmt.Sprintf("… (%d more bytes)", rest)
	}
	return text
}
