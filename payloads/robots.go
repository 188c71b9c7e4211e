package payloads

import (
	"github.com/timhook/timhook/payloads/jsontree"
)

const botPage = "Callback After Reminding a Chatbot in a Group (1047/68953)"

// RobotsField is AtRobots_Account, the chatbots that a message reminds.
func RobotsField() Field {
	return Part("AtRobots_Account", inferred(Array(Prefixed(botPrefix, maxAccountBytes), 1, maxBots)),
		"the reminded chatbots; the text need not show their ids, so dispatch on this field "+
			"(at most 20: inferred from bots per application)").Of("chatbots", 0).By(makeAtRobots)
}

// UniqueRobotsRule wants each chatbot once.
func UniqueRobotsRule() Rule { return UniqueRule("unique-robots", "AtRobots_Account", nil) }

// makeAtRobots is mostly one chatbot. No page limits the number; 20 follows from the chatbots of an application
// (1047/55281).
func makeAtRobots(g *Gen) Value {
	d := g.Draw("AtRobots_Account")
	return g.bots(g.HowMany(&d, 2, 25, 5))
}

// bots are n different chatbots; from the second on a number keeps equal names apart.
func (g *Gen) bots(n int) Value {
	list := make([]Value, n)
	for i := range list {
		number := itoa(int64(i))
		id := g.BotAccount("bot " + number)
		if i > 0 {
			id += "." + number
		}
		list[i] = jsontree.String(id)
	}
	return jsontree.Array(list...)
}

// mentionCases are about whom a message reminds. Clients write the nickname or the id of a chatbot into the text, with
// a plain or a full-width @, or send no text at all. So only AtRobots_Account tells for certain who was reminded.
func mentionCases(*Command, string) []Variant {
	reminds := func(ids ...any) Change { return Set("AtRobots_Account", Arr(ids...)) }
	many := func(n int) Change {
		return From("AtRobots_Account", func(g *Gen) Value { return g.bots(n) })
	}
	says := func(s string) Change { return Set("MsgBody", Arr(textElement(s))) }
	mentionToo := func(g *Gen) Value { return Arr(atMember(g.Value("AtRobots_Account").Item(0).Text())) }
	return []Variant{
		must("bot-one", "one chatbot", botPage, many(1)),
		must("bot-two", "two chatbots, each to be handled", botPage, many(2)),
		should("bot-max", "20 chatbots, as many as an application may have",
			"chatbots per application (1047/55281); inferred", many(maxBots)),
		may("bot-thirty", "30 entries", "mention limit (1047/34375); inferred",
			many(maxMentions)).offSpec("/AtRobots_Account"),
		may("bot-duplicate", "the same chatbot twice, to be answered once", "inferred",
			reminds("@RBT#helper", "@RBT#helper")).offSpec("/AtRobots_Account/1"),
		should("bot-id-32", "@RBT# and 27 characters", "32-byte limit (1047/55281)",
			reminds("@RBT#abcdefghijklmnopqrstuvwxyz0")).expect(ExpectValue),
		should("bot-id-unknown", "a chatbot that the backend does not run", "several backends behind one URL; inferred",
			reminds("@RBT#somebody_else")),
		may("bot-id-case", "@RBT#Helper for @RBT#helper", "one receiver folds case; observed",
			reminds("@RBT#Helper")).expect(ExpectInfo),
		should("bot-list-empty", "an empty list", "never documented",
			reminds()).expect(ExpectSurvive).offSpec("/AtRobots_Account"),
		should("bot-list-absent", "no list", "never documented; a gateway drops it",
			Remove("AtRobots_Account")).expect(ExpectSurvive).offSpec("/AtRobots_Account"),
		may("bot-list-string", "a string instead of a list", "type drift, never seen",
			Set("AtRobots_Account", "@RBT#001")).expect(ExpectSurvive).offSpec("/AtRobots_Account"),
		should("bot-text-nickname", "the text shows a nickname, not the id", "clients insert nicknames; inferred",
			reminds("@RBT#helper"), says("@Helper status?")),
		should("bot-text-no-mention", "a text without @", "mention data is separate; inferred", says("status?")),
		may("bot-text-fullwidth-at", "a full-width ＠ in the text", "handled by a public receiver; observed",
			reminds("@RBT#001"), says("＠RBT#001 你好")),
		must("bot-text-multiple-at", "a chatbot and a member mentioned in one text", botPage,
			reminds("@RBT#001"), says("@@RBT#001 hello @otis")),
		should("bot-nontext", "only a picture", "mention by SDK data; inferred", only(tImage)),
		should("bot-composite", "text and picture", "composite rule (1047/33527)", only(tText, tImage)),
		must("bot-topic", "in a topic of a community", botPage, inTopic()...),
		must("bot-online-only", "OnlineOnlyFlag 1, as in the sample", botPage, Set("OnlineOnlyFlag", 1)),
		should("bot-with-groupatinfo", "GroupAtInfo beside AtRobots_Account", "possible addition; inferred",
			Beside("GroupAtInfo", mentionToo)).expect(ExpectSame).offSpec("/GroupAtInfo"),
		should("bot-from-bot", "the sender is itself a chatbot; the backend should not loop", "reply loops; inferred",
			Set("From_Account", "@RBT#standup")),
		should("bot-and-send-pair", "both callbacks of one message, in both orders",
			"both switches on; inferred").steps(
			Step{Label: "bot first"},
			Step{Label: "then send", Callback: "send", Set: sameMessage()},
			Step{Label: "send first", Callback: "send", SameEventAs: 1, Set: sameMessage()},
			Step{Label: "then bot", SameEventAs: 1},
		),
	}
}

// sameMessage gives a send callback the text of the bot callback about the same event.
func sameMessage() []Change {
	return []Change{bodyFrom(func(g *Gen) Value { return g.As("bot").Value("MsgBody") })}
}

// inTopic moves the event into a topic, which only communities have.
func inTopic() []Change {
	return []Change{Set("Type", community), topicNamed("builds")}
}
