package payloads

import (
	"slices"

	"github.com/timhook/timhook/payloads/jsontree"
)

// afterRecallMsg is sent after group messages were recalled, by a member's client or through the REST API.
func afterRecallMsg() *Command {
	const name, page = "Group.CallbackAfterRecallMsg", "Callback After Recalling Group Messages (1047/46979)"
	topic := topicIDField(page)
	topic.Presence = Conditional
	return &Command{
		Name: name, Short: "recall",
		Title:  "group messages were recalled",
		URL:    "https://www.tencentcloud.com/document/product/1047/46979",
		Page:   page + ", updated 2025-02-28",
		Sample: `{"CallbackCommand":"Group.CallbackAfterRecallMsg","Operator_Account":"admin","Type":"Community","GroupId":"1213456","MsgSeqList":[{"MsgSeq":130,"MsgId":"144115213033478435-1739361321-2512805311"}],"TopicId":"@TGS#_@TGS#cQVLVHIM62CJ@TOPIC#_TestTopic","EventTime":"1670574414123"}`,
		Request: []Field{
			commandField(name, page),
			operatorField(page, "UserID of who recalled, who need not be the author"),
			groupTypeField(page),
			groupIDField(page),
			{
				Name: "MsgSeqList", Source: page, Make: makeMsgSeqList,
				Type: inferred(array(object(
					Field{Name: "MsgSeq", Type: inferred(integer(0, maxUint32)), Doc: "sequence number of the recalled message", Source: page},
					Field{Name: "MsgId", Type: text(0), Presence: Conditional, When: "documented today, missing from older models", Doc: "the recalled message's id on the client", Source: page},
				), 1, maxRecalled)),
				Doc: "the recalled messages, objects and not plain numbers; up to 10 through the REST API (1047/34965; inferred: in a callback)",
			},
			topic,
			eventTimeField(page),
		},
		Rules:    append(groupRules(), uniqueSeqRule()),
		Variants: append(sharedVariants(onRecall), recallVariants()...),
	}
}

func makeMsgSeqList(g *Gen) Value {
	d := g.draw("MsgSeqList")
	switch {
	case g.scope == Maximal:
		return g.recalled(maxRecalled)
	case g.scope == Domain && d.chance(40):
		return g.recalled(int(d.between(2, maxRecalled)))
	}
	return g.recalled(1)
}

// recalled are n messages of the last two minutes, the time in which clients may recall (1047/48015).
func (g *Gen) recalled(n int) Value {
	d := g.draw("MsgSeqList entries")
	list := make([]Value, n)
	seq := g.nextSeq(3 * maxRecalled)
	at := g.params.Now.Unix() - d.between(int64(n), 100)
	for i := range list {
		at = min(at+d.between(0, 1), g.params.Now.Unix())
		list[i] = recalledEntry(seq, tinyID(g.account("author "+itoa(int64(i%3))))+"-"+itoa(at)+"-"+itoa(d.between(1, maxUint32)))
		seq += d.between(1, 3)
	}
	return jsontree.Array(list...)
}

func recalledEntry(seq int64, id string) Value {
	return jsontree.Object(jsontree.M("MsgSeq", jsontree.Int(seq)), jsontree.M("MsgId", jsontree.String(id)))
}

// recallVariants is section 12 of the catalogue.
func recallVariants() []Variant {
	const seed = "Callback After Recalling Group Messages (1047/46979)"
	const list = "MsgSeqList"
	many := func(n int) []Change {
		return []Change{from(list, func(g *Gen) Value { return g.recalled(n) })}
	}
	noID := func(g *Gen, i int) Value {
		entry, _ := g.recalled(3).Item(i).Remove(jsontree.Path{"MsgId"})
		return entry
	}
	return section("Recall", onRecall, []Variant{
		{ID: "recall-one", Level: Must, Doc: "one message", Source: seed, Set: many(1)},
		{ID: "recall-many", Level: Must, Doc: "three messages, all to be handled", Source: seed, Set: many(3)},
		{ID: "recall-ten", Level: Must, Doc: "ten messages, all to be handled", Source: "REST batch limit (1047/34965)", Set: many(maxRecalled)},
		{ID: "recall-hundred", Level: May, Expect: ExpectSurvive, Doc: "100 messages", Source: "beyond the documented batch", OffSpec: []string{"/" + list}, Set: many(100)},
		{ID: "recall-no-msgid", Level: Must, Expect: ExpectSame, Doc: "entries with MsgSeq alone", Source: "a public SDK models it so; observed", Set: []Change{from(list, func(g *Gen) Value { return jsontree.Array(noID(g, 0), noID(g, 1)) })}},
		{ID: "recall-mixed-msgid", Level: Should, Doc: "entries with and without MsgId", Source: "inferred", Set: []Change{from(list, func(g *Gen) Value { return jsontree.Array(g.recalled(3).Item(0), noID(g, 1)) })}},
		{ID: "recall-msgid-only", Level: May, Expect: ExpectSurvive, Doc: "an entry without MsgSeq", Source: "never seen", OffSpec: []string{"/" + list + "/0/MsgSeq"}, Set: []Change{from(list, func(g *Gen) Value {
			return jsontree.Array(jsontree.Object(jsontree.M("MsgId", g.recalled(1).Item(0).Get("MsgId"))))
		})}},
		{ID: "recall-plain-integers", Level: May, Expect: ExpectSurvive, Doc: "[130, 131]", Source: "the name suggests it; never seen", OffSpec: []string{"/" + list + "/0", "/" + list + "/1"}, Set: []Change{set(list, jsontree.Array(jsontree.Int(130), jsontree.Int(131)))}},
		{ID: "recall-seq-string", Level: May, Expect: ExpectSurvive, Doc: `"130" for 130`, Source: "a public parser accepts both", OffSpec: []string{"/" + list + "/0/MsgSeq"}, Set: []Change{set(list, jsontree.Array(jsontree.Object(jsontree.M("MsgSeq", jsontree.String("130")))))}},
		{ID: "recall-empty-list", Level: Should, Expect: ExpectSurvive, Doc: "an empty list", Source: "never seen", OffSpec: []string{"/" + list}, Set: []Change{set(list, jsontree.Array())}},
		{ID: "recall-duplicate-seq", Level: May, Doc: "the same MsgSeq twice", Source: "inferred", OffSpec: []string{"/" + list + "/1/MsgSeq"}, Set: []Change{from(list, func(g *Gen) Value { return jsontree.Array(g.recalled(1).Item(0), g.recalled(1).Item(0)) })}},
		{ID: "recall-unsorted", Level: Should, Doc: "descending MsgSeq", Source: "inferred", Set: []Change{from(list, descending)}},
		{ID: "recall-by-other", Level: Must, Doc: "the operator is not the author", Source: seed, Set: []Change{set("Operator_Account", jsontree.String(administrator))}},
		{ID: "recall-topic", Level: Must, Doc: "in a topic of a community", Source: seed, Set: inTopic()},
		{ID: "recall-avchatroom", Level: Should, Doc: "in an audio-video group", Source: "supported in newer text (269/12341)", Set: []Change{set("Type", jsontree.String(avChatRoom))}},
		{ID: "recall-extra-reason", Level: Should, Expect: ExpectSame, Doc: "an extra Reason", Source: "the REST API has it (269/12341)", OffSpec: []string{"/Reason"}, Set: []Change{set("Reason", jsontree.String("spam"))}},
		{ID: "recall-unknown-message", Level: Must, Doc: "a message that was never delivered", Source: "missed callbacks are normal; inferred", Set: []Change{set(list, jsontree.Array(recalledEntry(4_000_000_001, "144115255330741182-1762851902-1")))}},
		{ID: "recall-before-send", Level: Should, Doc: "the recall first, then its message; final state: recalled", Source: "out-of-order delivery; inferred", Steps: []Step{
			{Label: "recall first", Set: []Change{from(list, func(g *Gen) Value {
				sent := g.As("send")
				return jsontree.Array(recalledEntry(sent.Int("MsgSeq"), sent.Text("MsgId")))
			})}},
			{Label: "then its message", Callback: "send"},
		}},
		{ID: "recall-twice", Level: Must, Doc: "the same recall again, to no further effect", Source: "retry (1047/34354)", Steps: []Step{{Label: "first"}, {Label: "again"}}},
	})
}

func descending(g *Gen) Value {
	var items []Value
	for _, m := range slices.Backward(g.recalled(3).Members()) {
		items = append(items, m.Value)
	}
	return jsontree.Array(items...)
}
