package cases

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
)

// Shard is one of several equal parts of a run. The zero value is the whole.
type Shard struct{ Number, Of int }

// ParseShard reads "2/5": the second part of five.
func ParseShard(text string) (Shard, error) {
	number, of, found := strings.Cut(text, "/")
	i, err := strconv.Atoi(number)
	n, err2 := strconv.Atoi(of)
	if !found || errors.Join(err, err2) != nil || i < 1 || i > n {
		return Shard{}, fmt.Errorf("got %q, want I/N such as 2/5, with I from 1 to N", text)
	}
	return Shard{i, n}, nil
}

// of deals the cases out like cards, so that every part has some of each callback.
func (s Shard) of(cases []*conformance.Case) []*conformance.Case {
	if s.Of == 0 {
		return cases
	}
	var part []*conformance.Case
	for i, c := range cases {
		if i%s.Of == s.Number-1 {
			part = append(part, c)
		}
	}
	return part
}

// TagFilter chooses cases by their tags. The zero value chooses all but those tagged stress.
type TagFilter struct {
	any  conformance.Tags // at least one of these; none: any
	none conformance.Tags // none of these
}

// ParseTags reads "core,delivery" for cases with one of these tags, "not security" for those without it, and both
// together. Cases tagged stress are left out unless stress or all is named. The error of an unknown tag is
// a *[payloads.UnknownError] with the nearest tags.
func ParseTags(text string) (TagFilter, error) {
	var f TagFilter
	for term := range strings.SplitSeq(text, ",") {
		name := strings.TrimSpace(term)
		rest, not := strings.CutPrefix(name, "not ")
		tags, err := tagsNamed(strings.TrimSpace(rest))
		if err != nil {
			return TagFilter{}, err
		}
		if not {
			f.none |= tags
		} else {
			f.any |= tags
		}
	}
	return f, nil
}

func tagsNamed(name string) (conformance.Tags, error) {
	var all conformance.Tags
	var known []string
	for _, info := range conformance.TagInfos() {
		if info.Name == name {
			return info.Tag, nil
		}
		all |= info.Tag
		known = append(known, info.Name)
	}
	if name == "all" {
		return all, nil
	}
	return 0, &payloads.UnknownError{What: "tag", Name: name, Near: nearest.Names(name, known)}
}

// Includes reports whether the filter chooses a case with the tags.
func (f TagFilter) Includes(t conformance.Tags) bool {
	switch {
	case t&f.none != 0, f.any != 0 && t&f.any == 0:
		return false
	}
	return t&conformance.TagStress == 0 || f.any&conformance.TagStress != 0
}
