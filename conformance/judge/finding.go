package judge

import (
	"cmp"

	"github.com/timhook/timhook/conformance/shrink"
	"github.com/timhook/timhook/payloads"
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

	means, mend string // of this kind of mismatch, in place of the check's
}

// Advice is what Chat does with such an answer and what to change in the backend:
// the check's own, unless more is known about this kind of mismatch.
func (f Finding) Advice() (means, mend string) {
	return cmp.Or(f.means, f.Check.Means), cmp.Or(f.mend, f.Check.Mend)
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
