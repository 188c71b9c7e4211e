package secret

import (
	"bytes"
	"slices"
	"sync"
)

// shortest is the length from which a value is looked for, in bytes. A shorter one is in other texts by chance.
const shortest = 6

// Patterns are the values to be hidden. The zero value hides nothing. They may be used concurrently.
type Patterns []Pattern

// Pattern is one value in all its spellings, all values behind some names, or all signatures behind the name Sign.
type Pattern struct {
	told   Names
	signs  bool
	texts  [][]byte        // looked for in every text
	anchor []byte          // a part of each of the others
	others func() [][]byte // nil: there are none
}

// AllSpellings is a value as it is, in JSON, in a URL, in HTML, in a shell's or Go's quotes, in base64, and in one of
// these within another. Further ways to spell a text may be added; they leave runs of ASCII letters and digits as they
// are. ok is false for a value of fewer than six bytes.
func AllSpellings(value string, further ...func(string) string) (p Pattern, ok bool) {
	if len(value) < shortest {
		return Pattern{}, false
	}
	anchor := longestRun(value)
	if anchor == value { // spelt alike everywhere but in base64, as most tokens are
		return Pattern{texts: toBytes(distinct(append(encodings(value), value)))}, true
	}
	// The spellings are many. Nearly no text holds any, so they are made for one that might.
	return Pattern{
		texts:  toBytes(distinct(encodings(value, JSON(value, false), JSON(value, true)))),
		anchor: []byte(anchor),
		others: sync.OnceValue(func() [][]byte { return toBytes(spellings(value, further)) }),
	}, true
}

// longestRun is the longest part of a value that every spelling but base64 leaves as it is; it may be empty.
func longestRun(value string) string {
	longest, start := "", 0
	for i := range len(value) + 1 {
		if i < len(value) && isPlain(value[i]) {
			continue
		}
		if i-start > len(longest) {
			longest = value[start:i]
		}
		start = i + 1
	}
	return longest
}

func isPlain(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func toBytes(list []string) [][]byte {
	out := make([][]byte, 0, len(list))
	for _, s := range list {
		out = append(out, []byte(s))
	}
	return out
}

// Spans finds the values in a text, in order, however their letters are escaped. Those that overlap are one span, so
// that no piece of any is left over.
func (list Patterns) Spans(text []byte) []Span {
	found := list.spelt(text)
	if list = list.without(func(p Pattern) bool { return p.told != nil }); len(list) > 0 {
		for _, v := range views(text) {
			for _, s := range list.spelt(v.text) {
				found = append(found, v.place(s))
			}
		}
	}
	return Merged(found)
}

// spelt finds the spellings that are known.
func (list Patterns) spelt(text []byte) []Span {
	var found []Span
	for _, p := range list {
		if p.signs {
			found = appendNamedSigns(found, text)
			continue
		}
		found = appendSpans(p.told.appendSpans(found, text), text, p.texts)
		if p.others != nil && bytes.Contains(text, p.anchor) {
			found = appendSpans(found, text, p.others())
		}
	}
	return Merged(found)
}

// Mask replaces each value with [Mask].
func (list Patterns) Mask(text string) string {
	if len(list) == 0 {
		return text
	}
	if list.Told() != nil {
		text = string(list.blanked([]byte(text)))
	}
	return Cover(text, list.Spans([]byte(text)))
}

// Overwritten is [Patterns.Mask] for a body whose length is announced.
func (list Patterns) Overwritten(body []byte) []byte {
	whole := list.blanked(body)
	if found := list.Spans(whole); len(found) > 0 {
		return Overwrite(whole, found)
	}
	return whole
}

// blanked is a text in which the numbers behind names say nothing any more.
func (list Patterns) blanked(text []byte) []byte {
	for _, p := range list {
		text = p.told.blanked(text)
	}
	return text
}

// Behind hides whatever stands behind names.
func Behind(names ...string) Patterns {
	if len(names) == 0 {
		return nil
	}
	return Patterns{{told: names}}
}

// Told are the names.
func (list Patterns) Told() (names Names) {
	for _, p := range list {
		names = append(names, p.told...)
	}
	return names
}

// Values are those without what stands behind names: the values that are known.
func (list Patterns) Values() Patterns {
	return list.without(func(p Pattern) bool { return p.told != nil || p.signs })
}

func (list Patterns) without(left func(Pattern) bool) Patterns {
	if !slices.ContainsFunc(list, left) {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), left)
}

// With also hides values, from six bytes on.
func (list Patterns) With(values ...string) Patterns {
	list = slices.Clip(list)
	for _, v := range values[:min(len(values), mostValues)] {
		if pattern, ok := AllSpellings(v); ok {
			list = append(list, pattern)
		}
	}
	return list
}

func appendSpans(found []Span, text []byte, spellings [][]byte) []Span {
	for _, s := range spellings {
		for at := 0; ; at++ {
			i := bytes.Index(text[at:], s)
			if i < 0 {
				break
			}
			at += i
			found = append(found, Span{at, at + len(s)})
		}
	}
	return found
}

// PartialSuffix is the length of what may be the beginning of a value at the end of a text, with the rest still to
// come.
func (list Patterns) PartialSuffix(text []byte) int {
	if len(list) == 0 {
		return 0
	}
	longest, v := 0, view{text: text}
	for range mostViews + 1 {
		longest = max(longest, v.behind(len(v.text)-list.partialSpelt(v.text)))
		// The rest of an escape that is cut may come, and with it the rest of a value in front of it.
		v = v.cut(unfinished(v.text))
		longest = max(longest, v.behind(len(v.text)-list.partialSpelt(v.text)))
		next, changed := v.unescaped()
		if !changed {
			break
		}
		v = next
	}
	return longest
}

func (list Patterns) partialSpelt(text []byte) int {
	longest := 0
	for _, p := range list {
		longest = partialSuffix(text, p.texts, longest)
		if p.others != nil {
			longest = partialSuffix(text, p.others(), longest)
		}
	}
	return longest
}

// partialSuffix is PartialSuffix for a beginning that is longer than that.
func partialSuffix(text []byte, spellings [][]byte, than int) int {
	for _, s := range spellings {
		tail := text[max(0, len(text)-len(s)+1):]
		for len(tail) > than {
			i := bytes.IndexByte(tail, s[0])
			if i < 0 {
				break
			}
			if tail = tail[i:]; bytes.HasPrefix(s, tail) {
				than = max(than, len(tail))
				break
			}
			tail = tail[1:]
		}
	}
	return than
}
