package conformance

import (
	"slices"
	"time"

	"github.com/timhook/timhook/conformance/cause"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// CatalogueDate is the edition of fields, variants and checks. It changes with every change of what is sent or judged.
const CatalogueDate = "2026-11-22"

// Report is a run as every output format reads it. No format may change it.
type Report struct {
	Version  string    // of timhook
	Seed     uint64    // with Now, it repeats the packets byte for byte
	Now      time.Time // that the packets are dated with
	Backend  string    // URL without query
	SDKAppID uint64
	Signed   bool   // a token was given
	Captured bool   // the packets were captured: neither Seed nor Now makes them again, and SDKAppID 0 means theirs
	Command  string // the command line that repeats the run but for the cases, seed and time; no secrets
	After    string // what the same line ends with, behind the cases: the server command
	Others   int    // callbacks that were left out by default
	Started  time.Time
	Elapsed  time.Duration
	Results  []Result
	Suite    []SuiteResult // of a suite run: what came of each case; Results are theirs, one after the other
	Tally    *Tally        // of a run too long to keep: Results holds some, and Tally counts all; nil: Results are all
}

// Count is how many results have the outcome.
func (r *Report) Count(o judge.Outcome) int {
	if r.Tally != nil {
		return r.Tally.Count(o)
	}
	n := 0
	for _, result := range r.Results {
		if result.Outcome() == o {
			n++
		}
	}
	return n
}

// Verdict is the outcome of the run: the first of Fail, Fixed, Error and Warn that a result has, otherwise Pass, and
// Skip when nothing was sent. A broken requirement outranks what could not be judged.
func (r *Report) Verdict() judge.Outcome {
	for _, o := range []judge.Outcome{judge.Fail, judge.Fixed, judge.Error, judge.Warn} {
		if r.Count(o) > 0 {
			return o
		}
	}
	for _, o := range judge.Outcomes() {
		if o != judge.Skip && r.Count(o) > 0 {
			return judge.Pass
		}
	}
	return judge.Skip
}

// Result is what came of one delivery.
type Result struct {
	Delivery
	Exchange  *webhook.Exchange // nil when nothing was sent
	Judgement judge.Judgement

	// Contrasts are further requests that were sent to find out why this one, an ordinary packet, was refused.
	Contrasts  []cause.Contrast
	isContrast bool // it is one of those

	JudgedUnder judge.Options // what the answer was held to, so that it can be judged again
	known       []string      // checks whose findings are listed as known failures
	repeatable  bool          // the exchange holds the whole request, and sending it again is the same
}

// Outcome is the judgement's, or Skip for a delivery that was not sent.
func (r Result) Outcome() judge.Outcome {
	if r.Skip != "" {
		return judge.Skip
	}
	return r.Judgement.Outcome
}

// Shows reports whether the result has a finding of the same cause: same requirement, place and kind of mismatch.
func (r Result) Shows(f judge.Finding) bool {
	return slices.ContainsFunc(r.Judgement.Findings, func(g judge.Finding) bool { return keyOf(g) == keyOf(f) })
}

// keptRequest is how many bytes of a request packet a result keeps: enough to send it again, not the 16 MiB of
// a stress case. Of an answer it keeps [judge.KeptBytes]: enough to show it, not the 1 MiB of each of a thousand.
const keptRequest = 256 << 10

// slim cuts an exchange that has been judged.
func slim(x *webhook.Exchange) *webhook.Exchange {
	for _, part := range []*[]byte{&x.Sent, &x.Raw, &x.Body} {
		if len(*part) > judge.KeptBytes {
			*part = slices.Clone((*part)[:judge.KeptBytes])
		}
	}
	if len(x.Request.Body) > keptRequest || x.Request.Wire != nil {
		r := *x.Request
		r.Body, r.Wire = slices.Clone(r.Body[:min(len(r.Body), keptRequest)]), nil
		x.Request = &r
	}
	return x
}
