package conformance

import (
	"slices"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// Result is what came of one delivery.
type Result struct {
	Delivery
	Exchange  *webhook.Exchange // nil when nothing was sent
	Judgement judge.Judgement

	JudgedUnder judge.Options // what the answer was held to, so that it can be judged again
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
