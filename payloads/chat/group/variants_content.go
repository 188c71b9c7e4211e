package group

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

func failureCases() []payloads.Variant {
	var list []payloads.Variant
	ids := []string{"exception-frequency", "exception-muted", "exception-no-group", "exception-unsafe"}
	for i, f := range failures() {
		list = append(list, must(ids[i], "the message was refused: "+f.text, "error codes; "+ownPage,
			payloads.Set("ErrorCode", f.code), payloads.Set("ErrorInfo", f.text)))
	}
	return append(list, should("exception-code-unlisted", "an error that no page of these callbacks names",
		"open list; inferred", payloads.Set("ErrorCode", 99999), payloads.Set("ErrorInfo", "unknown error")))
}

func modifyCases() []payloads.Variant {
	inTopic := []payloads.Change{
		payloads.Set("GroupId", "@TGS#_lobby"), payloads.Set("TopicId", "@TGS#_lobby"+topicMark+"builds"),
	}
	return []payloads.Variant{
		must("gmodify-topic", "an edited message of a topic", ownPage, inTopic...),
		should("gmodify-ccd-present", "CloudCustomData although this page does not have it",
			"its one-to-one sibling has it; inferred", payloads.Beside("CloudCustomData", `{"edited":1}`)).
			Departing(payloads.ExpectSame, "/CloudCustomData"),
	}
}

func receiptCases() []payloads.Variant {
	receipt := func(seq, read, unread int, readers ...any) payloads.Value {
		return payloads.Obj("MsgSeq", seq, "ReadNum", read, "UnreadNum", unread, "ReadReceiptMembers",
			payloads.Arr(readers...))
	}
	reader := func(name string) payloads.Value { return payloads.Obj("Member_Account", name) }
	holds := func(receipts ...any) payloads.Change {
		return payloads.Set("GroupMsgReceiptList", payloads.Arr(receipts...))
	}
	return []payloads.Variant{
		must("greceipt-sent", "a message that asks for receipts was sent: nobody has read it", ownPage,
			holds(receipt(42, 0, 7))),
		must("greceipt-read", "a member has read two messages", ownPage,
			holds(receipt(42, 1, 6, reader("otis")), receipt(43, 1, 6, reader("otis")))),
		should("greceipt-many", "three members have read one message", inferred,
			holds(receipt(42, 3, 4, reader("otis"), reader("juno"), reader("mina07")))),
		should("greceipt-members-absent", "nobody has read the message, and no list of readers", inferred,
			holds(payloads.Obj("MsgSeq", 42, "ReadNum", 0, "UnreadNum", 7))),
	}
}

// fullCases are two callbacks about one group: one for the last place, and one for who found the group full.
func fullCases() []payloads.Variant {
	v := must("full-repeated", "a group is full, and five seconds later still", ownPage)
	later := func(g *payloads.Gen) payloads.Value { return jsontree.Int(g.Now().UnixMilli() + 5000) }
	v.Steps = []payloads.Step{
		{Label: "the last place"}, {Label: "no place", Set: []payloads.Change{payloads.From("EventTime", later)}},
	}
	return []payloads.Variant{v}
}

func destroyCases() []payloads.Variant {
	const large = 3000 // more than the 64 KiB that some backends read
	thousands := func(g *payloads.Gen) payloads.Value {
		owner := payloads.Obj("Member_Account", g.Text("Owner_Account"))
		list := crowd("MemberList", large).Make(g).Members()
		all := []payloads.Value{owner}
		for _, m := range list {
			all = append(all, m.Value)
		}
		return jsontree.Array(all...)
	}
	return []payloads.Variant{
		should("destroyed-thousands", "a group of 3001 members, in 80 KB", "list of members; size inferred",
			payloads.From("MemberList", thousands)),
		should("destroyed-name-absent", "no Name, as in the table", "field table",
			payloads.Remove("Name")).Departing(payloads.ExpectSame, "/Name"),
	}
}

// profileCases are about what of a profile has changed. A part that is empty was emptied, and one that is absent stays.
func profileCases() []payloads.Variant {
	all := []payloads.Change{
		payloads.Set("Name", "weekend hike"), payloads.Set("Introduction", "for all who like hills"),
		payloads.Set("Notification", "meet at 7"), payloads.Set("FaceUrl", "https://media.example.com/face/7.png"),
	}
	name := append([]payloads.Change{payloads.Remove("Notification")}, all[0])
	return []payloads.Variant{
		must("info-name", "the name alone", ownPage, name...),
		must("info-all-four", "all four parts", ownPage, all...),
		should("info-emptied", "an emptied notice, which differs from one that stays", inferred,
			payloads.Set("Notification", "")),
	}
}

func topicInfoCases() []payloads.Variant {
	topic := func(g *payloads.Gen) payloads.Value { return jsontree.String(g.Text("GroupId") + topicMark + "builds") }
	return append(profileCases(), should("topic-info-topicid-present",
		"TopicId although this page does not have it", "likely addition; inferred",
		payloads.Beside("TopicId", topic)).Departing(payloads.ExpectSame, "/TopicId"))
}

// memberFieldCases are about what has changed of a member, and under which name the member stands.
func memberFieldCases() []payloads.Variant {
	noRole := payloads.Remove("Role")
	is := func(name string, value any) payloads.Change { return payloads.Set(name, value) }
	otherName := func(g *payloads.Gen) payloads.Value { return jsontree.String(g.Account("changed member")) }
	return []payloads.Variant{
		must("field-role-admin", "a member became an administrator of the group", ownPage, is("Role", "Admin")),
		must("field-role-member", "a member ceased to be an administrator of the group", ownPage, is("Role", "Member")),
		must("field-namecard", "a new name in the group", ownPage, noRole, is("NameCard", "Otis (ops)")),
		must("field-both", "a new role and a new name", ownPage, is("Role", "Admin"), is("NameCard", "Otis (ops)")),
		should("field-emptied", "an emptied name in the group", inferred, noRole, is("NameCard", "")),
		must("field-modified-account", "Modified_Account in place of Member_Account", "the Chinese page (269/105353)",
			payloads.Remove("Member_Account"), payloads.From("Modified_Account", otherName)),
	}
}

func quotaCases() []payloads.Variant {
	of := func(used func(limit int64) int64) payloads.Change {
		return payloads.From("QuotaUsed", func(g *payloads.Gen) payloads.Value {
			return jsontree.Int(used(g.Int("Quota")))
		})
	}
	return []payloads.Variant{
		must("quota-71", "just above 70 %", ownPage, of(justAbove70)),
		must("quota-full", "the whole quota", ownPage, of(func(limit int64) int64 { return limit })),
		should("quota-over", "more than the quota", inferred, of(func(limit int64) int64 { return limit + 1 })),
	}
}

func beforeTopicCases() []payloads.Variant {
	const likely = "likely addition; inferred"
	now := func(g *payloads.Gen) payloads.Value { return jsontree.Int(g.Now().UnixMilli()) }
	return []payloads.Variant{
		should("topic-create-groupid-present", "GroupId although this page does not have it", likely,
			payloads.Beside("GroupId", "@TGS#_lobby")).Departing(payloads.ExpectSame, "/GroupId"),
		should("topic-create-eventtime-present", "EventTime although this page does not have it", likely,
			payloads.Beside("EventTime", now)).Departing(payloads.ExpectSame, "/EventTime"),
	}
}

func topicCases() []payloads.Variant {
	return []payloads.Variant{
		customFieldsCase(),
		must("topic-other-group", "GroupId of another group than TopicId, as in the page's sample", ownPage,
			payloads.Set("GroupId", "@TGS#2J4SZEAEL"), payloads.Set("TopicId", "@TGS#_lobby"+topicMark+"builds")).
			Departing(payloads.ExpectOK, "/GroupId", "/TopicId"),
	}
}

func lostTopicsCases() []payloads.Variant {
	topics := func(n int) payloads.Change {
		return payloads.From("TopicIdList", func(g *payloads.Gen) payloads.Value {
			d := g.Draw("topics of a case")
			return jsontree.Array(topicsOf(g, &d, n)...)
		})
	}
	plain := func(g *payloads.Gen) payloads.Value {
		return jsontree.String(g.Text("GroupId") + topicMark + "builds")
	}
	text := must("topics-string", "one topic as a string and no list, as the table may be read",
		"field table", payloads.From("TopicIdList", plain)).Departing(payloads.ExpectSurvive, "/TopicIdList")
	text.Level = payloads.May
	return []payloads.Variant{
		must("topics-one", "one topic", ownPage, topics(1)), must("topics-many", "twenty topics", ownPage, topics(20)),
		text,
	}
}
