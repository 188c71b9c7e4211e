package payloads

import (
	"slices"

	"github.com/timhook/timhook/payloads/jsontree"
)

// afterSendMsg is sent after a group message went out, from a client or through the REST API.
func afterSendMsg() *Command {
	const name, page = "Group.CallbackAfterSendMsg", "After a Group Message Is Sent (1047/34375)"
	return &Command{
		Name: name, Short: "send",
		Title:  "a group message was sent",
		URL:    "https://www.tencentcloud.com/document/product/1047/34375",
		Page:   page + ", updated 2025-09-26",
		Sample: `{"CallbackCommand":"Group.CallbackAfterSendMsg","GroupId":"@TGS#2J4SZEAEL","Type":"Public","From_Account":"jared","Operator_Account":"admin","Random":123456,"MsgId":"144115233406643804-1727580296-4026038328","MsgSeq":123,"MsgTime":1490686222,"OnlineOnlyFlag":1,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"red packet"}}],"CloudCustomData":"your cloud custom data","EventTime":"1670574414123"}`,
		Request: []Field{
			commandField(name, page),
			groupIDField(page),
			groupTypeField(page),
			senderField(page),
			operatorField(page, "UserID of who issued the request; differs from From_Account when an administrator sends for a user (observed: absent before about 2019)"),
			randomField(page),
			{
				Name: "MsgId", Type: text(0), Source: page, Make: makeMsgID,
				Doc: "id of the message on the client: the sender's tinyid, the client's clock in seconds and Random, joined by hyphens (structure observed; absent in captures up to 2022)",
			},
			msgSeqField(page),
			msgTimeField(page),
			onlineOnlyField(page),
			msgBodyField(page),
			cloudCustomDataField(page),
			topicIDField(page),
			eventTimeField(page),
			{
				Name: "GroupAtInfo", Presence: DocumentedOnly, When: "the message mentions somebody", Source: page, Make: makeGroupAtInfo,
				Type: array(object(
					Field{Name: "GroupAtAllFlag", Type: integer(0, 1), Doc: "1 for everyone, 0 for one member", Source: page},
					Field{Name: "GroupAt_Account", Type: text(maxAccountBytes), Presence: Conditional, When: "GroupAtAllFlag is 0", Doc: "UserID of the mentioned member", Source: page},
				), 0, maxMentions),
				Doc: "whom the message mentions, one entry each",
			},
			{
				Name: "MsgPriority", Type: oneOf("High", "Normal", "Low"), Presence: Wild, Make: absent,
				Doc: "priority of the message, in no document of this callback", Source: "a capture of 2022 from an audio-video group (observed)",
			},
		},
		Rules:    append(messageRules(), msgIDRule(), atInfoRule(), atInLiveGroupRule()),
		Variants: append(sharedVariants(onSend), atVariants()...),
	}
}

// makeGroupAtInfo is absent in audio-video groups, which know no mentions.
func makeGroupAtInfo(g *Gen) Value {
	d := g.draw("GroupAtInfo")
	switch {
	case g.scope == Maximal:
		return jsontree.Array(atAll(), atMember(g.account("mentioned 0")))
	case g.scope == Minimal, g.Text("Type") == avChatRoom, !d.chance(35):
		return Value{}
	case d.chance(20):
		return jsontree.Array(atAll())
	}
	return g.mentioned(int(d.between(1, 4)))
}

func atAll() Value { return jsontree.Object(jsontree.M("GroupAtAllFlag", jsontree.Int(1))) }

func atMember(account string) Value {
	return jsontree.Object(jsontree.M("GroupAtAllFlag", jsontree.Int(0)), jsontree.M("GroupAt_Account", jsontree.String(account)))
}

// mentioned are n different members; the number keeps equal first names apart.
func (g *Gen) mentioned(n int) Value {
	list := make([]Value, n)
	for i := range list {
		list[i] = atMember(g.account("mentioned "+itoa(int64(i))) + itoa(int64(i)))
	}
	return jsontree.Array(list...)
}

// atVariants is section 11 of the catalogue.
func atVariants() []Variant {
	const seed, chinese = "After a Group Message Is Sent (1047/34375)", "Chinese page (269/2661)"
	const at = "GroupAtInfo"
	members := func(n int, before ...Value) []Change {
		return []Change{from(at, func(g *Gen) Value {
			list := slices.Clone(before)
			for _, m := range g.mentioned(n).Members() {
				list = append(list, m.Value)
			}
			return jsontree.Array(list...)
		})}
	}
	one := func(entry Value) []Change { return []Change{set(at, jsontree.Array(entry))} }
	return section("GroupAtInfo", onSend, []Variant{
		{ID: "at-absent", Level: Must, Doc: "no field", Source: seed, Set: []Change{remove(at)}},
		{ID: "at-empty", Level: Should, Expect: ExpectSame, Doc: "an empty list", Source: "a public parser's own test data", Set: []Change{set(at, jsontree.Array())}},
		{ID: "at-all", Level: Must, Doc: "everyone", Source: chinese, Set: one(atAll())},
		{ID: "at-all-with-account", Level: Should, Doc: `everyone, with an empty GroupAt_Account`, Source: "defensive; inferred", Set: one(jsontree.Object(jsontree.M("GroupAtAllFlag", jsontree.Int(1)), jsontree.M("GroupAt_Account", jsontree.String(""))))},
		{ID: "at-one", Level: Must, Doc: "one member", Source: seed, Set: members(1)},
		{ID: "at-many", Level: Must, Doc: "three members", Source: seed, Set: members(3)},
		{ID: "at-all-and-members", Level: Must, Doc: "everyone first, then members", Source: chinese, Set: members(2, atAll())},
		{ID: "at-members-then-all", Level: Should, Doc: "members first, then everyone", Source: "order; inferred", Set: []Change{from(at, func(g *Gen) Value {
			return jsontree.Array(g.mentioned(2).Item(0), g.mentioned(2).Item(1), atAll())
		})}},
		{ID: "at-thirty", Level: Must, Doc: "30 members", Source: seed, Set: members(maxMentions)},
		{ID: "at-thirty-incl-all", Level: Should, Doc: "everyone and 29 members", Source: "the client SDK counts everyone as one of 30", Set: members(maxMentions-1, atAll())},
		{ID: "at-thirty-one", Level: May, Expect: ExpectSurvive, Doc: "31 entries, above the limit", Source: seed, OffSpec: []string{"/" + at}, Set: members(maxMentions + 1)},
		{ID: "at-flag-absent", Level: May, Doc: "an entry with GroupAt_Account alone", Source: "a public parser's own test data", OffSpec: []string{"/" + at + "/0/GroupAtAllFlag"}, Set: one(jsontree.Object(jsontree.M("GroupAt_Account", jsontree.String("otis"))))},
		{ID: "at-flag-string", Level: May, Expect: ExpectSurvive, Doc: `"1" for 1`, Source: "type drift, never seen", OffSpec: []string{"/" + at + "/0/GroupAtAllFlag"}, Set: one(jsontree.Object(jsontree.M("GroupAtAllFlag", jsontree.String("1"))))},
		{ID: "at-duplicate", Level: May, Doc: "the same member twice", Source: "inferred", Set: []Change{set(at, jsontree.Array(atMember("otis"), atMember("otis")))}},
		{ID: "at-bot", Level: Should, Doc: "a mentioned chatbot", Source: "chatbot on the send side; inferred", Set: one(atMember("@RBT#helper"))},
		{ID: "at-self", Level: May, Doc: "the sender mentions itself", Source: "inferred", Set: []Change{from(at, func(g *Gen) Value { return jsontree.Array(atMember(g.Text("From_Account"))) })}},
		{ID: "at-no-text", Level: May, Doc: "mention data without @ in the text", Source: "inferred", Set: append(one(atMember("otis")), set("MsgBody", jsontree.Array(textElement("see above"))))},
	})
}
