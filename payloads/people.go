package payloads

import (
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

const (
	administrator = "administrator" // the app administrator's default name; the REST API acts in it

	// Group System (1047/33529); chatbots: 1047/55281.
	groupPrefix     = "@TGS#"
	communityPrefix = "@TGS#_"
	topicMark       = "@TOPIC#_" // between the community's id and the topic's own part
	botPrefix       = "@RBT#"
	community       = "Community"
	avChatRoom      = "AVChatRoom" // an audio-video group

	idAlphabet = "ABCDEFGHIJKLMNPQRSTUVWXYZ23456789"
)

// Account is a person of this event. One role is always one person: "sender" in a message and in its recall.
func (g *Gen) Account(role string) string {
	d := g.Draw(role)
	return accountOf(&d)
}

func accountOf(d *Draw) string {
	letters := func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}
	return strings.Map(letters, strings.ToLower(d.faker().FirstName())) + d.Digits(2)
}

// BotAccount is [Gen.Account] for chatbots.
func (g *Gen) BotAccount(role string) string {
	d := g.Draw(role)
	name := d.Pick([]string{"helper", "faq", "translator", "standup", "poll", "oncall", "weather", "concierge"})
	return botPrefix + name + "_" + d.Digits(2)
}

// makeGroupType fits an id that the user gives: @TGS#_ and topics are for communities.
func makeGroupType(g *Gen) Value {
	group := g.Overridden("GroupId")
	d := g.Draw("Type")
	switch {
	case g.Overridden("TopicId") != "", strings.HasPrefix(group, communityPrefix):
		return jsontree.String(community)
	case g.scope == Maximal && group == "":
		return jsontree.String(community)
	case g.scope == Domain:
		types := []string{"Public", "Public", "Private", "Work", "ChatRoom", "Meeting", avChatRoom}
		if group == "" { // a given id would have to begin as a community's
			types = append([]string{community, community}, types...)
		}
		return jsontree.String(d.Pick(types))
	}
	return jsontree.String("Public")
}

// makeGroupID fits the group's type: only the ids of communities begin @TGS#_, and a topic names its community. Apps
// may choose ids themselves, so some are words and numbers.
func makeGroupID(g *Gen) Value {
	if owner, _, isTopic := strings.Cut(g.Overridden("TopicId"), topicMark); isTopic {
		return jsontree.String(owner)
	}
	d := g.Draw("GroupId")
	if g.Text("Type") == community {
		if g.scope == Domain && d.Chance(25) {
			name := d.Pick([]string{"lobby", "makers", "city-" + d.Digits(3), "guild_" + d.Hex(6)})
			return jsontree.String(communityPrefix + name)
		}
		return jsontree.String(communityPrefix + groupPrefix + "c" + d.FromAlphabet(idAlphabet, 11))
	}
	if g.scope == Domain && d.Chance(30) {
		own := []string{d.Digits(7), "room-" + d.Digits(4), d.UUID(), "team " + d.Pick([]string{"red", "blue"})}
		return jsontree.String(d.Pick(own))
	}
	return jsontree.String(groupPrefix + "2" + d.FromAlphabet(idAlphabet, 8))
}

// makeTopicID is absent outside communities, since other groups have no topics.
func makeTopicID(g *Gen) Value {
	d := g.Draw("TopicId")
	inTopic := g.scope == Maximal || g.scope == Domain && d.Chance(60) || g.Overridden("TopicId") != ""
	if g.Text("Type") != community || !inTopic {
		return Value{}
	}
	return jsontree.String(g.topicID(&d))
}

func (g *Gen) topicID(d *Draw) string {
	name := d.Pick([]string{"builds", "general", "lunch", "TestTopic", "topic:#c" + d.FromAlphabet(idAlphabet, 8)})
	if assigned, isAssigned := strings.CutPrefix(name, "topic:"); isAssigned {
		name = "@TOPIC" + assigned
	}
	return g.Text("GroupId") + topicMark + name
}

// makeOperator is who acts: an administrator through the REST API, the sender of a message, or a member.
func makeOperator(g *Gen) Value {
	d := g.Draw("Operator_Account")
	switch {
	case g.scope == Maximal, g.scope == Domain && d.Chance(20):
		return jsontree.String(administrator)
	case g.command.Field("From_Account") != nil:
		return g.Value("From_Account")
	}
	return jsontree.String(g.Account("member"))
}

func makeSender(g *Gen) Value { return jsontree.String(g.Account("sender")) }

// tinyID is Chat's internal number of an account, 18 digits that begin 144115 (1047/34375, MsgId in the sample).
func tinyID(account string) string {
	return "144115" + itoa(100_000_000_000+int64(hash(0, account)%900_000_000_000))
}

// clientIP is an address of a block that is reserved for documentation (RFC 5737), so it can never be anybody's.
func (g *Gen) clientIP() string {
	d := g.Draw("ClientIP")
	return "203.0.113." + itoa(d.Between(1, 254))
}

// UUID draws one of version 4.
func (d *Draw) UUID() string {
	h := d.Hex(32)
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:]
}
