package replay

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

// Failed reports whether the verdict on an entry was a failure: its answer was wrong, or there was none.
func Failed(e *read.Entry) bool {
	switch strings.ToLower(e.Verdict) {
	case "fail", "warn", "error":
		return true
	}
	return false
}

// Comparison tells how an exchange that failed before ended this time.
type Comparison uint8

// The comparisons.
const (
	Untried Comparison = iota // it was not sent this time, reached no backend, or is not judged
	Fixed                     // it passes
	Still                     // it fails as before
	Changed                   // it fails otherwise
)

// String is the word for people.
func (c Comparison) String() string {
	return [...]string{"UNTRIED", "FIXED", "STILL", "CHANGED"}[c]
}

// Compare compares the results of an entry, redeliveries included, with its failure before. Findings are the same when
// their check, place and expectation are. An entry whose findings are not known fails as before with any finding.
func Compare(before *read.Entry, now []conformance.Result) Comparison {
	judged, failing := false, false
	for _, r := range now {
		o := r.Outcome()
		judged = judged || o != judge.Skip && o != judge.Info && o != judge.Error
		failing = failing || Fails(o)
	}
	wasGone := strings.EqualFold(before.Verdict, "error")
	switch {
	case !judged && !(failing && wasGone):
		return Untried
	case !failing:
		return Fixed
	case len(before.Findings) == 0 && !wasGone, sameFindings(before.Findings, Findings(now)):
		return Still
	}
	return Changed
}

// Fails reports whether --failed sends callbacks of this outcome again.
func Fails(o judge.Outcome) bool {
	return o == judge.Fail || o == judge.Warn || o == judge.Error
}

// Findings are the findings of the results, each once.
func Findings(results []conformance.Result) []capture.Finding {
	var list []capture.Finding
	for _, r := range results {
		for _, f := range r.Judgement.Findings {
			if one := (capture.Finding{Check: f.Check.ID, Path: f.Path, Want: f.Want}); !slices.Contains(list, one) {
				list = append(list, one)
			}
		}
	}
	return list
}

func sameFindings(a, b []capture.Finding) bool {
	return !slices.ContainsFunc(a, func(f capture.Finding) bool { return !slices.ContainsFunc(b, f.Same) }) &&
		!slices.ContainsFunc(b, func(f capture.Finding) bool { return !slices.ContainsFunc(a, f.Same) })
}

// Checks names the checks of findings for people.
func Checks(findings []capture.Finding) string {
	var names []string
	for _, f := range findings {
		if !slices.Contains(names, f.Check) {
			names = append(names, f.Check)
		}
	}
	if len(names) == 0 {
		return "no answer"
	}
	return strings.Join(names, ", ")
}

// Verdict is the word for the worst outcome among the deliveries of an entry.
func Verdict(results []conformance.Result) string {
	for _, o := range []judge.Outcome{judge.Fail, judge.Error, judge.Warn, judge.Pass, judge.Info} {
		if slices.ContainsFunc(results, func(r conformance.Result) bool { return r.Outcome() == o }) {
			return strings.ToLower(o.String())
		}
	}
	return ""
}
