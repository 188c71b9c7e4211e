package c2c

import (
	"fmt"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const (
	ownPage  = "the command's page"
	inferred = "inferred"
	sent     = "c2c-after-send" // the callback of a message that was sent
)

func must(id, doc, source string, set ...payloads.Change) payloads.Variant {
	return payloads.MustCase(payloads.PeopleSection, id, doc, source, set...)
}

func should(id, doc, source string, set ...payloads.Change) payloads.Variant {
	return payloads.ShouldCase(payloads.PeopleSection, id, doc, source, set...)
}

func text(s string) payloads.Value {
	return payloads.Arr(payloads.Obj("MsgType", "TIMTextElem", "MsgContent", payloads.Obj("Text", s)))
}

// messageCases are of callbacks that carry a message between two users.
func messageCases() []payloads.Variant {
	itself := func(g *payloads.Gen) payloads.Value { return g.Value("From_Account") }
	return []payloads.Variant{
		should("c2c-self", "a user writes to themselves", inferred, payloads.From("To_Account", itself)),
		should("c2c-to-bot", "a message to a chatbot", "chatbots (1047/55281)",
			payloads.Set("To_Account", "@RBT#helper")),
		should("c2c-friendship-wild", "FriendShip, which no page has", "a capture of 2018",
			payloads.Beside("FriendShip", 3)).Departing(payloads.ExpectOK, "/FriendShip"),
	}
}

// keyCases are of a message that is about to be sent. That of one that was has the cases of the field's type alone, as
// in earlier versions.
func keyCases() []payloads.Variant {
	return []payloads.Variant{
		should("c2c-msgkey-absent", "no MsgKey", "captures of 2018", payloads.Remove("MsgKey")).
			Departing(payloads.ExpectOK, "/MsgKey"),
		should("c2c-msgkey-mismatch", "MsgKey of another message", inferred,
			payloads.Set("MsgKey", "48374_2837546_1557481126")).Departing(payloads.ExpectOK, "/MsgKey"),
	}
}

// deliveryCases are about a message that went out, and one that did not.
func deliveryCases() []payloads.Variant {
	return []payloads.Variant{
		must("c2c-failed", "a message that was not delivered", ownPage, payloads.Set("SendMsgResult", 80001)),
		must("c2c-unread-zero", "a message that was read at once", ownPage, payloads.Set("UnreadMsgNum", 0)),
	}
}

func readCases() []payloads.Variant {
	itself := func(g *payloads.Gen) payloads.Value { return g.Value("Report_Account") }
	return []payloads.Variant{
		must("report-zero", "nothing is left unread", ownPage, payloads.Set("UnreadMsgNum", 0)),
		should("report-self", "the conversation of a user with themselves", inferred,
			payloads.From("Peer_Account", itself)),
	}
}

// recallCases are about a message that the backend knows, does not know yet, or never will.
func recallCases() []payloads.Variant {
	recall := func(label string) payloads.Step {
		return payloads.Step{Label: label, Set: []payloads.Change{
			payloads.From("MsgKey", func(g *payloads.Gen) payloads.Value { return g.As(sent).Value("MsgKey") }),
		}}
	}
	id := func(g *payloads.Gen) payloads.Value {
		return jsontree.String(payloads.MessageID(g.Text("From_Account"), g.Now().Unix()-5, "2837546"))
	}
	unknown := func(g *payloads.Gen) payloads.Value {
		d := g.Draw("unknown")
		m := messageOf(g, &d, 110)
		m.seq += 4_000_000_000
		return jsontree.String(m.key())
	}
	return []payloads.Variant{
		must("withdraw-known", "a message, then its recall; final state: recalled", ownPage).Sending(
			payloads.Step{Label: "message", Callback: sent}, recall("then its recall")),
		should("withdraw-before-send", "the recall first, then its message; final state: recalled",
			"delivery out of order; "+inferred).Sending(
			recall("recall first"), payloads.Step{Label: "then its message", Callback: sent}),
		must("withdraw-unknown-key", "a message that was never delivered", "missed callbacks are normal; "+inferred,
			payloads.From("MsgKey", unknown)),
		should("withdraw-msgid-present", "MsgId although no page has it here", "likely addition; "+inferred,
			payloads.Beside("MsgId", id)).Departing(payloads.ExpectSame, "/MsgId"),
		should("withdraw-unread", "UnreadMsgNum, as on the international page", "the pages differ",
			payloads.Set("UnreadMsgNum", 6)).Departing(payloads.ExpectSame),
	}
}

func modifyCases() []payloads.Variant {
	const rest = "the REST API edits either (269/74740); " + inferred
	body, data := payloads.Set("MsgBody", text("see you at 9")), payloads.Set("CloudCustomData", `{"edited":1}`)
	peer := func(g *payloads.Gen) payloads.Value { return g.Value("To_Account") }
	return []payloads.Variant{
		must("modify-both", "the body and the custom data are edited", ownPage, body, data),
		should("modify-body-only", "the body is edited", rest, body, payloads.Remove("CloudCustomData")),
		should("modify-ccd-only", "the custom data is edited", rest, payloads.Remove("MsgBody"), data),
		must("modify-by-peer", "the receiver edits the message", "either may (trtc.io/document/53444)",
			payloads.From("Operator_Account", peer)),
		must("modify-unknown-key", "a message that was never delivered", "missed callbacks are normal; "+inferred,
			payloads.Set("MsgSeq", 48374), payloads.Set("MsgRandom", 2837546), payloads.Set("MsgTime", 1557481126)),
	}
}

func readAllCases() []payloads.Variant {
	hundred := make([]payloads.Value, 100)
	for i := range hundred {
		hundred[i] = payloads.Obj("GroupId", fmt.Sprintf("room-%d", i+1), "MsgSeq", 100+i)
	}
	groups := func(list ...payloads.Value) payloads.Change {
		return payloads.Set("GroupReadInfo", jsontree.Array(list...))
	}
	return []payloads.Variant{
		must("readall-groups", "two groups are cleared", ownPage,
			groups(payloads.Obj("GroupId", "@TGS#2QN5KV3MPT", "MsgSeq", 42),
				payloads.Obj("GroupId", "1001555", "MsgSeq", 7))),
		should("readall-empty", "no group is cleared", inferred, groups()),
		should("readall-absent", "no list of groups", inferred, payloads.Remove("GroupReadInfo")),
		should("readall-hundred", "100 groups are cleared", inferred, groups(hundred...)),
	}
}

func receiptCases() []payloads.Variant {
	many := func(n int, id bool) payloads.Change {
		return payloads.From("C2CMsgInfo", func(g *payloads.Gen) payloads.Value {
			d := g.Draw("messages of a case")
			return jsontree.Array(readOf(g, &d, n, id)...)
		})
	}
	return []payloads.Variant{
		must("receipt-one", "a receipt for one message", ownPage, many(1, true)),
		must("receipt-many", "a receipt for 30 messages", "limit of the client SDK; "+inferred, many(30, true)),
		should("receipt-msgid-absent", "no MsgId", "the field table was not read", many(1, false)).
			Departing(payloads.ExpectSame, "/C2CMsgInfo/0/MsgId"),
	}
}
