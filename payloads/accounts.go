package payloads

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// The fields of callbacks about people, and of one-to-one messages.

func receiverField() Field {
	return part("To_Account", text(maxAccountBytes), "UserID of the receiver").of("receiver", IsConversation).
		made(func(g *Gen) Value { return jsontree.String(g.account("receiver")) })
}

func c2cSeqField() Field {
	return part("MsgSeq", integer(0, maxUint32), "sequence number of the message; within a second larger is newer").
		of("sequence", IsKey).made(makeMsgSeq)
}

func c2cRandomField() Field {
	return part("MsgRandom", integer(0, maxUint32), "32-bit random number chosen by the sender").
		of("random", IsKey).made(makeRandom)
}

func msgKeyField() Field {
	return part("MsgKey", text(0), "MsgSeq, MsgRandom and MsgTime, joined by underscores; absent in 2018 (observed)").
		of("message-key", IsKey).made(func(g *Gen) Value {
		return jsontree.String(strings.Join([]string{g.Text("MsgSeq"), g.Text("MsgRandom"), g.Text("MsgTime")}, "_"))
	})
}

// membersField is a list of members, mostly of one.
func membersField(name, member, doc string, most int) Field {
	t := array(object(part(member, text(maxAccountBytes), "UserID of a member")), 1, most)
	return part(name, t, doc).of("members", IsKey).made(func(g *Gen) Value {
		d := g.draw(name)
		list := make([]Value, g.howMany(&d, 20, 40, 5))
		for i := range list {
			number := itoa(int64(i))
			list[i] = obj(member, g.account("member "+number)+number)
		}
		return jsontree.Array(list...)
	})
}

// accountRules are those of callbacks about people. accounts lead to them.
func accountRules(accounts ...string) []Rule {
	return []Rule{
		rule("event-time-milliseconds", Should, "field table: milliseconds",
			"EventTime is a time of this century in milliseconds", eventTimeInMilliseconds),
		asciiAccountsRule(accounts...),
	}
}

// c2cRules are those of one-to-one messages.
func c2cRules() []Rule {
	return slices.Concat(accountRules("From_Account", "To_Account"), []Rule{messageTimeRule()}, contentRules(), []Rule{
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
