package judge

import (
	"cmp"
	"slices"

	"github.com/timhook/timhook/conformance/shrink"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// Finding is one requirement that one answer does not meet.
type Finding struct {
	Check  *Check
	Level  payloads.Level // as the check's, or weaker; never stronger
	Path   string         // JSON Pointer into the answer; "" is the whole answer
	Offset int            // of the first byte at fault in the body; -1 when no place in the body is at fault
	Length int            // how many bytes are at fault, for underlining; 0 marks a place between two bytes
	Got    string         // what was there, escaped and bounded in length
	Want   string         // what the requirement asks for
	Shrunk *shrink.Result // the smallest request packet that still draws it; nil where it was not looked for

	impact, fix string // of this kind of mismatch, in place of the check's
}

// Advice is what Chat does with such an answer and what to change in the backend:
// the check's own, unless more is known about this kind of mismatch.
func (f Finding) Advice() (impact, fix string) {
	return cmp.Or(f.impact, f.Check.Impact), cmp.Or(f.fix, f.Check.Fix)
}

// Message is the finding in one line: `/ErrorCode: got the string "0", want an integer`.
func (f Finding) Message() string {
	text := "got " + f.Got + ", want " + f.Want
	if f.Path == "" {
		return text
	}
	return escape(f.Path) + ": " + text
}

// whole is a finding about the answer as a whole.
func whole(got, want string) Finding { return Finding{Offset: -1, Got: got, Want: want} }

// at is a finding about the bytes of the body from start to end.
func at(start, end int, got, want string) Finding {
	return Finding{Offset: start, Length: end - start, Got: got, Want: want}
}

// in puts the finding at a documented field of the answer.
func (f Finding) in(field string) Finding {
	f.Path = "/" + field
	return f
}

// atMost lowers the level of the finding.
func (f Finding) atMost(level payloads.Level) Finding {
	f.Level = max(f.Level, level)
	return f
}

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

// Reaction is what a backend did with a callback, also where something else was expected of it.
type Reaction uint8

// The reactions. Only Accepted is acceptance; Refused is a refusal in a form that can be recognised. Decided is both:
// the backend took the callback, and its answer prevents the event.
const (
	NoReaction Reaction = iota // the backend was not reached
	Accepted                   // HTTP 200 with ActionStatus OK and ErrorCode 0
	Refused                    // HTTP 4xx, or HTTP 200 with FAIL or an ErrorCode that is not 0
	Unclear                    // a whole answer of another kind: plain text under 200, 204, a redirect
	Broke                      // HTTP 5xx
	Dropped                    // the connection was closed or reset
	Garbled                    // what came is no HTTP answer
	Hung                       // no whole answer in time
	Decided                    // HTTP 200 and a decision of a callback before an event, by which nothing of it happens
)

// Takes reports whether the backend took the callback and answered it as the documentation has it.
func (r Reaction) Takes() bool { return r == Accepted || r == Decided }

// String is the reaction in words that follow "the backend".
func (r Reaction) String() string {
	return [...]string{
		"was not reached", "accepted", "refused", "neither accepted nor refused", "answered with a server error",
		"dropped the connection", "answered something that is no HTTP answer", "did not answer in time",
		"decided against the event",
	}[r]
}

func (t *Trial) react() Reaction {
	ex := t.Exchange
	if ex.Failure != nil {
		return reactionTo(ex.Failure.Class)
	}
	switch {
	case ex.Status >= 500:
		return Broke
	case ex.Status >= 400:
		return Refused
	case ex.Status != 200 || t.Packet.IsAbsent():
		return Unclear
	}
	return t.reactPacket()
}

func reactionTo(class webhook.FailureClass) Reaction {
	switch class {
	case webhook.Timeout:
		return Hung
	case webhook.Closed, webhook.Reset:
		return Dropped
	case webhook.Malformed, webhook.HeaderTooLarge:
		return Garbled
	}
	return NoReaction
}

// reactPacket reads the documented spelling only: a packet that a strict reader does not accept is not an acceptance.
func (t *Trial) reactPacket() Reaction {
	status := t.Packet.Get(actionStatus)
	code, isInteger := t.Packet.Get(errorCode).Int64()
	isText := status.Kind() == jsontree.KindString
	switch {
	case slices.Contains(t.reading.blamed, actionStatus), slices.Contains(t.reading.blamed, errorCode):
		return Unclear
	case isText && status.Text() == "FAIL", isInteger && code != 0:
		return Refused
	case isText && status.Text() == "OK" && isInteger:
		return Accepted
	}
	return Unclear
}
