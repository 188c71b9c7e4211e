package conformance

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
)

// ExpectedDecision says which decision is right for some cases. A well-formed refusal and a well-formed acceptance
// conform alike: only the backend's owner knows which one is meant.
type ExpectedDecision struct {
	Cases  Pattern
	Wanted judge.Wanted
}

// String is the text that [ParseExpectedDecision] reads.
func (e ExpectedDecision) String() string { return e.Cases.Text + "=" + e.Wanted.String() }

// Covers reports whether the entry says anything about the case: its callback has to decide.
func (e ExpectedDecision) Covers(c *Case) bool {
	return c.Command.Answer.Decides() && e.Cases.Matches(c)
}

// ParseExpectedDecision reads PATTERN=DECISION or PATTERN=refuse:CODE: before-send/text-html-*=refuse:10101. The
// pattern is that of [ParsePattern], the code is the one that the client has to see.
func ParseExpectedDecision(text string) (ExpectedDecision, error) {
	pattern, decision, has := strings.Cut(text, "=")
	if !has {
		return ExpectedDecision{}, fmt.Errorf("got %q, want PATTERN=DECISION such as before-send/text-*=refuse", text)
	}
	p, err := ParsePattern(strings.TrimSpace(pattern))
	if err != nil {
		return ExpectedDecision{}, err
	}
	wanted, err := parseWanted(strings.TrimSpace(decision))
	return ExpectedDecision{Cases: p, Wanted: wanted}, err
}

func parseWanted(text string) (w judge.Wanted, err error) {
	name, code, hasCode := strings.Cut(text, ":")
	i := slices.Index(DecisionNames(), name)
	if i < 0 {
		return w, &payloads.UnknownError{What: "decision", Name: name, Near: nearest.Names(name, DecisionNames())}
	}
	w.Does = payloads.Decision(i)
	if !hasCode {
		return w, nil
	}
	if w.Code, err = strconv.ParseInt(code, 10, 64); err != nil || w.Code <= 0 || w.Does != payloads.Refuse {
		return w, fmt.Errorf("got %q, want a code behind refuse alone, such as refuse:10101", text)
	}
	return w, nil
}

// DecisionNames lists the decisions as [ParseExpectedDecision] reads them.
func DecisionNames() []string {
	var names []string
	for d := payloads.Allow; d <= payloads.Failed; d++ {
		names = append(names, d.String())
	}
	return names
}

// caseOf is the case of a delivery as patterns choose it. Each of several packets of a variant is of the same one.
func (c Delivery) caseOf() *Case {
	of := &Case{Command: c.Packet.Command}
	if _, of.ID, _ = strings.Cut(c.Name(), "/"); c.Tamper == "" && c.From == "" && c.Packet.Variant != nil {
		of.ID = c.Packet.Variant.ID
	}
	return of
}

// CasesOf are the cases of deliveries, each once.
func CasesOf(deliveries []Delivery) []*Case {
	var list []*Case
	for _, d := range deliveries {
		of := d.caseOf()
		if !slices.ContainsFunc(list, func(c *Case) bool { return c.Command == of.Command && c.ID == of.ID }) {
			list = append(list, of)
		}
	}
	return list
}

// deciding is what a run holds answers to that decide.
type deciding struct {
	policy   judge.Policy
	expected []ExpectedDecision
}

// options completes what an answer is held to. Of several entries for a case the last one counts, so that the general
// ones come first.
func (d *deciding) options(o *judge.Options, of Delivery) {
	o.Command, o.Policy = of.Packet.Command, d.policy
	if o.Command == nil || !o.Command.Answer.Decides() {
		return
	}
	c := of.caseOf()
	for _, e := range slices.Backward(d.expected) {
		if e.Covers(c) {
			o.Wanted = &e.Wanted
			return
		}
	}
}
