// Package lint judges captured callbacks without sending anything: the request by the documentation of Chat's requests,
// the answer by the requirements for answers.
//
// [Entry] judges one exchange by the rules of one list, [Rules]. It takes about as long as validating the packet, so a
// capture of any length can be judged in a stream.
package lint

import (
	"cmp"
	"slices"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/fields"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

// Problem is one place where an exchange leaves the documentation.
type Problem struct {
	Rule    string // id
	Level   payloads.Level
	Subject Subject
	Place   capture.Place
	Path    string // JSON Pointer into the packet or into the answer; empty for the whole, and outside them
	Message string // one line, unless a quoted text breaks it; to be escaped
	Source  string
}

// Text is the problem in one sentence, the path in front.
func (p Problem) Text() string {
	const longestPath = 200
	text := p.Message
	switch path := beginning(p.Path, longestPath); {
	case len(path) < len(p.Path):
		text = path + "…: " + text
	case path != "":
		text = path + ": " + text
	}
	if p.Subject == InAnswer {
		text = "answer: " + text
	}
	return text
}

// Options are what is known about the application. The zero value works.
type Options struct {
	Token    string // checks Sign; empty: not checked
	SDKAppID uint64 // checks SdkAppid; 0: not checked
	Quick    bool   // skips the search for the mistake behind a wrong Sign: it takes ten times as long as the rest
}

// Entry judges request and answer of an exchange, in the order of their places.
func Entry(e *read.Entry, o Options) []Problem {
	problems, _ := Decided(e, o)
	return problems
}

// Decided is [Entry], and what Chat does with the event after an answer that decides on it; nil where it decides
// nothing.
func Decided(e *read.Entry, o Options) ([]Problem, *judge.Decision) {
	x := inspection{entry: e, options: o, rules: rules(), bare: IsBare(e)}
	if !x.bare {
		x.readQuery(e.Request.Query)
	}
	if !x.isAnswerOnly() {
		x.readPacket()
		x.readMerged()
		x.present = x.rules.declared.List(x.text.Packet, x.named)
		x.look(x.rules.request)
	}
	x.look(x.rules.answer)
	x.tellMore()
	slices.SortStableFunc(x.problems, func(a, b Problem) int {
		return cmp.Or(a.Place.Line-b.Place.Line, a.Place.Column-b.Place.Column)
	})
	return x.problems, x.decision
}

// inspection is one exchange, read once for all rules, and the problems that they find.
type inspection struct {
	entry   *read.Entry
	options Options
	rules   *catalogue
	bare    bool // a packet that came without a request around it

	room     [12]param
	query    []param
	exact    [parameters]int // index of each in the query, from 1; 0: it is not there
	folded   [parameters]int // index of its misspelling
	text     payloads.ParsedPacket
	command  *payloads.Command // that the packet is judged as; nil: not one of ours
	named    string            // the callback command, from the packet or else from the query
	present  fields.List       // the packet's fields
	mismatch bool              // the query names another command than the packet
	merged   []jsontree.Member // parameters of the query that stand in the packet

	rule     *Rule
	problems []Problem
	decision *judge.Decision
	more     map[*Rule]*further // of the rules that have a problem
	excuses  bool               // one of them is a reason to refuse the packet, and breaks no MUST
}

// IsBare reports whether a packet or an answer was captured alone: there is no query and no header to judge.
func IsBare(e *read.Entry) bool {
	return e.Lone || e.Request.Method == "" && e.Request.URL == ""
}

// isAnswerOnly reports whether a response packet was captured alone.
func (x *inspection) isAnswerOnly() bool {
	return x.bare && len(x.entry.Request.Body) == 0 && x.entry.Answer != nil
}

func (x *inspection) look(list []*Rule) {
	for _, r := range list {
		x.rule = r
		r.look(x)
	}
}

// report is for the running rule, about the request as a whole or its query.
func (x *inspection) report(message string) { x.add(x.rule, Problem{Message: message}, asAWhole) }

// reportAt is for the running rule, about a place in the packet.
func (x *inspection) reportAt(path string, offset int, message string) {
	x.add(x.rule, Problem{Path: path, Message: message}, offset)
}

// broken reports whether the request breaks a MUST, or is odd in a way that lets a right backend accept or refuse it.
func (x *inspection) broken() bool {
	return x.excuses || slices.ContainsFunc(x.problems, func(p Problem) bool { return p.Level == payloads.Must })
}
