package judge

import (
	"fmt"
	"slices"
	"strconv"

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

// rewritten are the members of the answer that change the message, of a repeated one the last.
func (t *Trial) rewritten() []jsontree.Member {
	var list []jsontree.Member
	for _, m := range slices.Backward(t.Packet.Members()) {
		isSame := func(n jsontree.Member) bool { return n.Name == m.Name }
		f := t.Command.Answer.Field(m.Name)
		if f != nil && f.Does == payloads.Rewrite && !slices.ContainsFunc(list, isSame) {
			list = append(list, m)
		}
	}
	slices.Reverse(list)
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
		got := fmt.Sprintf("%s beside ErrorCode %d", m.Name, n)
		f := at(m.Offset(), m.Value.End(), got, "it with 0 only").in(m.Name)
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
	var told []string // one spelling of each is enough
	for _, m := range t.Packet.Members() {
		if name := t.misspelt(m); name != "" && !slices.Contains(told, name) {
			told = append(told, name)
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
