package secret

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// Span is a part of a text, from its first byte to behind its last.
type Span struct{ Start, Stop int }

// Widened is a part that holds whole what it holds a piece of.
func (s Span) Widened(whole []Span) Span {
	for _, w := range whole {
		if w.Start < s.Start && s.Start < w.Stop {
			s.Start = w.Start
		}
		if w.Start < s.Stop && s.Stop < w.Stop {
			s.Stop = w.Stop
		}
	}
	return s
}

// Merged sorts spans, in place, and makes one of those that overlap.
func Merged(found []Span) []Span {
	slices.SortFunc(found, func(a, b Span) int { return cmp.Or(a.Start-b.Start, b.Stop-a.Stop) })
	return united(found, 1)
}

// Joined makes one, in place, of those merged spans that touch, for a mask that is to show once.
func Joined(merged []Span) []Span { return united(merged, 0) }

// united makes one of neighbours that have at least so many bytes in common.
func united(sorted []Span, common int) []Span {
	out := sorted[:0]
	for _, s := range sorted {
		if n := len(out); n > 0 && s.Start+common <= out[n-1].Stop {
			out[n-1].Stop = max(out[n-1].Stop, s.Stop)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// Moved is where the bytes of a place are once each span is a mask. A span of which the place holds a piece is in it
// whole.
func (s Span) Moved(hidden []Span) Span {
	s = s.Widened(hidden)
	out := s
	for _, h := range hidden {
		grown := len(Mask) - (h.Stop - h.Start)
		if h.Stop <= s.Start {
			out.Start += grown
		}
		if h.Stop <= s.Stop {
			out.Stop += grown
		}
	}
	return out
}

// Cover puts the mask in the place of each span. They are in order and do not overlap.
func Cover(text string, hidden []Span) string {
	if len(hidden) == 0 {
		return text
	}
	var b strings.Builder
	at := 0
	for _, h := range hidden {
		b.WriteString(text[at:h.Start])
		b.WriteString(Mask)
		at = h.Stop
	}
	b.WriteString(text[at:])
	return b.String()
}

// Overwrite is a copy of text in which each span is a mask of the same length: its beginning, or all of it and x
// behind it. JSON stays JSON: what goes from one of its strings into the next was no secret, but looked like one.
func Overwrite(text []byte, hidden []Span) []byte {
	out := overwritten(text, hidden)
	if !json.Valid(out) && json.Valid(text) {
		return overwritten(text, insideStrings(hidden, text))
	}
	return out
}

// insideStrings are the parts of spans that are inside of the strings of JSON.
func insideStrings(spans []Span, text []byte) (list []Span) {
	inString, begin, next := false, 0, 0
	for at := 0; at < len(text) && next < len(spans); at++ {
		switch {
		case inString && text[at] == '\\':
			at++
		case text[at] == '"' && !inString:
			inString, begin = true, at+1
		case text[at] == '"':
			for inString = false; next < len(spans) && spans[next].Start < at; next++ {
				if part := (Span{max(spans[next].Start, begin), min(spans[next].Stop, at)}); part.Start < part.Stop {
					list = append(list, part)
				}
				if spans[next].Stop > at {
					break
				}
			}
		}
	}
	return list
}

func overwritten(text []byte, hidden []Span) []byte {
	out := bytes.Clone(text)
	for _, h := range hidden {
		n := copy(out[h.Start:h.Stop], Mask)
		for i := h.Start + n; i < h.Stop; i++ {
			out[i] = 'x'
		}
	}
	return out
}
