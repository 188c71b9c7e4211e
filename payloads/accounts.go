package payloads

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// The fields of callbacks about people, and of one-to-one messages.

func ReceiverField() Field {
	return Part("To_Account", Text(maxAccountBytes), "UserID of the receiver").Of("receiver", IsConversation).
		made(func(g *Gen) Value { return jsontree.String(g.account("receiver")) })
}

// C2CSeqField is MsgSeq of a one-to-one message.
func C2CSeqField() Field {
	return Part("MsgSeq", Integer(0, maxUint32), "sequence number of the message; within a second larger is newer").
		Of("sequence", IsKey).made(makeMsgSeq)
}

// C2CRandomField is MsgRandom, as one-to-one messages name it.
func C2CRandomField() Field {
	return Part("MsgRandom", Integer(0, maxUint32), "32-bit random number chosen by the sender").
		Of("random", IsKey).made(makeRandom)
}

// MsgKeyField is MsgKey, made of sequence number, random number and time.
func MsgKeyField() Field {
	return Part("MsgKey", Text(0), "MsgSeq, MsgRandom and MsgTime, joined by underscores; absent in 2018 (observed)").
		Of("message-key", IsKey).made(func(g *Gen) Value {
		return jsontree.String(strings.Join([]string{g.Text("MsgSeq"), g.Text("MsgRandom"), g.Text("MsgTime")}, "_"))
	})
}

// MembersField is a list of members, mostly of one.
func MembersField(name, member, doc string, most int) Field {
	t := Array(Object(Part(member, Text(maxAccountBytes), "UserID of a member")), 1, most)
	return Part(name, t, doc).Of("members", IsKey).made(func(g *Gen) Value {
		d := g.draw(name)
		list := make([]Value, g.howMany(&d, 20, 40, 5))
		for i := range list {
			number := itoa(int64(i))
			list[i] = obj(member, g.account("member "+number)+number)
		}
		return jsontree.Array(list...)
	})
}

// AccountRules are those of callbacks about people. accounts lead to them.
func AccountRules(accounts ...string) []Rule {
	return []Rule{
		rule("event-time-milliseconds", Should, "field table: milliseconds",
			"EventTime is a time of this century in milliseconds", eventTimeInMilliseconds),
		asciiAccountsRule(accounts...),
	}
}

// C2CRules are those of one-to-one messages.
func C2CRules() []Rule {
	return slices.Concat(AccountRules("From_Account", "To_Account"), []Rule{messageTimeRule()}, contentRules(), []Rule{
		rule("msgkey-structure", Should, "samples of 1047/34365",
			"MsgKey is MsgSeq, MsgRandom and MsgTime, joined by underscores", msgKeyStructure),
	})
}

func msgKeyStructure(p Value, report Report) {
	key, is := stringAt(p, "MsgKey")
	if !is {
		return
	}
	var parts []string
	for _, name := range []string{"MsgSeq", "MsgRandom", "MsgTime"} {
		v := p.Get(name)
		if !isUint32(v) { // which is a problem of its own
			return
		}
		parts = append(parts, v.Text())
	}
	if want := strings.Join(parts, "_"); key != want {
		report(path("MsgKey"), "got %q, want %s", key, want)
	}
}
