package payloads

import (
	"github.com/timhook/timhook/payloads/jsontree"
)

const recallPage = "Callback After Recalling Group Messages (1047/46979)"

// RecalledField is MsgSeqList, the messages that were recalled.
func RecalledField() Field {
	return Part("MsgSeqList", inferred(Array(Object(
		Part("MsgSeq", inferred(Integer(0, maxUint32)), "sequence number of the recalled message").
			Of("", IsSequence|IsKey),
		PartWhen("documented today, missing from older models", "MsgId", Text(0),
			"the recalled message's id on the client").Of("recalled-id", 0),
	), 1, maxRecalled)), "the recalled messages, objects and not plain numbers; up to 10 through the REST API "+
		"(1047/34965; inferred: in a callback)").Of("recalled", IsKey).By(makeMsgSeqList)
}

// UniqueRecallsRule wants each message once.
func UniqueRecallsRule() Rule { return UniqueRule("unique-recalls", "MsgSeqList", path("MsgSeq")) }

func makeMsgSeqList(g *Gen) Value {
	d := g.Draw("MsgSeqList")
	return jsontree.Array(g.recalled(g.HowMany(&d, maxRecalled, 40, maxRecalled))...)
}

// recalled are n messages of the last two minutes, the time in which clients may recall (1047/48015).
func (g *Gen) recalled(n int) []Value {
	d := g.Draw("MsgSeqList entries")
	list := make([]Value, n)
	seq := g.NextSeq(3 * maxRecalled)
	at := g.params.Now.Unix() - d.Between(int64(n), 100)
	for i := range list {
		at = min(at+d.Between(0, 1), g.params.Now.Unix())
		author := g.Account("author " + itoa(int64(i%3)))
		list[i] = recalledEntry(seq, tinyID(author)+"-"+itoa(at)+"-"+itoa(d.Between(1, maxUint32)))
		seq += d.Between(1, 3)
	}
	return list
}

// recalledEntry is an entry of MsgSeqList.
func recalledEntry(seq int64, id string) Value { return Obj("MsgSeq", seq, "MsgId", id) }

// recallCases are about the list of what was recalled. The page names the members of an entry in prose alone, so that
// a reader may take them for plain numbers (inferred). An older SDK has no MsgId in its model (observed).
func recallCases(*Command, string) []Variant {
	holds := func(entries ...any) Change { return Set("MsgSeqList", Arr(entries...)) }
	entries := func(n int, list func(e []Value) Value) Change {
		return From("MsgSeqList", func(g *Gen) Value { return list(g.recalled(n)) })
	}
	many := func(n int) Change { return entries(n, func(e []Value) Value { return jsontree.Array(e...) }) }
	noID := func(entry Value) Value { return Obj("MsgSeq", entry.Get("MsgSeq")) }
	sent := func(g *Gen) Value {
		send := g.As("send")
		return Arr(recalledEntry(send.Int("MsgSeq"), send.Text("MsgId")))
	}
	return []Variant{
		must("recall-one", "one message", recallPage, many(1)),
		must("recall-many", "three messages, all to be handled", recallPage, many(3)),
		must("recall-ten", "ten messages, all to be handled", "REST batch limit (1047/34965)", many(maxRecalled)),
		may("recall-hundred", "100 messages", "beyond the documented batch",
			many(100)).expect(ExpectSurvive).offSpec("/MsgSeqList"),
		must("recall-no-msgid", "entries with MsgSeq alone", "a public SDK models it so; observed",
			entries(3, func(e []Value) Value { return Arr(noID(e[0]), noID(e[1])) })).expect(ExpectSame),
		should("recall-mixed-msgid", "entries with and without MsgId", "inferred",
			entries(3, func(e []Value) Value { return Arr(e[0], noID(e[1])) })),
		may("recall-msgid-only", "an entry without MsgSeq", "never seen",
			entries(1, func(e []Value) Value { return Arr(Obj("MsgId", e[0].Get("MsgId"))) })).
			expect(ExpectSurvive).offSpec("/MsgSeqList/0/MsgSeq"),
		may("recall-plain-integers", "[130, 131]", "the name suggests it; never seen",
			holds(130, 131)).expect(ExpectSurvive).offSpec("/MsgSeqList/0", "/MsgSeqList/1"),
		may("recall-seq-string", `"130" for 130`, "a public parser accepts both",
			holds(Obj("MsgSeq", "130"))).expect(ExpectSurvive).offSpec("/MsgSeqList/0/MsgSeq"),
		should("recall-empty-list", "an empty list", "never seen",
			holds()).expect(ExpectSurvive).offSpec("/MsgSeqList"),
		may("recall-duplicate-seq", "the same MsgSeq twice", "inferred",
			entries(1, func(e []Value) Value { return Arr(e[0], e[0]) })).offSpec("/MsgSeqList/1/MsgSeq"),
		should("recall-unsorted", "descending MsgSeq", "inferred",
			entries(3, func(e []Value) Value { return Arr(e[2], e[1], e[0]) })),
		must("recall-by-other", "the operator is not the author", recallPage, Set("Operator_Account", administrator)),
		must("recall-topic", "in a topic of a community", recallPage, inTopic()...),
		should("recall-avchatroom", "in an audio-video group", "supported in newer text (269/12341)",
			Set("Type", avChatRoom)),
		should("recall-extra-reason", "an extra Reason", "the REST API has it (269/12341)",
			Beside("Reason", "spam")).expect(ExpectSame).offSpec("/Reason"),
		must("recall-unknown-message", "a message that was never delivered", "missed callbacks are normal; inferred",
			holds(recalledEntry(4_000_000_001, "144115255330741182-1762851902-1"))),
		should("recall-before-send", "the recall first, then its message; final state: recalled",
			"out-of-order delivery; inferred").steps(step("recall first", From("MsgSeqList", sent)),
			Step{Label: "then its message", Callback: "send"}),
		must("recall-twice", "the same recall again, to no further effect", "retry (1047/34354)").steps(step("first"),
			step("again")),
	}
}
