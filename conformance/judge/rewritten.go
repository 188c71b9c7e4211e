package judge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// misspelt is the name that a member is another spelling of, of those that change the message; empty: none.
func (t *Trial) misspelt(m jsontree.Member) string {
	for _, f := range t.Command.Answer.Fields {
		isSpelling := fold(m.Name) == fold(f.Name) && m.Name != f.Name
		if f.Does == payloads.Rewrite && isSpelling && t.Packet.Get(f.Name).IsAbsent() {
			return f.Name
		}
	}
	return ""
}

// misfits is the worst that is wrong with a member that changes the message; nil: nothing.
func (t *Trial) misfits(m jsontree.Member) *Finding {
	field := t.Command.Answer.Field(m.Name)
	if m.Value.Kind() == jsontree.KindArray && m.Value.Len() == 0 {
		f := at(m.Value.Start(), m.Value.End(), "an empty list", "at least one element").in(m.Name)
		return &f
	}
	problems := t.ownProblems(field, m)
	for _, p := range t.brokenRules(func(r *payloads.Rule) bool { return r.ID != sizeRule }) {
		if p.Path == m.Name {
			p.Path = "/" + p.Path
			problems = append(problems, p)
		}
	}
	if t.oversize() != "" { // which has a check of its own
		problems = slices.DeleteFunc(problems, func(p payloads.Problem) bool { return p.Level != payloads.Must })
	}
	if len(problems) == 0 {
		return nil
	}
	p := slices.MinFunc(problems, func(a, b payloads.Problem) int { return int(a.Level) - int(b.Level) })
	f := t.atProblem(p, "what a request may hold there")
	return &f
}

// ownProblems are those of a member that the request does not have, too: a backend copies what it leaves alone.
func (t *Trial) ownProblems(field *payloads.AnswerField, m jsontree.Member) []payloads.Problem {
	was := map[string]bool{}
	key := func(p payloads.Problem) string { return p.ID + p.Message + p.Path[strings.LastIndex(p.Path, "/")+1:] }
	for _, p := range t.problemsOf(field, t.request.Get(m.Name)) {
		was[key(p)] = true
	}
	return slices.DeleteFunc(t.problemsOf(field, m.Value), func(p payloads.Problem) bool { return was[key(p)] })
}

// sizeRule is the rule about the size of a message among those that tie its fields together.
const sizeRule = "message-size"

// brokenRules are rules of requests that the message breaks with the answer's members in place of its own, each at the
// member. Those that the request itself breaks are not the answer's.
func (t *Trial) brokenRules(are func(*payloads.Rule) bool) []payloads.Problem {
	var problems []payloads.Problem
	before := t.request
	after := t.replaced(before)
	for i := range t.Command.Rules {
		rule := &t.Command.Rules[i]
		if !are(rule) || len(breaches(rule, before)) > 0 {
			continue
		}
		for _, p := range breaches(rule, after) {
			if slices.ContainsFunc(t.rewritten(), func(m jsontree.Member) bool { return m.Name == p.Path }) {
				problems = append(problems, p)
			}
		}
	}
	return problems
}

// breaches are what a packet breaks of a rule. The paths are those of its members alone.
func breaches(rule *payloads.Rule, packet jsontree.Value) []payloads.Problem {
	var problems []payloads.Problem
	rule.Check(packet, func(at jsontree.Path, format string, args ...any) {
		problems = append(problems, payloads.Problem{
			ID: rule.ID, Path: strings.Join(at[:min(len(at), 1)], ""), Level: rule.Level,
			Message: fmt.Sprintf(format, args...), Source: rule.Source,
		})
	})
	return problems
}

// replaced is the request packet as the answer changes it.
func (t *Trial) replaced(packet jsontree.Value) jsontree.Value {
	members := slices.DeleteFunc(slices.Clone(packet.Members()), func(m jsontree.Member) bool {
		return slices.ContainsFunc(t.rewritten(), func(n jsontree.Member) bool { return n.Name == m.Name })
	})
	return jsontree.Object(slices.Concat(members, t.rewritten())...)
}

// oversize is how large the message would be, where it is too large with the answer's members.
func (t *Trial) oversize() string {
	list := t.rewritten()
	if len(list) == 0 {
		return ""
	}
	isSize := func(r *payloads.Rule) bool { return r.ID == sizeRule }
	before, after := t.request, t.replaced(t.request)
	for i := range t.Command.Rules {
		if rule := &t.Command.Rules[i]; isSize(rule) && len(breaches(rule, before)) == 0 {
			for _, p := range breaches(rule, after) {
				return "a message that " + p.Message
			}
		}
	}
	return ""
}
