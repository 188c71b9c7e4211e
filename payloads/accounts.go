package payloads

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// The fields of callbacks about people, and of one-to-one messages.

// ReceiverField is To_Account, who gets a one-to-one message.
func ReceiverField() Field {
	return Part("To_Account", Text(maxAccountBytes), "UserID of the receiver").Of("receiver", IsConversation).
		By(func(g *Gen) Value { return jsontree.String(g.Account("receiver")) })
}

// C2CSeqField is MsgSeq of a one-to-one message.
func C2CSeqField() Field {
	return Part("MsgSeq", Integer(0, maxUint32), "sequence number of the message; within a second larger is newer").
		Of("sequence", IsKey).By(makeMsgSeq)
}

// C2CRandomField is MsgRandom, as one-to-one messages name it.
func C2CRandomField() Field {
	return Part("MsgRandom", Integer(0, maxUint32), "32-bit random number chosen by the sender").
		Of("random", IsKey).By(makeRandom)
}

// MsgKeyField is MsgKey, made of sequence number, random number and time.
func MsgKeyField() Field {
	return Part("MsgKey", Text(0), "MsgSeq, MsgRandom and MsgTime, joined by underscores; absent in 2018 (observed)").
		Of("message-key", IsKey).By(func(g *Gen) Value {
		return jsontree.String(strings.Join([]string{g.Text("MsgSeq"), g.Text("MsgRandom"), g.Text("MsgTime")}, "_"))
	})
}

// MembersField is a list of members, mostly of one. most is the bound of the REST API, which no page of a callback has;
// 0: none.
func MembersField(name, member, doc string, most int) Field {
	t := Array(Object(Part(member, Text(maxAccountBytes), "UserID of a member")), 1, most)
	t.Inferred = most > 0
	return Part(name, t, doc).Of("members", IsKey).By(func(g *Gen) Value {
		d := g.Draw(name)
		list := make([]Value, g.HowMany(&d, 20, 40, 5))
		for i := range list {
			number := itoa(int64(i))
			list[i] = Obj(member, g.Account("member "+number)+number)
		}
		return jsontree.Array(list...)
	})
}

// AccountRules are those of callbacks about people. accounts lead to them.
func AccountRules(accounts ...string) []Rule {
	return []Rule{EventTimeRule(), ASCIIAccountsRule(accounts...)}
}

// C2CRules are those of one-to-one messages. accounts lead to further people than the two.
func C2CRules(accounts ...string) []Rule {
	return slices.Concat(
		AccountRules(append([]string{"From_Account", "To_Account"}, accounts...)...),
		[]Rule{MessageTimeRule(), EventAfterMessageRule()}, ContentRules(), []Rule{MsgKeyRule()},
	)
}

// MsgKeyRule is about the structure of MsgKey, whose parts a packet need not have on their own.
func MsgKeyRule() Rule {
	return rule("msgkey-structure", Should, "samples of 1047/34365",
		"MsgKey is MsgSeq, MsgRandom and MsgTime, joined by underscores", msgKeyStructure)
}

// msgKeyStructure compares the parts of MsgKey with those fields that the packet has. One with a wrong value is a
// problem of its own.
func msgKeyStructure(p Value, report Report) {
	key, is := stringAt(p, "MsgKey")
	if !is {
		return
	}
	parts := strings.Split(key, "_")
	want, known, absent := slices.Clone(parts), 0, 0
	for i, name := range []string{"MsgSeq", "MsgRandom", "MsgTime"} {
		switch v := p.Get(name); {
		case isUint32(v) && len(parts) == 3:
			want[i], known = v.Text(), known+1
		case v.IsAbsent():
			absent++
		}
	}
	switch {
	case len(parts) != 3, absent == 3 && slices.ContainsFunc(parts, func(s string) bool { return !allDigits(s) }):
		report(path("MsgKey"), "got %s, want three numbers joined by underscores", describe(p.Get("MsgKey")))
	case known > 0 && !slices.Equal(parts, want):
		report(path("MsgKey"), "got %q, want %s", key, strings.Join(want, "_"))
	}
}
