package payloads

import "github.com/timhook/timhook/payloads/jsontree"

// onGroupMessage is sent after a member has reminded one or more chatbots in a group; a message that reminds everyone does not cause it.
func onGroupMessage() *Command {
	const name, page = "Bot.OnGroupMessage", "Callback After Reminding a Chatbot in a Group (1047/68953)"
	return &Command{
		Name: name, Short: "bot",
		Title:  "a member has reminded a chatbot in a group",
		URL:    "https://www.tencentcloud.com/document/product/1047/68953",
		Page:   page + ", updated 2025-07-24",
		Sample: `{"CallbackCommand":"Bot.OnGroupMessage","GroupId":"@TGS#2J4SZEAEL","Type":"Public","From_Account":"jared","Operator_Account":"admin","Random":123456,"MsgSeq":123,"MsgTime":1490686222,"OnlineOnlyFlag":1,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"@@RBT#001 hello"}}],"AtRobots_Account":["@RBT#001"],"CloudCustomData":"your cloud custom data","EventTime":1670574414123}`,
		Request: []Field{
			commandField(name, page),
			groupIDField(page),
			groupTypeField(page),
			senderField(page),
			operatorField(page, "UserID of who issued the request; differs from From_Account when an administrator sends for a user"),
			randomField(page),
			msgSeqField(page),
			msgTimeField(page),
			onlineOnlyField(page),
			msgBodyField(page),
			{
				Name: "AtRobots_Account", Source: page, Make: makeAtRobots,
				Type: inferred(array(prefixed(botPrefix, maxAccountBytes), 1, maxBots)),
				Doc:  "the reminded chatbots; the text need not show their ids, so dispatch on this field (at most 20: inferred from bots per application)",
			},
			cloudCustomDataField(page),
			topicIDField(page),
			eventTimeField(page),
		},
		Rules:    append(messageRules(), uniqueBotsRule()),
		Variants: append(sharedVariants(onBot), mentionVariants()...),
	}
}

func makeAtRobots(g *Gen) Value {
	d := g.draw("AtRobots_Account")
	n := 1
	switch {
	case g.scope == Maximal:
		n = 2
	case g.scope == Domain && d.chance(25):
		n = int(d.between(2, 5))
	}
	return g.bots(n)
}

func (g *Gen) bots(n int) Value {
	list := make([]Value, n)
	for i := range list {
		list[i] = jsontree.String(g.botAccount("bot "+itoa(int64(i))) + [...]string{"", "." + itoa(int64(i))}[min(i, 1)])
	}
	return jsontree.Array(list...)
}

// mentionVariants is section 10 of the catalogue.
func mentionVariants() []Variant {
	const seed = "Callback After Reminding a Chatbot in a Group (1047/68953)"
	const robots = "AtRobots_Account"
	ids := func(ids ...string) Value {
		list := make([]Value, len(ids))
		for i, id := range ids {
			list[i] = jsontree.String(id)
		}
		return jsontree.Array(list...)
	}
	says := func(s string) Change {
		return set("MsgBody", jsontree.Array(textElement(s)))
	}
	return section("Bot mentions", onBot, []Variant{
		{ID: "bot-one", Level: Must, Doc: "one chatbot", Source: seed, Set: []Change{from(robots, func(g *Gen) Value { return g.bots(1) })}},
		{ID: "bot-two", Level: Must, Doc: "two chatbots, each to be handled", Source: seed, Set: []Change{from(robots, func(g *Gen) Value { return g.bots(2) })}},
		{ID: "bot-max", Level: Should, Doc: "20 chatbots, as many as an application may have", Source: "chatbots per application (1047/55281); inferred", Set: []Change{from(robots, func(g *Gen) Value { return g.bots(maxBots) })}},
		{ID: "bot-thirty", Level: May, Doc: "30 entries", Source: "mention limit (1047/34375); inferred", OffSpec: []string{"/" + robots}, Set: []Change{from(robots, func(g *Gen) Value { return g.bots(maxMentions) })}},
		{ID: "bot-duplicate", Level: May, Doc: "the same chatbot twice, to be answered once", Source: "inferred", OffSpec: []string{"/" + robots + "/1"}, Set: []Change{set(robots, ids("@RBT#helper", "@RBT#helper"))}},
		{ID: "bot-id-32", Level: Should, Expect: ExpectValue, Doc: "@RBT# and 27 characters", Source: "32-byte limit (1047/55281)", Set: []Change{set(robots, ids("@RBT#abcdefghijklmnopqrstuvwxyz0"))}},
		{ID: "bot-id-unknown", Level: Should, Doc: "a chatbot that the backend does not run", Source: "several backends behind one URL; inferred", Set: []Change{set(robots, ids("@RBT#somebody_else"))}},
		{ID: "bot-id-case", Level: May, Expect: ExpectInfo, Doc: "@RBT#Helper for @RBT#helper", Source: "one receiver folds case; observed", Set: []Change{set(robots, ids("@RBT#Helper"))}},
		{ID: "bot-list-empty", Level: Should, Expect: ExpectSurvive, Doc: "an empty list", Source: "never documented", OffSpec: []string{"/" + robots}, Set: []Change{set(robots, jsontree.Array())}},
		{ID: "bot-list-absent", Level: Should, Expect: ExpectSurvive, Doc: "no list", Source: "never documented; a gateway drops it", OffSpec: []string{"/" + robots}, Set: []Change{remove(robots)}},
		{ID: "bot-list-string", Level: May, Expect: ExpectSurvive, Doc: "a string instead of a list", Source: "type drift, never seen", OffSpec: []string{"/" + robots}, Set: []Change{set(robots, jsontree.String("@RBT#001"))}},
		{ID: "bot-text-nickname", Level: Should, Doc: "the text shows a nickname, not the id", Source: "clients insert nicknames; inferred", Set: []Change{set(robots, ids("@RBT#helper")), says("@Helper status?")}},
		{ID: "bot-text-no-mention", Level: Should, Doc: "a text without @", Source: "mention data is separate; inferred", Set: []Change{says("status?")}},
		{ID: "bot-text-fullwidth-at", Level: May, Doc: "a full-width ＠ in the text", Source: "handled by a public receiver; observed", Set: []Change{set(robots, ids("@RBT#001")), says("＠RBT#001 你好")}},
		{ID: "bot-text-multiple-at", Level: Must, Doc: "a chatbot and a member mentioned in one text", Source: seed, Set: []Change{set(robots, ids("@RBT#001")), says("@@RBT#001 hello @otis")}},
		{ID: "bot-nontext", Level: Should, Doc: "only a picture", Source: "mention by SDK data; inferred", Set: []Change{from("MsgBody", func(g *Gen) Value { return g.body(tImage) })}},
		{ID: "bot-composite", Level: Should, Doc: "text and picture", Source: "composite rule (1047/33527)", Set: []Change{from("MsgBody", func(g *Gen) Value { return g.body(tText, tImage) })}},
		{ID: "bot-topic", Level: Must, Doc: "in a topic of a community", Source: seed, Set: inTopic()},
		{ID: "bot-online-only", Level: Must, Doc: "OnlineOnlyFlag 1, as in the sample", Source: seed, Set: []Change{set("OnlineOnlyFlag", jsontree.Int(1))}},
		{ID: "bot-with-groupatinfo", Level: Should, Expect: ExpectSame, Doc: "GroupAtInfo beside AtRobots_Account", Source: "possible addition; inferred", OffSpec: []string{"/GroupAtInfo"}, Set: []Change{from("GroupAtInfo", func(g *Gen) Value {
			return jsontree.Array(atMember(g.Value(robots).Item(0).Text()))
		})}},
		{ID: "bot-from-bot", Level: Should, Doc: "the sender is itself a chatbot; the backend should not loop", Source: "reply loops; inferred", Set: []Change{set("From_Account", jsontree.String("@RBT#standup"))}},
		{
			ID: "bot-and-send-pair", Level: Should, Doc: "both callbacks of one message, in both orders", Source: "both switches on; inferred",
			Steps: []Step{
				{Label: "bot first"},
				{Label: "then send", Callback: "send", Set: sameMessage()},
				{Label: "send first", Callback: "send", SameEventAs: 1, Set: sameMessage()},
				{Label: "then bot", SameEventAs: 1},
			},
		},
	})
}

// sameMessage gives a send callback the message of the bot callback in the same world.
func sameMessage() []Change {
	return []Change{from("MsgBody", func(g *Gen) Value { return g.As("bot").Value("MsgBody") })}
}

func inTopic() []Change {
	return []Change{
		set("Type", jsontree.String(community)),
		from("TopicId", func(g *Gen) Value { return jsontree.String(g.Text("GroupId") + topicMark + "builds") }),
	}
}
