package payloads

import (
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

const groupSystem = "Group System (1047/33529)"

// groupVariants is section 5 of the catalogue.
func groupVariants() []Variant {
	ofType := func(t string) []Change { return []Change{set("Type", jsontree.String(t))} }
	withID := func(id string) []Change { return []Change{set("GroupId", jsontree.String(id))} }
	topicNamed := func(name string) []Change {
		return []Change{set("Type", jsontree.String(community)), from("TopicId", func(g *Gen) Value {
			return jsontree.String(g.Text("GroupId") + topicMark + name)
		})}
	}
	return section("Groups", onAll, []Variant{
		{ID: "group-public", Level: Must, Expect: ExpectSame, Doc: "Type Public", Source: "the command's page", Set: ofType("Public")},
		{ID: "group-private", Level: Must, Expect: ExpectSame, Doc: "Type Private", Source: "REST lists it (1047/44190)", Set: ofType("Private")},
		{ID: "group-work", Level: Must, Expect: ExpectSame, Doc: "Type Work, the new name of Private", Source: groupSystem, Set: ofType("Work")},
		{ID: "group-chatroom", Level: Must, Expect: ExpectSame, Doc: "Type ChatRoom", Source: "a capture", Set: ofType("ChatRoom")},
		{ID: "group-meeting", Level: Must, Expect: ExpectSame, Doc: "Type Meeting, the new name of ChatRoom", Source: groupSystem, Set: ofType("Meeting")},
		{ID: "group-avchatroom", Level: Must, Expect: ExpectSame, Doc: "Type AVChatRoom, an audio-video group", Source: "a capture of 2022", Set: ofType(avChatRoom)},
		{ID: "group-community", Level: Must, Expect: ExpectSame, Doc: "Type Community with an id that begins @TGS#_", Source: "sample of 1047/46979", Set: ofType(community)},
		{ID: "group-bchatroom", Level: May, Doc: "Type BChatRoom, retired", Source: "older documents", Set: ofType("BChatRoom")},
		{ID: "group-live", on: onSend, Level: May, Doc: "Type Live without OnlineOnlyFlag", Source: "a sister product's copy of the page (trtc.io/document/74348)", OffSpec: []string{"/OnlineOnlyFlag"}, Set: append(ofType("Live"), remove("OnlineOnlyFlag"))},
		{ID: "group-type-unlisted", Level: Should, Doc: "a group type nobody knows yet", Source: "open list; inferred", OffSpec: []string{"/Type"}, Set: ofType("SuperLounge")},
		{ID: "groupid-tgs", Level: Must, Expect: ExpectValue, Doc: "an id that Chat assigned", Source: "the command's page", Set: withID("@TGS#2QN5KV3MPT")},
		{ID: "groupid-digits", Level: Must, Expect: ExpectValue, Doc: "an id of digits, which stays a string", Source: "sample of 1047/46979; a capture", Set: withID("1001555")},
		{ID: "groupid-uuid", Level: Must, Expect: ExpectValue, Doc: "a UUID as id", Source: "a capture of 2022", Set: withID("6f0c2b77-19d4-4c4e-a6a1-5f2f0f0b9a31")},
		{ID: "groupid-max-48", Level: Must, Expect: ExpectValue, Doc: "an id of 48 printable ASCII bytes", Source: groupSystem, Set: withID("grp-" + strings.Repeat("0123456789", 4) + "~end")},
		{ID: "groupid-odd-ascii", Level: Must, Expect: ExpectValue, Doc: "an id with spaces, quotes, %, #, ? and a backslash", Source: groupSystem + "; escaping traps", Set: withID(`a b/c%41?x=1&y#'"<>\`)},
		{ID: "groupid-sql-html", Level: Should, Expect: ExpectValue, Doc: "ids that look like SQL and HTML", Source: groupSystem + "; injection traps", Steps: []Step{
			{Label: "SQL", Set: withID(`'; DROP TABLE x;--`)}, {Label: "HTML", Set: withID(`<img src=x>`)},
		}},
		{ID: "topic-absent", on: onTopics, Level: Must, Expect: ExpectSame, Doc: "no TopicId", Source: "field tables: topics only", Set: []Change{remove("TopicId")}},
		{ID: "topic-empty", on: onTopics, Level: Should, Expect: ExpectSame, Doc: "an empty TopicId, to be read as absent", Source: "sample of a sibling callback (269/129193)", OffSpec: []string{"/TopicId"}, Set: []Change{set("TopicId", jsontree.String(""))}},
		{ID: "topic-null", on: onTopics, Level: May, Doc: "TopicId null", Source: "inferred", OffSpec: []string{"/TopicId"}, Set: []Change{set("TopicId", jsontree.Null())}},
		{ID: "topic-custom", on: onTopics, Level: Must, Expect: ExpectValue, Doc: "a topic with a name of the app's own", Source: "sample of 1047/46979", Set: topicNamed("builds")},
		{ID: "topic-assigned", on: onTopics, Level: Must, Expect: ExpectValue, Doc: "a topic with an id that Chat assigned", Source: groupSystem, Set: topicNamed("@TOPIC#c4QPLZ7WME")},
		{ID: "topic-max-96", on: onTopics, Level: Must, Expect: ExpectValue, Doc: "a TopicId of 96 bytes", Source: groupSystem, Set: append(withID("@TGS#_lobby"), topicNamed(strings.Repeat("t", maxTopicBytes-len("@TGS#_lobby"+topicMark)))...)},
		{ID: "topic-foreign-group", on: onRecall, Level: Must, Doc: "a TopicId of another group than GroupId, as in the documentation's sample", Source: "sample of 1047/46979", OffSpec: []string{"/GroupId", "/TopicId"}, Set: append(append(ofType(community), withID("1213456")...), set("TopicId", jsontree.String("@TGS#_@TGS#cQVLVHIM62CJ@TOPIC#_TestTopic")))},
		{ID: "topic-on-public", on: onTopics, Level: May, Expect: ExpectSurvive, Doc: "a TopicId in a Public group", Source: "contradictory input; inferred", OffSpec: []string{"/TopicId"}, Set: []Change{from("TopicId", func(g *Gen) Value { return jsontree.String(g.Text("GroupId") + topicMark + "builds") })}},
	})
}
