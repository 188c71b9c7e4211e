package conformance

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance/judge"
)

// KnownFailure is an entry of a list of cases that are known to fail. The list is enforced: a listed case that passes
// is [judge.Fixed], which fails the run, and so do entries that match no case or whose time is over.
type KnownFailure struct {
	Pattern string    // see [ParsePattern]
	Reason  string    // why it may fail; empty: none is given
	Until   time.Time // the last day on which it may; zero: no end
	From    string    // where it is listed, for messages: "known.txt:3"
}

// ParseKnown reads a list: on each line a pattern, perhaps until=DATE, and the reason behind a #.
// Lines with nothing but a comment are left out. From names the list in messages. An error names list and line.
func ParseKnown(text, from string) ([]KnownFailure, error) {
	var entries []KnownFailure
	number := 0
	for line := range strings.Lines(text) {
		number++
		before, reason := cutComment(line)
		words := strings.Fields(before)
		if len(words) == 0 {
			continue
		}
		k := KnownFailure{Pattern: words[0], Reason: reason, From: fmt.Sprintf("%s:%d", from, number)}
		for _, word := range words[1:] {
			date, isUntil := strings.CutPrefix(word, "until=")
			if !isUntil {
				const format = "%s: got %q behind the pattern, want until=DATE or # and the reason"
				return nil, fmt.Errorf(format, k.From, word)
			}
			until, err := ParseDay(date)
			if err != nil {
				return nil, fmt.Errorf("%s: until: %w", k.From, err)
			}
			k.Until = until
		}
		entries = append(entries, k)
	}
	return entries, nil
}

// ParseDay reads a day such as 2027-01-31.
func ParseDay(text string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return day, fmt.Errorf("got %q, want a day such as 2027-01-31", text)
	}
	return day, nil
}

// expired reports whether the entry's last day is over, in the time zone of now.
func (k *KnownFailure) expired(now time.Time) bool {
	return !k.Until.IsZero() && now.Format(time.DateOnly) > k.Until.Format(time.DateOnly)
}

// KnownFailures is a list of known failures, matched with the cases of a suite. A nil list is empty.
type KnownFailures struct {
	entries []KnownFailure
	byCase  map[string]*KnownFailure
	matched []bool
}

// NewKnown matches a list with all cases that there are, also those that are not run. The error of a pattern that
// cannot be read names its entry.
func NewKnown(entries []KnownFailure, all []*Case) (*KnownFailures, error) {
	k := &KnownFailures{
		entries: slices.Clone(entries), byCase: map[string]*KnownFailure{}, matched: make([]bool, len(entries)),
	}
	for i := range k.entries {
		p, err := ParsePattern(entries[i].Pattern)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", entries[i].From, err)
		}
		for _, c := range all {
			if !p.Matches(c) {
				continue
			}
			k.matched[i] = true
			if k.byCase[c.Name()] == nil {
				k.byCase[c.Name()] = &k.entries[i]
			}
		}
	}
	return k, nil
}

// For is the first entry that matches the case, nil when none does.
func (k *KnownFailures) For(c *Case) *KnownFailure {
	if k == nil {
		return nil
	}
	return k.byCase[c.Name()]
}

// Problems names the entries that fail the run by themselves at that time: they match no case, or they have expired.
func (k *KnownFailures) Problems(now time.Time) []string {
	if k == nil {
		return nil
	}
	var problems []string
	for i := range k.entries {
		switch e := &k.entries[i]; {
		case !k.matched[i]:
			const format = "known failure %q (%s) matches no case: take it off the list, or mend the name"
			problems = append(problems, fmt.Sprintf(format, e.Pattern, e.From))
		case e.expired(now):
			const format = "known failure %q (%s) has expired on %s%s: mend the backend, or set another day"
			day := e.Until.Format(time.DateOnly)
			problems = append(problems, fmt.Sprintf(format, e.Pattern, e.From, day, e.because()))
		}
	}
	return problems
}

func (k *KnownFailure) because() string {
	if k.Reason == "" {
		return ""
	}
	return ", " + k.Reason
}

// list marks the result of a case that is listed. What could not be judged, or was not run, stays what it is.
func (r *SuiteResult) list(entry *KnownFailure) {
	if entry == nil {
		return
	}
	r.Listed = entry
	for i := range r.Results {
		if o := &r.Results[i].Judgement.Outcome; *o == judge.Fail || *o == judge.Warn {
			*o = judge.Known
		}
	}
}
