package conformance

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/payloads"
)

// KnownFailure is an entry of a list of failures that are known. The list is enforced: a listed case that does not fail
// as listed is [judge.Fixed], which fails the run, and so do entries that match no case or whose time is over.
type KnownFailure struct {
	Pattern string    // of cases, and perhaps of a check: send/eventtime-string:resp-errorcode-present
	Reason  string    // why it may fail; empty: none is given
	Until   time.Time // the last day on which it may; zero: no end
	From    string    // where it is listed, for messages: "known.txt:3"
}

// Cases is the pattern of the cases alone, see [ParsePattern].
func (k KnownFailure) Cases() string {
	cases, _, _ := strings.Cut(k.Pattern, ":")
	return cases
}

// check is the glob of the checks whose findings are known; empty: whatever the case fails by is known.
func (k KnownFailure) check() string {
	_, check, _ := strings.Cut(k.Pattern, ":")
	return check
}

// ParseKnownPattern reads the pattern of an entry: that of [ParsePattern], perhaps with a colon and the id of a check
// behind it, in which * matches any text. The error of an unknown check is a *[payloads.UnknownError].
func ParseKnownPattern(text string) (Pattern, error) {
	k := KnownFailure{Pattern: text}
	p, err := ParsePattern(k.Cases())
	if err != nil {
		return p, err
	}
	if !strings.Contains(text, ":") {
		return p, nil
	}
	fits := func(c *judge.Check) bool { return Fits(k.check(), c.ID) }
	if slices.ContainsFunc(judge.Checks(), fits) {
		return p, nil
	}
	_, err = judge.Lookup(k.check())
	return p, err
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
	byCase  map[string][]*KnownFailure
	matched []bool
}

// NewKnown matches a list with all cases that there are, also those that are not run. The error of a pattern that
// cannot be read names its entry.
func NewKnown(entries []KnownFailure, all []*Case) (*KnownFailures, error) {
	k := &KnownFailures{
		entries: slices.Clone(entries), byCase: map[string][]*KnownFailure{}, matched: make([]bool, len(entries)),
	}
	for i := range k.entries {
		p, err := ParseKnownPattern(entries[i].Pattern)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", entries[i].From, err)
		}
		for _, c := range all {
			if p.Matches(c) {
				k.matched[i] = true
				k.byCase[c.Name()] = append(k.byCase[c.Name()], &k.entries[i])
			}
		}
	}
	return k, nil
}

// For are the entries that match the case, in the order of the list.
func (k *KnownFailures) For(c *Case) []*KnownFailure {
	if k == nil {
		return nil
	}
	return k.byCase[c.Name()]
}

// Covers reports whether the list names all that fails the case.
func (k *KnownFailures) Covers(r SuiteResult) bool {
	r.Results = slices.Clone(r.Results)
	r.list(k.For(r.Case))
	return r.Outcome() != judge.Fail
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
			const format = "known failure %q (%s) matches no case: remove it from the list, or correct the name"
			problems = append(problems, fmt.Sprintf(format, secret.WithoutKeys(e.Pattern), e.From))
		case e.expired(now):
			const format = "known failure %q (%s) has expired on %s%s: fix the backend, or set another day"
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

// list marks what is listed of a case. What could not be judged, or was not run, stays what it is.
func (r *SuiteResult) list(entries []*KnownFailure) {
	for _, e := range entries {
		if r.Listed == nil {
			r.Listed = e
		}
		shows := false
		for i := range r.Results {
			shows = r.Results[i].list(e) || shows
		}
		if !shows && r.Fixed == nil && !r.onlyObserves() {
			r.Fixed = e
		}
	}
}

// onlyObserves is true of a case that no entry can be about: whatever the backend answered, nothing failed.
func (r *SuiteResult) onlyObserves() bool {
	return r.Case.Expect == payloads.ExpectInfo && r.Outcome() == judge.Info
}

// list makes what the entry names a known failure, and reports whether the result shows it.
func (r *Result) list(e *KnownFailure) (shows bool) {
	o := &r.Judgement.Outcome
	fails := *o == judge.Fail || *o == judge.Warn
	if e.check() == "" {
		if fails {
			*o, r.known = judge.Known, nil
		}
		return *o == judge.Known
	}
	for _, f := range r.Judgement.Findings {
		if Fits(e.check(), f.Check.ID) {
			shows = true
			r.known = append(r.known, f.Check.ID)
		}
	}
	if !fails || !shows {
		return shows
	}
	isKnown := func(f judge.Finding) bool { return slices.Contains(r.known, f.Check.ID) }
	*o = judge.Worst(slices.DeleteFunc(slices.Clone(r.Judgement.Findings), isKnown))
	if *o != judge.Fail && *o != judge.Warn {
		*o = judge.Known // a note is no further failure
	}
	return true
}

// IsKnown reports whether the list of known failures names the finding. An entry of the whole case names all of them.
func (r Result) IsKnown(f judge.Finding) bool {
	if len(r.known) == 0 {
		return r.Outcome() == judge.Known
	}
	return slices.Contains(r.known, f.Check.ID) && judge.OutcomeOf(f.Level) != judge.Info // a note is no failure
}

// OutcomeOf is what a finding makes of the result.
func (r Result) OutcomeOf(f judge.Finding) judge.Outcome { return outcomeOf(f, r) }
