package payloads

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Decision is what Chat does with the event of a callback that is sent before it happens. The answer has it.
type Decision uint8

// The decisions.
const (
	Allow   Decision = iota // the event happens
	Refuse                  // it does not, and who asked for it gets an error
	Drop                    // it does not, and who asked for it is told that it did
	Rewrite                 // it happens, changed by the answer
	Partly                  // it happens, but for those that the answer names
	PerItem                 // each item of the request has a decision of its own
	Reply                   // a text of the answer goes back to who asked
	Failed                  // the answer cannot be used, so that the console's policy decides
)

// String returns the word for lists and flags, for instance "refuse".
func (d Decision) String() string {
	return [...]string{"allow", "refuse", "drop", "rewrite", "partly", "per-item", "reply", "failed"}[d]
}

// Answer is what a backend may answer, besides ActionStatus, ErrorCode and ErrorInfo. The zero Answer is that of a
// callback after the event: ErrorCode is 0, and nothing decides.
type Answer struct {
	Event  string        // what is decided on: "message"
	Asker  string        // who asked for it and gets to see an error: "sender"
	Codes  []Code        // values of ErrorCode other than 0
	Fields []AnswerField // in the page's order
	Fixed  bool          // the page fixes ErrorInfo, too: it is empty
}

// Code is a range of values of a code, and what they do. Bounds are inclusive.
type Code struct {
	From, To int64
	Does     Decision
	Error    int64 // what who asked for the event gets to see; 0: the code itself, and the text beside it
	Source   string
	Evidence Evidence // how sure Error is; of a code without one, what it does
}

// AnswerField is a member of an answer that Chat reads where ErrorCode is 0.
type AnswerField struct {
	Field
	Does     Decision // of an answer with the field
	Required bool

	// Of Partly and PerItem: the request's list, and the member of its entries that names whom. The answer may name no
	// others.
	List, Member string
	Codes        []Code // of PerItem: values of ResultCode other than 0
}

// Decides reports whether the answer changes what Chat does.
func (a Answer) Decides() bool {
	for _, c := range a.Codes {
		if c.Does != Failed && c.Does != Allow {
			return true
		}
	}
	return len(a.Fields) > 0
}

// Of is what a code does. No page documents the other codes.
func (a Answer) Of(code int64) (c Code, documented bool) { return codeIn(a.Codes, code) }

// Of is what the code of an item does.
func (f AnswerField) Of(code int64) (c Code, documented bool) { return codeIn(f.Codes, code) }

func codeIn(codes []Code, code int64) (c Code, documented bool) {
	if code == 0 {
		return Code{}, true
	}
	for _, c := range codes {
		if c.From <= code && code <= c.To {
			return c, true
		}
	}
	return Code{}, false
}

// String is the range as documentation prints it: "1", "10100..10200".
func (c Code) String() string {
	if c.From == c.To {
		return fmt.Sprint(c.From)
	}
	return fmt.Sprintf("%d..%d", c.From, c.To)
}

// Field finds a member by its name, nil where the answer has none.
func (a Answer) Field(name string) *AnswerField {
	i := slices.IndexFunc(a.Fields, func(f AnswerField) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &a.Fields[i]
}

// FieldThat is the first member that does this, nil where the answer has none.
func (a Answer) FieldThat(does Decision) *AnswerField {
	i := slices.IndexFunc(a.Fields, func(f AnswerField) bool { return f.Does == does })
	if i < 0 {
		return nil
	}
	return &a.Fields[i]
}

// Validate holds the members of an answer to their types and bounds, by the rules for requests. It judges only the
// members that the answer has, and only those that the callback's page names.
func (a Answer) Validate(answer Value) []Problem {
	var v validator
	for _, m := range answer.Members() {
		if f := a.Field(m.Name); f != nil {
			v.value(jsontree.Path{m.Name}, m.Value, &f.Type, f.Source)
		}
	}
	return v.problems
}

// Notified is the answer to a callback after the event whose page gives 1 the meaning that the backend had an error, and
// no consequence.
func Notified() Answer { return Answer{Codes: []Code{{From: 1, To: 1, Does: Allow}}} }

// Unread is the answer as one whose table on the page could not be read, taken to be that of the siblings.
func (a Answer) Unread() Answer {
	a.Codes = slices.Clone(a.Codes)
	for i := range a.Codes {
		a.Codes[i].Source, a.Codes[i].Evidence = "the answer's table could not be read", Inferred
	}
	return a
}

// RefusesInGroup is the code that refuses something in a group.
func RefusesInGroup() Code { return Code{From: 1, To: 1, Does: Refuse, Error: 10016} }

// Fails are the codes of an answer whose items decide: they tell that the backend could not.
func Fails() Code { return Code{From: 1, To: maxUint32, Does: Failed} }

// Drops is the code that drops a message: it is not sent, and the sender is told that it was.
func Drops() Code { return Code{From: 2, To: 2, Does: Drop} }

// OwnCodes are the backend's own codes, which refuse: who asked sees the code and ErrorInfo.
func OwnCodes(from, to int64) Code { return Code{From: from, To: to, Does: Refuse} }

// Rewrites is a member that takes the place of the request's.
func Rewrites(f Field) AnswerField {
	f.Presence, f.When, f.Make = Conditional, "the backend changes it", nil
	return AnswerField{Field: f, Does: Rewrite}
}

// SubsetOf is a list of those that the event leaves out, of those in the request's list.
func SubsetOf(name, list, member string) AnswerField {
	f := PartWhen("some are refused and not all", name, Array(Text(maxAccountBytes), 0, 0),
		"UserIDs of the refused, strings and not objects")
	return AnswerField{Field: f, Does: Partly, List: list, Member: member}
}

// ResultPer is a list with a result for each entry of the request's list.
func ResultPer(name, list, member string, codes ...Code) AnswerField {
	f := Part(name, Array(Object(
		Part(member, Text(maxAccountBytes), "UserID, from the request"),
		Part("ResultCode", Integer(0, 0), "0 allows this one, any other value refuses it"),
		Part("ResultInfo", Text(0), "why, in words"),
	), 0, 0), "a result for each entry of "+list)
	return AnswerField{Field: f, Does: PerItem, Required: true, List: list, Member: member, Codes: codes}
}

// cite names the page as the source of what has none of its own.
func (a *Answer) cite(page string) {
	for i := range a.Codes {
		a.Codes[i].Source = cmp.Or(a.Codes[i].Source, page)
	}
	for i := range a.Fields {
		f := &a.Fields[i]
		cited(page, []Field{f.Field})
		f.Source = cmp.Or(f.Source, page)
		for j := range f.Codes {
			f.Codes[j].Source = cmp.Or(f.Codes[j].Source, page)
		}
	}
}
