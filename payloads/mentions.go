package payloads

import (
	"slices"

	"github.com/timhook/timhook/payloads/jsontree"
)

const sendPage = "After a Group Message Is Sent (1047/34375)"

// MentionsField is GroupAtInfo, whom a message mentions.
func MentionsField() Field {
	return PartWhen("the message mentions somebody", "GroupAtInfo", Array(Object(
		Part("GroupAtAllFlag", Integer(0, 1), "1 for everyone, 0 for one member"),
		PartWhen("GroupAtAllFlag is 0", "GroupAt_Account", Text(maxAccountBytes),
			"UserID of the mentioned member"),
	), 0, maxMentions), "whom the message mentions, one entry each").Sent(DocumentedOnly).
		Of("mentions", 0).By(makeGroupAtInfo)
}

// PriorityField is MsgPriority, which no page has.
func PriorityField() Field {
	return Field{
		Name: "MsgPriority", Kind: Kind{Name: "priority"}, Type: OneOf("High", "Normal", "Low"), Presence: Wild,
		Make:   absent,
		Doc:    "priority of the message, in no document of this callback",
		Source: "a capture of 2022 from an audio-video group (observed)",
	}
}

func absent(*Gen) Value { return Value{} }

// makeGroupAtInfo is absent in audio-video groups, which have no mentions (Group System, 1047/33529).
func makeGroupAtInfo(g *Gen) Value {
	d := g.Draw("GroupAtInfo")
	switch {
	case g.scope == Maximal:
		return Arr(atAll(), atMember(g.Account("mentioned 0")))
	case g.scope == Minimal, g.Text("Type") == avChatRoom, !d.Chance(35):
		return Value{}
	case d.Chance(20):
		return Arr(atAll())
	}
	return jsontree.Array(g.mentioned(int(d.Between(1, 4)))...)
}

func atAll() Value { return Obj("GroupAtAllFlag", 1) }

func atMember(account string) Value { return Obj("GroupAtAllFlag", 0, "GroupAt_Account", account) }

// mentioned are n different members; the number keeps equal first names apart.
func (g *Gen) mentioned(n int) []Value {
	list := make([]Value, n)
	for i := range list {
		number := itoa(int64(i))
		list[i] = atMember(g.Account("mentioned "+number) + number)
	}
	return list
}

// atCases are about whom a message mentions. No sample shows GroupAtInfo. That an entry for everyone has the flag alone
// is from the Chinese page (269/2661); the number and the order of entries are inferred.
func atCases(*Command, string) []Variant {
	const chinese, parser = "Chinese page (269/2661)", "a public parser's own test data"
	members := func(n int, before ...Value) Change {
		return From("GroupAtInfo", func(g *Gen) Value {
			return jsontree.Array(slices.Concat(before, g.mentioned(n))...)
		})
	}
	holds := func(entries ...any) Change { return Set("GroupAtInfo", Arr(entries...)) }
	twoThenAll := func(g *Gen) Value { return jsontree.Array(append(g.mentioned(2), atAll())...) }
	itself := func(g *Gen) Value { return Arr(atMember(g.Text("From_Account"))) }
	return []Variant{
		must("at-absent", "no field", sendPage, Remove("GroupAtInfo")),
		should("at-empty", "an empty list", parser, holds()).expect(ExpectSame),
		must("at-all", "everyone", chinese, holds(atAll())),
		should("at-all-with-account", "everyone, with an empty GroupAt_Account", "defensive; inferred",
			holds(Obj("GroupAtAllFlag", 1, "GroupAt_Account", ""))),
		must("at-one", "one member", sendPage, members(1)),
		must("at-many", "three members", sendPage, members(3)),
		must("at-all-and-members", "everyone first, then members", chinese, members(2, atAll())),
		should("at-members-then-all", "members first, then everyone", "order; inferred",
			From("GroupAtInfo", twoThenAll)),
		must("at-thirty", "30 members", sendPage, members(maxMentions)),
		should("at-thirty-incl-all", "everyone and 29 members", "the client SDK counts everyone as one of 30",
			members(maxMentions-1, atAll())),
		may("at-thirty-one", "31 entries, above the limit", sendPage,
			members(maxMentions+1)).expect(ExpectSurvive).offSpec("/GroupAtInfo"),
		may("at-flag-absent", "an entry with GroupAt_Account alone", parser,
			holds(Obj("GroupAt_Account", "otis"))).offSpec("/GroupAtInfo/0/GroupAtAllFlag"),
		may("at-flag-string", `"1" for 1`, "type drift, never seen",
			holds(Obj("GroupAtAllFlag", "1"))).expect(ExpectSurvive).offSpec("/GroupAtInfo/0/GroupAtAllFlag"),
		may("at-duplicate", "the same member twice", "inferred", holds(atMember("otis"), atMember("otis"))),
		should("at-bot", "a mentioned chatbot", "chatbot on the send side; inferred", holds(atMember("@RBT#helper"))),
		may("at-self", "the sender mentions itself", "inferred", From("GroupAtInfo", itself)),
		may("at-no-text", "mention data without @ in the text", "inferred",
			holds(atMember("otis")), Set("MsgBody", Arr(textElement("see above")))),
	}
}
