package lint

import (
	"slices"
	"sync"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/fields"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// Subject is the part of an exchange that a rule is about.
type Subject string

// The parts of an exchange.
const (
	InRequest Subject = "request" // method, header, or the request as a whole
	InQuery   Subject = "query"
	InPacket  Subject = "packet" // the request packet
	InAnswer  Subject = "answer"
)

// Rule is one requirement.
type Rule struct {
	ID       string // kebab-case, never renamed
	Doc      string // the requirement
	Level    payloads.Level
	Subject  Subject
	Evidence payloads.Evidence
	Source   string

	look func(*inspection) // nil: the look of another rule, such as validate, reports it
}

// Rules lists all rules: the request from outside in, then the answer. The slice is the caller's.
func Rules() []Rule {
	list := make([]Rule, 0, len(rules().all))
	for _, r := range rules().all {
		list = append(list, *r)
	}
	return list
}

// LookupRule finds a rule by its id. The error of an unknown one is a *[payloads.UnknownError] with the nearest ids.
func LookupRule(id string) (Rule, error) {
	if r := rules().byID[id]; r != nil {
		return *r, nil
	}
	known := make([]string, 0, len(rules().all))
	for _, r := range rules().all {
		known = append(known, r.ID)
	}
	return Rule{}, &payloads.UnknownError{What: "rule", Name: id, Near: nearest.Names(id, known)}
}

// catalogue is the list of rules, with indexes.
type catalogue struct {
	all             []*Rule
	request, answer []*Rule // those that look for themselves
	byID            map[string]*Rule
	commands        []*payloads.Command
	declared        *fields.Declared
	queryNames      []string // that stand in no packet
}

// rules is the only list, made when it is first wanted. Nothing changes it.
var rules = sync.OnceValue(func() *catalogue {
	all := chat.All()
	c := &catalogue{
		byID: map[string]*Rule{}, commands: all, declared: fields.Of(all), queryNames: payloads.QueryNames(),
	}
	list := slices.Concat(
		inputRules(), requestRules(), queryRules(), signRules(),
		packetRules(), declaredRules(c.commands),
		answerRules(), checkRules(c.commands),
	)
	for i := range list {
		r := &list[i]
		c.all = append(c.all, r)
		c.byID[r.ID] = r
		switch {
		case r.look == nil:
		case r.Subject == InAnswer:
			c.answer = append(c.answer, r)
		default:
			c.request = append(c.request, r)
		}
	}
	return c
})

// command finds a callback command by its exact name, nil when there is none.
func (c *catalogue) command(name string) *payloads.Command {
	for _, known := range c.commands {
		if known.Name == name {
			return known
		}
	}
	return nil
}

// declaredRules are those of payloads: the kinds of problems of any field, and the rules of the commands.
func declaredRules(commands []*payloads.Command) []Rule {
	var list []Rule
	for _, k := range payloads.ProblemKinds() {
		list = append(list, Rule{
			ID: k.ID, Doc: k.Doc, Level: k.Level, Subject: InPacket, Evidence: k.Evidence, Source: k.Source,
		})
	}
	list[0].look = (*inspection).validate // on behalf of all of them
	for _, c := range commands {
		for _, r := range c.Rules {
			if !slices.ContainsFunc(list, func(known Rule) bool { return known.ID == r.ID }) {
				list = append(list, Rule{
					ID: r.ID, Doc: r.Doc, Level: r.Level, Subject: InPacket, Evidence: r.Evidence, Source: r.Source,
				})
			}
		}
	}
	return list
}

// checkRules are the checks that the answer to one of the callbacks can be held to by itself.
func checkRules(commands []*payloads.Command) []Rule {
	compare := []string{"answer-same-as-ordinary", "answer-expected"} // with something that no capture has
	var list []Rule
	for _, c := range judge.Checks() {
		held := c.HeldFor.Includes(payloads.ExpectOK) || c.HeldFor.Includes(payloads.ExpectSurvive)
		if (c.Under == judge.Plain || c.Under == judge.Unhandled) && held && !slices.Contains(compare, c.ID) && slices.ContainsFunc(commands, c.IsFor) {
			list = append(list, Rule{
				ID: c.ID, Doc: c.Title, Level: c.Level, Subject: InAnswer, Evidence: c.Evidence, Source: c.Source,
			})
		}
	}
	return list
}
