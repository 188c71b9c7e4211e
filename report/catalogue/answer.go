package catalogue

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// answered are the members that the answers to some callbacks have beside the three.
func answered() []Item {
	var list []Item
	for _, c := range chat.All() {
		for _, f := range c.Answer.Fields {
			presence := presenceOf(f.Field)
			if f.Required {
				presence = "required"
			}
			list = append(list, Item{
				names: []string{f.Name},
				title: ": " + inAnswer,
				said: facts{
					{"In", "the answer to " + c.Short},
					{"Form", f.Type},
					{"Presence", presence},
					{"Meaning", f.Doc},
					{"Effect", fieldDoes(f, c.Answer)},
					{"Source", f.Source},
				},
				more: func(p printer) { p.line("\nAll of the answer: timhook explain %s", c.Short) },
			})
		}
	}
	return list
}

func answeredNamed(name string) []Item {
	return slices.DeleteFunc(answered(), func(i Item) bool { return i.names[0] != name })
}

// Effect is what Chat does with the event of a callback whose answer has a decision, with the first code that has it:
// "refuses the message; the sender sees error 10016".
func Effect(a payloads.Answer, d payloads.Decision) string {
	for _, c := range a.Codes {
		if c.Does == d {
			return OfCode(a, c)
		}
	}
	switch d {
	case payloads.Allow:
		return "lets the " + event(a) + " through"
	case payloads.Refuse:
		return "refuses each item"
	case payloads.Rewrite:
		return "lets the " + event(a) + " through, changed by the answer"
	case payloads.Partly:
		if failsByCode(a) {
			return "refuses some of the items"
		}
		return "lets the " + event(a) + " through, but for those that the answer names"
	case payloads.Reply:
		return "carries the text back to the " + asker(a)
	}
	return "lets the " + event(a) + " through by default"
}

// OfCode is what a value of ErrorCode does.
func OfCode(a payloads.Answer, c payloads.Code) string {
	switch {
	case c.Does == payloads.Refuse && c.Error != 0:
		return fmt.Sprintf("refuses the %s; the %s sees error %d, and nothing of ErrorInfo", event(a), asker(a),
			c.Error)
	case c.Does == payloads.Refuse:
		return fmt.Sprintf("refuses the %s; the %s sees this code and ErrorInfo", event(a), asker(a))
	case c.Does == payloads.Drop:
		return fmt.Sprintf("drops the %s; the %s is told that it went through", event(a), asker(a))
	case c.Does == payloads.Failed:
		return fmt.Sprintf("refuses nothing: the callback counts as failed, and the %s passes by default", event(a))
	}
	return "says that the backend had an error; Chat does nothing about it"
}

// response is what a backend may answer, and what each answer does.
func (p printer) response(c *payloads.Command) {
	a := c.Answer
	p.heading("Response packet")
	p.line("  %s, with HTTP 200, within 2 seconds", canonicalOf(a))
	if len(a.Codes)+len(a.Fields) == 0 {
		return
	}
	page, _, _ := strings.Cut(c.Page, ", updated")
	cite := func(source string, sure payloads.Evidence) string {
		if source == page && sure == payloads.Documented {
			return "documented on the page"
		}
		return sure.String() + ", " + source
	}
	zero := "says that the callback was processed"
	decides := a.Decides() && !replies(a)
	if decides {
		zero = Effect(payloads.Answer{Event: a.Event}, payloads.Allow)
	}
	p.line("  ErrorCode  Integer; required\n      0  %s (%s)", zero, cite(page, payloads.Documented))
	for _, k := range a.Codes {
		p.line("      %s  %s (%s)", codesOf(k), OfCode(a, k), cite(k.Source, k.Evidence))
	}
	if decides && !failsByCode(a) {
		p.line("      any other  is on no page; most likely it refuses, and the %s sees nothing of it (inferred)",
			asker(a))
	}
	for _, f := range a.Fields {
		p.answerField(f, a, cite)
	}
	switch {
	case replies(a):
		p.line("  No whole answer within 2 seconds\n      nothing goes back to the %s (inferred)", asker(a))
	case decides:
		p.late(a)
	}
}

// canonicalOf is the plainest answer, with the members that it has to have.
func canonicalOf(a payloads.Answer) string {
	text := strings.TrimSuffix(judge.Canonical, "}")
	for _, f := range a.Fields {
		if f.Required {
			text += `,"` + f.Name + `":…`
		}
	}
	return text + "}"
}

// replies reports whether the answer carries a text back, and decides nothing.
func replies(a payloads.Answer) bool { return a.FieldThat(payloads.Reply) != nil }

// codesOf are the values of a range. One to the end of the 32 bits is all of them.
func codesOf(c payloads.Code) string {
	if c.To == math.MaxUint32 {
		return "any other"
	}
	return c.String()
}

// failsByCode reports whether ErrorCode refuses nothing, since the items do.
func failsByCode(a payloads.Answer) bool {
	return slices.ContainsFunc(a.Codes, func(c payloads.Code) bool { return c.Does == payloads.Failed })
}

func (p printer) answerField(f payloads.AnswerField, a payloads.Answer, cite func(string, payloads.Evidence) string) {
	presence := presenceOf(f.Field)
	if f.Required {
		presence = "required"
	}
	p.line("  %s  %s; %s\n      %s", f.Name, f.Type, presence, f.Doc)
	p.line("      %s (%s)", fieldDoes(f, a), cite(f.Source, payloads.Documented))
	if f.Type.Items != nil {
		p.fields(f.Type.Items.Fields, "      ")
	}
	if f.Does == payloads.PerItem {
		p.line("      an entry without one most likely passes (inferred)")
	}
	for _, k := range f.Codes {
		p.line("      %s  as ResultCode refuses this one; the %s gets the code and ResultInfo (%s)", k, asker(a),
			cite(k.Source, k.Evidence))
	}
}

// fieldDoes is what Chat does with a member of the answer.
func fieldDoes(f payloads.AnswerField, a payloads.Answer) string {
	const withZero = "; counts with ErrorCode 0 alone"
	switch f.Does {
	case payloads.Rewrite:
		return "takes the place of the " + event(a) + "'s own" + withZero
	case payloads.Partly:
		return "those of " + f.List + " that are left out" + withZero
	case payloads.PerItem:
		return "one for each entry of " + f.List + ", in its order"
	}
	return "goes back to the " + asker(a) + withZero
}

// late is what Chat does without an answer. The overview names messages alone.
func (p printer) late(a payloads.Answer) {
	evidence := payloads.Inferred
	if event(a) == "message" {
		evidence = payloads.Documented
	}
	p.line("  No whole answer within 2 seconds\n      the %s passes by default, after the %s has waited (%s, %s)",
		event(a), asker(a), evidence, overview)
	if failsByCode(a) {
		p.line("      whether the console's policy for failed callbacks changes that is on no page")
		return
	}
	p.line("      with the console's policy to block it is refused, and the %s sees error 80003 (%s, Error Codes)",
		asker(a), evidence)
}

func event(a payloads.Answer) string { return cmp.Or(a.Event, "event") }
func asker(a payloads.Answer) string { return cmp.Or(a.Asker, "user") }
