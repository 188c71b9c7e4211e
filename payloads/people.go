package payloads

import (
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// administrator is the default name of the app administrator, in whose name the REST API acts.
const administrator = "administrator"

const (
	groupPrefix     = "@TGS#"
	communityPrefix = "@TGS#_"
	topicMark       = "@TOPIC#_"
	botPrefix       = "@RBT#"
)

const (
	idAlphabet = "ABCDEFGHIJKLMNPQRSTUVWXYZ23456789"
	community  = "Community"
	avChatRoom = "AVChatRoom"
)

// account is a person of this packet's world: the same role is always the same person.
func (g *Gen) account(role string) string {
	d := g.draw(role)
	return accountOf(&d)
}

func accountOf(d *draw) string {
	name := strings.ToLower(d.faker().FirstName())
	name = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, name)
	return name + d.digits(2)
}

// botAccount is a chatbot of this packet's world.
func (g *Gen) botAccount(role string) string {
	d := g.draw(role)
	return botPrefix + d.pick([]string{"helper", "faq", "translator", "standup", "poll", "oncall", "weather", "concierge"}) + "_" + d.digits(2)
}

func makeGroupType(g *Gen) Value {
	group := g.overridden("GroupId")
	d := g.draw("Type")
	switch {
	case g.overridden("TopicId") != "", strings.HasPrefix(group, communityPrefix):
		return jsontree.String(community)
	case g.scope == Maximal && group == "":
		return jsontree.String(community)
	case g.scope == Domain:
		types := []string{community, community, "Public", "Public", "Private", "Work", "ChatRoom", "Meeting", avChatRoom}
		if group != "" {
			types = types[2:] // no other group has an id like a community's
		}
		return jsontree.String(d.pick(types))
	}
	return jsontree.String("Public")
}

// makeGroupID fits the group's type: only communities begin with @TGS#_, and a topic names its community.
func makeGroupID(g *Gen) Value {
	if owner, _, isTopic := strings.Cut(g.overridden("TopicId"), topicMark); isTopic {
		return jsontree.String(owner)
	}
	d := g.draw("GroupId")
	if g.Text("Type") == community {
		if g.scope == Domain && d.chance(25) {
			return jsontree.String(communityPrefix + d.pick([]string{"lobby", "makers", "city-" + d.digits(3), "guild_" + d.hex(6)}))
		}
		return jsontree.String(communityPrefix + groupPrefix + "c" + d.fromAlphabet(idAlphabet, 11))
	}
	if g.scope == Domain && d.chance(30) {
		return jsontree.String(d.pick([]string{d.digits(7), "room-" + d.digits(4), d.uuid(), "team " + d.pick([]string{"red", "blue"})}))
	}
	return jsontree.String(groupPrefix + "2" + d.fromAlphabet(idAlphabet, 8))
}

// makeTopicID is absent outside communities, where there are no topics.
func makeTopicID(g *Gen) Value {
	d := g.draw("TopicId")
	inTopic := g.scope == Maximal || g.scope == Domain && d.chance(60) || g.overridden("TopicId") != ""
	if g.Text("Type") != community || !inTopic {
		return Value{}
	}
	return jsontree.String(g.topicID(&d))
}

func (g *Gen) topicID(d *draw) string {
	name := d.pick([]string{"builds", "general", "lunch", "TestTopic", "topic:#c" + d.fromAlphabet(idAlphabet, 8)})
	if assigned, isAssigned := strings.CutPrefix(name, "topic:"); isAssigned {
		name = "@TOPIC" + assigned
	}
	return g.Text("GroupId") + topicMark + name
}

// makeOperator is the sender unless an administrator acts through the REST API.
func makeOperator(g *Gen) Value {
	d := g.draw("Operator_Account")
	switch {
	case g.scope == Maximal, g.scope == Domain && d.chance(20):
		return jsontree.String(administrator)
	case g.command.Field("From_Account") != nil:
		return g.Value("From_Account")
	}
	return jsontree.String(g.account("member"))
}

func makeSender(g *Gen) Value { return jsontree.String(g.account("sender")) }

// tinyID is the internal number of an account, about 18 digits that begin 144115 (1047/34375, MsgId in the sample).
func tinyID(account string) string {
	return "144115" + itoa(100_000_000_000+int64(hash(0, account)%900_000_000_000))
}

// clientIP is an address of the block that is reserved for documentation, so that it can never be anybody's.
func (g *Gen) clientIP() string {
	d := g.draw("ClientIP")
	return "203.0.113." + itoa(d.between(1, 254))
}

func (d *draw) uuid() string {
	h := d.hex(32)
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:]
}
