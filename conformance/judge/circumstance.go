package judge

import "github.com/timhook/timhook/payloads"

// Circumstance is what was special about how a callback was sent, where that is what its case is about.
// A check that is held under a circumstance runs before the others and blames the circumstance: a finding at
// [payloads.Must] takes the place of all findings about the answer itself, since the answer alone is not to blame.
type Circumstance uint8

// The circumstances.
const (
	Plain            Circumstance = iota // nothing special: most callbacks, and most checks
	Redelivered                          // the same callback was sent before
	Concurrent                           // other callbacks were under way
	AfterNegative                        // a callback before it was to be refused or survived
	Repeated                             // the very same request drew other reactions before, see [Options.Earlier]
	SameSign                             // other callbacks came with the same Sign and RequestTime
	KeptOpen                             // the last of many on one connection, none of which was kept open
	Unhandled                            // the backend need not know the callback command
	OtherMethod                          // the method is not POST
	OtherPath                            // the path is not the configured one
	ExtraSlash                           // the path is the configured one and a slash
	WentAway                             // the backend went away while it was under way, see [Options.Gone]
	Queued                               // it waited for a connection while others were under way, see [Options.Pace]
	TookTurns                            // callbacks that came together waited for each other, see [Options.Pace]
	ConsoleTrial                         // the console tries the URL with an empty packet
	Halting                              // answers before it on the connection came in two pieces, see [Halts]
	OtherApplication                     // SdkAppid is another application's, or missing along with everything else
	Stored                               // what the backend has stored of it is known, see [Options.Effect]
)

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
