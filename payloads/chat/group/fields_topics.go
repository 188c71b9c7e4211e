package group

import (
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// Topics are in communities alone (Group System, 1047/33529).
const (
	maxTopicBytes   = 96
	communityPrefix = "@TGS#_"
	topicMark       = "@TOPIC#_" // between the community's id and the topic's own part
)

// communityTypeField is Type of what happens in communities alone.
func communityTypeField() payloads.Field {
	return payloads.Part("Type", payloads.Type{Kind: jsontree.KindString, Const: community}, "group type")
}

// communityIDField is GroupId of what happens in communities alone. It has no edge cases of other groups' ids.
func communityIDField() payloads.Field {
	f := payloads.GroupIDField().Of("", payloads.IsConversation)
	f.Doc = "id of the community"
	return f
}

// newTopicField is TopicId of a topic that was made.
func newTopicField() payloads.Field {
	doc := "topic id: GroupId, then @TOPIC#_, then the topic's own part; the sample's GroupId is another group's"
	f := payloads.Part("TopicId", payloads.Text(maxTopicBytes), doc).Of("", payloads.IsConversation)
	return f.By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw("TopicId")
		return topicsOf(g, &d, 1)[0]
	})
}

// lostTopicsField is TopicIdList.
func lostTopicsField() payloads.Field {
	doc := "the topics that were deleted; the table says String, the sample has a list of strings"
	f := payloads.Part("TopicIdList", payloads.Array(payloads.Text(maxTopicBytes), 1, 0), doc).Of("", payloads.IsKey)
	return f.By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw("TopicIdList")
		return jsontree.Array(topicsOf(g, &d, g.HowMany(&d, 20, 40, 5))...)
	})
}

// topicsOf are topics of the packet's community, each another one.
func topicsOf(g *payloads.Gen, d *payloads.Draw, n int) []payloads.Value {
	names := []string{"builds", "general", "lunch", "ideas", "TestTopic"}
	list := make([]payloads.Value, n)
	for i, first := 0, d.N(len(names)); i < n; i++ {
		name := names[(first+i)%len(names)]
		if i >= len(names) || d.Chance(30) { // an id that Chat assigned
			name = "@TOPIC#c" + d.FromAlphabet("ABCDEFGHIJKLMNPQRSTUVWXYZ23456789", 11)
		}
		list[i] = jsontree.String(g.Text("GroupId") + topicMark + name)
	}
	return list
}

// editedGroupField is GroupId where no Type stands beside it that would tell a community.
func editedGroupField() payloads.Field {
	f := payloads.GroupIDField()
	usual := f.Make
	return f.By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw("a community's")
		if g.Sends(&d, 40) && g.Overridden("TopicId") == "" {
			id := communityPrefix + "@TGS#c" + d.FromAlphabet("ABCDEFGHIJKLMNPQRSTUVWXYZ23456789", 11)
			return jsontree.String(id)
		}
		return usual(g)
	})
}

// editedTopicField is TopicId where it is always there, and empty outside topics.
func editedTopicField() payloads.Field {
	f := payloads.Part("TopicId", payloads.Text(maxTopicBytes), "topic id: GroupId, then @TOPIC#_, then the topic's "+
		"own part; empty outside topics").Of("", payloads.IsConversation)
	return f.By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw("TopicId")
		if !g.Sends(&d, 70) || !strings.HasPrefix(g.Text("GroupId"), communityPrefix) {
			return jsontree.String("")
		}
		return topicsOf(g, &d, 1)[0]
	})
}
