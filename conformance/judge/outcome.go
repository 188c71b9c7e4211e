package judge

import (
	"github.com/timhook/timhook/payloads"
)

// Outcome is what came of judging one case.
type Outcome uint8

// The outcomes, in the order in which they are counted and shown. Failure is not error:
// a wrong, late, cut or unreadable answer fails, a backend that is not there is an error.
const (
	Pass  Outcome = iota // every requirement holds
	Fail                 // a MUST is broken
	Warn                 // a SHOULD is broken
	Info                 // an observation; nothing is broken
	Known                // a failure that is listed as known
	Fixed                // listed as a known failure, and passes
	Skip                 // not run, for a reason that is given
	Error                // could not be judged: the backend was not reached
)

// Outcomes lists the outcomes in their order.
func Outcomes() []Outcome { return []Outcome{Pass, Fail, Warn, Info, Known, Fixed, Skip, Error} }

// String prints the outcome in capitals, as reports do.
func (o Outcome) String() string {
	return [...]string{"PASS", "FAIL", "WARN", "INFO", "KNOWN", "FIXED", "SKIP", "ERROR"}[o]
}

// OutcomeOf is the outcome that a broken requirement of the level leads to.
func OutcomeOf(level payloads.Level) Outcome {
	return [...]Outcome{payloads.Must: Fail, payloads.Should: Warn, payloads.May: Info}[level]
}

// Worst is the outcome of an answer with these findings: that of the strongest level, Pass without any.
func Worst(findings []Finding) Outcome {
	if len(findings) == 0 {
		return Pass
	}
	worst := findings[0].Level
	for i := range findings {
		worst = min(worst, findings[i].Level)
	}
	return OutcomeOf(worst)
}
