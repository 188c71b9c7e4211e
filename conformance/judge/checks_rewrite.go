package judge

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// rewriteChecks judge members of an answer that take the place of the request's.
func rewriteChecks() []*Check {
	const (
		page     = "response fields on the callback's page: MsgBody and CloudCustomData change the message"
		elements = "Message Formats (1047/33527)"
		text     = `[{"MsgType":"TIMTextElem","MsgContent":{"Text":"red p***et"}}]`
	)
	ahead := `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":`
	list := []*Check{
		{
			ID:    "answer-rewrite-code",
			Title: "Members that change the message come with ErrorCode 0 only.",
			Level: payloads.Must, Evidence: payloads.Documented, Source: page + ", with ErrorCode 0",
			Impact: "The message is refused or dropped; the change is lost. (documented: it counts with 0)",
			Fix:    "send either the change, with ErrorCode 0, or the refusal, without these members.",
			Bad:    ok(ahead + `1,"MsgBody":` + text + `}`), Run: (*Trial).rewritesWithZero,
		},
		{
			ID:    "answer-rewrite-valid",
			Title: "Members that change the message have the types and bounds of the request's.",
			Level: payloads.Must, Evidence: payloads.Documented, Source: page + "; " + elements,
			Impact: "What Chat does with such a message is not documented. Most likely the answer counts as failed, " +
				"and the user's own message goes through. (inferred)",
			Fix: "send MsgBody as a list of at least one element, each with MsgType and MsgContent, and " +
				"CloudCustomData as a string. To change nothing leave both out; to send nothing refuse or drop.",
			Bad: ok(ahead + `0,"MsgBody":{"MsgType":"TIMTextElem","MsgContent":{"Text":"***"}}}`),
			Run: (*Trial).rewritesRightly,
		},
		{
			ID:    "answer-rewrite-null",
			Title: "Members that change nothing are left out, and are not null.",
			Level: payloads.Should, Evidence: payloads.Inferred, Source: page + "; null is in no sample",
			Impact: "What null does is not documented. Most likely nothing; at worst the message is lost. (inferred)",
			Fix: "leave the member out. Go: json:\"MsgBody,omitempty\"; Java: @JsonInclude(NON_NULL); C#: " +
				"JsonIgnoreCondition.WhenWritingNull; Python: drop keys that are None.",
			Bad: ok(ahead + `0,"MsgBody":null}`), Run: (*Trial).rewritesNoNull,
		},
		{
			ID:    "answer-rewrite-size",
			Title: "The changed message is within the limit of a message.",
			Level: payloads.Should, Evidence: payloads.Inferred, Source: "Use Limits (1047/34381): 12 KB",
			Impact: "Chat limits messages to 12 KB; what it does with a longer one from an answer is not documented. " +
				"Most likely the user's own message goes through, or none. (inferred)",
			Fix:  "shorten the message, or refuse it.",
			Good: ok(ahead + `0,"MsgBody":` + text + `}`),
			Bad:  ok(ahead + `0,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"a long text (12 KB)"}}]}`),
			Run:  (*Trial).rewritesShortly,
		},
		{
			ID:    "answer-rewrite-kept",
			Title: "What the backend does not change comes back as it was sent.",
			Level: payloads.Should, Evidence: payloads.Inferred, Source: page + ", as a whole",
			Impact: "MsgBody replaces the whole message, so that members reach the receivers damaged which nobody " +
				"wanted to change. (documented; that it was not wanted: inferred)",
			Fix: "copy elements that you leave alone byte for byte. Usual causes: an integer that went through a " +
				"float64 (JavaScript, Go's any), a text through a charset that lacks its characters.",
			Bad: ok(ahead + `0,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"red\ufffdpacket"}}]}`),
			Run: (*Trial).keepsTheRest,
		},
	}
	for _, c := range list {
		c.Needs, c.Where = NeedsPacket, may(payloads.Rewrite)
	}
	return list
}

// rewritten are the members of the answer that change the message.
func (t *Trial) rewritten() []jsontree.Member {
	var list []jsontree.Member
	for _, m := range t.Packet.Members() {
		if f := t.Command.Answer.Field(m.Name); f != nil && f.Does == payloads.Rewrite {
			list = append(list, m)
		}
	}
	return list
}

// rewritesWithZero takes an empty text for a member that a typed model sends always.
func (t *Trial) rewritesWithZero() {
	_, n, ok := t.code()
	if !ok || n == 0 {
		return
	}
	for _, m := range t.rewritten() {
		if m.Value.Kind() == jsontree.KindNull {
			continue
		}
		f := at(m.Offset(), m.Value.End(), fmt.Sprintf("%s beside ErrorCode %d", m.Name, n), "it with 0 only").in(m.Name)
		if m.Value.Kind() == jsontree.KindString && m.Value.Text() == "" {
			f = f.atMost(payloads.Should)
		}
		t.Report(t.becauseOf(f, "Your "+m.Name+" is ignored."))
	}
}

// withZero reports whether the answer lets the message through, so that members that change it count.
func (t *Trial) withZero() bool {
	_, n, ok := t.code()
	if ok && n != 0 {
		t.Skip()
	}
	return ok && n == 0
}

func (t *Trial) rewritesRightly() {
	if !t.withZero() {
		return
	}
	for _, m := range t.Packet.Members() {
		if name := t.misspelt(m); name != "" {
			f := at(m.Offset(), nameEnd(m), "the name "+t.quote(m.Name), strconv.Quote(name))
			f.Path = t.pointer(jsontree.Path{m.Name}.Pointer())
			t.Report(t.becauseOf(f, "It is not changed: "+t.plain(m.Name)+" is not read."))
		}
	}
	for _, m := range t.rewritten() {
		if m.Value.Kind() == jsontree.KindNull {
			continue
		}
		if f := t.misfits(m); f != nil {
			t.Report(t.becauseOf(*f, ""))
		}
	}
}

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

func (t *Trial) rewritesNoNull() {
	for _, m := range t.rewritten() {
		if m.Value.Kind() == jsontree.KindNull {
			t.Report(at(m.Offset(), m.Value.End(), m.Name+" null", "no "+m.Name+" where it changes nothing").in(m.Name))
		}
	}
}

// rewritesShortly reports one member: the limit is on all of them together.
func (t *Trial) rewritesShortly() {
	if message := ""; t.withZero() {
		if message = t.oversize(); message != "" {
			m := t.rewritten()[0]
			t.Report(at(m.Offset(), m.Value.End(), message, "a message of at most 12 KB").in(m.Name))
		}
	}
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
