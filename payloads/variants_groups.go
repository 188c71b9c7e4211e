package payloads

import (
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

const groupSystem = "Group System (1047/33529)"

// groupTypeCases are about the type of a group. Group System (1047/33529) has new names, Work for Private and Meeting
// for ChatRoom, and captures have the old ones.
func groupTypeCases(c *Command, at string) []Variant {
	is := func(kind string) Change { return Set(at, kind) }
	return []Variant{
		must("group-public", "Type Public", ownPage, is("Public")).expect(alike(c)),
		must("group-private", "Type Private", "REST lists it (1047/44190)", is("Private")).expect(alike(c)),
		must("group-work", "Type Work, the new name of Private", groupSystem, is("Work")).expect(alike(c)),
		must("group-chatroom", "Type ChatRoom", "a capture", is("ChatRoom")).expect(alike(c)),
		must("group-meeting", "Type Meeting, the new name of ChatRoom", groupSystem, is("Meeting")).expect(alike(c)),
		must("group-avchatroom", "Type AVChatRoom, an audio-video group", "a capture of 2022",
			is(avChatRoom)).expect(alike(c)),
		must("group-community", "Type Community with an id that begins @TGS#_", "sample of 1047/46979",
			is(community)).expect(alike(c)),
		may("group-bchatroom", "Type BChatRoom, retired", "older documents", is("BChatRoom")),
		may("group-live", "Type Live without OnlineOnlyFlag",
			"a sister product's copy of the page (trtc.io/document/74348)", is("Live"),
			Remove("OnlineOnlyFlag")).offSpec("/OnlineOnlyFlag"),
		should("group-type-unlisted", "a group type that no page lists", "open list; inferred",
			is("SuperLounge")).offSpec(pointer(at)),
	}
}

// groupIDCases are about the id of a group. An app may choose it itself, as printable ASCII, so a backend must neither
// read it as a number nor put it into a URL or a query unescaped.
func groupIDCases(_ *Command, at string) []Variant {
	withID := func(id string) Change { return Set(at, id) }
	return []Variant{
		must("groupid-tgs", "an id that Chat assigned", ownPage, withID("@TGS#2QN5KV3MPT")).expect(ExpectValue),
		must("groupid-digits", "an id of digits, which stays a string", "sample of 1047/46979; a capture",
			withID("1001555")).expect(ExpectValue),
		must("groupid-uuid", "a UUID as id", "a capture of 2022",
			withID("6f0c2b77-19d4-4c4e-a6a1-5f2f0f0b9a31")).expect(ExpectValue),
		must("groupid-max-48", "an id of 48 printable ASCII bytes", groupSystem,
			withID("grp-"+strings.Repeat("0123456789", 4)+"~end")).expect(ExpectValue),
		must("groupid-odd-ascii", "an id with spaces, quotes, %, #, ? and a backslash", groupSystem+"; escaping traps",
			withID(`a b/c%41?x=1&y#'"<>\`)).expect(ExpectValue),
		should("groupid-sql-html", "ids that look like SQL and HTML",
			groupSystem+"; injection traps").expect(ExpectValue).steps(step("SQL", withID(`'; DROP TABLE x;--`)),
			step("HTML", withID(`<img src=x>`))),
	}
}

// topicCases are about topics. Only communities have them, so most of the cases make the group one.
func topicCases(c *Command, at string) []Variant {
	const sample, foreign = "sample of 1047/46979", "@TGS#_@TGS#cQVLVHIM62CJ@TOPIC#_TestTopic"
	isCommunity, there := Set("Type", community), pointer(at)
	longest := strings.Repeat("t", maxTopicBytes-len("@TGS#_lobby"+topicMark))
	return []Variant{
		must("topic-absent", "no TopicId", "field tables: topics only", Remove(at)).expect(alike(c)),
		should("topic-empty", "an empty TopicId, to be read as absent", "sample of a sibling callback (269/129193)",
			Set(at, "")).expect(alike(c)).offSpec(there),
		may("topic-null", "TopicId null", "inferred", Set(at, jsontree.Null())).offSpec(there),
		must("topic-custom", "a topic with a name of the app's own", sample,
			isCommunity, topicNamed("builds")).expect(ExpectValue),
		must("topic-assigned", "a topic with an id that Chat assigned", groupSystem,
			isCommunity, topicNamed("@TOPIC#c4QPLZ7WME")).expect(ExpectValue),
		must("topic-max-96", "a TopicId of 96 bytes", groupSystem,
			Set("GroupId", "@TGS#_lobby"), isCommunity, topicNamed(longest)).expect(ExpectValue),
		must("topic-foreign-group", "a TopicId of another group than GroupId, as in the documentation's sample", sample,
			isCommunity, Set("GroupId", "1213456"),
			Set(at, foreign)).offSpec("/GroupId", there),
		may("topic-on-public", "a TopicId in a Public group", "contradictory input; inferred",
			topicNamed("builds")).expect(ExpectSurvive).offSpec(there),
	}
}

// topicNamed is a topic of the packet's group, with this name of its own.
func topicNamed(name string) Change {
	return From("TopicId", func(g *Gen) Value { return jsontree.String(g.Text("GroupId") + topicMark + name) })
}
