// Package requirement lists what the pages of Tencent Cloud Chat ask of a backend that receives its callbacks, in words
// of our own, beside the checks and cases that test it or the reason why none does.
package requirement

import (
	"slices"

	"github.com/timhook/timhook/payloads"
)

// Requirement is one thing that a page asks of a backend, or that follows from one.
type Requirement struct {
	ID     string         // kebab-case: "answer-in-time"
	Level  payloads.Level // [payloads.Must] or [payloads.Should]
	Text   string         // a sentence about the backend
	Source string         // title (document) of the page, or why it follows from one

	Evidence payloads.Evidence

	Checks []string // ids of checks, which judge each answer
	Cases  []string // ids of cases; a * at the end stands for any rest
	// Untested is why neither a check nor a case tests it; empty where one does.
	Untested string
}

// Section is a part of the list, in the order in which it is shown.
type Section struct {
	Title        string
	Requirements []Requirement
}

// Sections lists all of them.
func Sections() []Section {
	return []Section{
		{"The endpoint", endpoint()},
		{"The query", query()},
		{"The signature", signature()},
		{"The request packet", packet()},
		{"The response packet", response()},
		{"Answers that decide", decisions()},
		{"Time, retries and order", delivery()},
	}
}

// All lists them without their sections.
func All() []Requirement {
	var list []Requirement
	for _, s := range Sections() {
		list = append(list, s.Requirements...)
	}
	return list
}

// IsTested reports whether a check or a case tests it.
func (r Requirement) IsTested() bool { return len(r.Checks)+len(r.Cases) > 0 }

const (
	overview  = "Webhook Overview (1047/34354)"
	console   = "Webhook Configuration (269/32431, in Chinese)"
	pages     = "the callbacks' pages"
	groupSend = "Before Sending a Group Message (1047/34374)"
	invites   = "the pages of invitations and subscribers (1047/34371, 1047/60799)"
	friends   = "the pages of friend requests (1047/43468, 1047/43467)"
)

func must(id, text, source string) Requirement {
	return Requirement{ID: id, Level: payloads.Must, Text: text, Source: source}
}

func should(id, text, source string) Requirement {
	return Requirement{ID: id, Level: payloads.Should, Text: text, Source: source}
}

// inferred is the requirement as one that no page states: it follows from what pages say or captures show.
func (r Requirement) inferred() Requirement {
	r.Evidence = payloads.Inferred
	return r
}

func (r Requirement) checked(ids ...string) Requirement {
	r.Checks = slices.Concat(r.Checks, ids)
	return r
}

func (r Requirement) played(ids ...string) Requirement {
	r.Cases = slices.Concat(r.Cases, ids)
	return r
}

// untested is the requirement as one that nothing tests, and why.
func (r Requirement) untested(why string) Requirement {
	r.Untested = why
	return r
}
