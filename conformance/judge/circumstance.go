package judge

import (
	"github.com/timhook/timhook/payloads"
)

// Circumstance is what was special about how a callback was sent, where that is what its case is about.
// A check that is held under a circumstance runs before the others and blames the circumstance: a finding at
// [payloads.Must] takes the place of all findings about the answer itself, since the answer alone is not to blame.
type Circumstance uint8

// BlamesCircumstance reports whether the first finding blames the circumstance under which the callback was sent,
// for example that it came at the same time as others, and not the callback itself.
func (j Judgement) BlamesCircumstance() bool {
	return !j.IsFlaky() && hidesOthers(j.Findings)
}

// IsFlaky reports whether the first finding is that the same request draws different reactions.
func (j Judgement) IsFlaky() bool { return blamed(j.Findings) == Repeated }

// blamed is the circumstance that the first finding blames, [Plain] where there is none.
func blamed(findings []Finding) Circumstance {
	if len(findings) == 0 {
		return Plain
	}
	return findings[0].Check.Under
}

// hidesOthers reports whether the first finding takes the place of all others. One below MUST hides nothing:
// that a path is not answered 404, for example, says nothing about the answer.
func hidesOthers(findings []Finding) bool {
	return blamed(findings) != Plain && findings[0].Check.Level == payloads.Must
}
