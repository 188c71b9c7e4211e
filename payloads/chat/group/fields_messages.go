package group

import (
	"strconv"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const maxUint32 = 1<<32 - 1

// newerMsgIDField is MsgId of a message that is not sent yet.
func newerMsgIDField() payloads.Field {
	f := payloads.MsgIDField("newer Chinese pages have it (269/1619)").Sent(payloads.DocumentedOnly).
		InCase("the page is newer")
	usual := f.Make
	return f.By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw("MsgId is there")
		if g.Scope() == payloads.Domain && d.Chance(30) {
			return payloads.Value{}
		}
		return usual(g)
	})
}

// failure is why a message was not delivered, as the page of error codes has it.
type failure struct {
	code int64
	text string
}

func failures() []failure {
	return []failure{
		{10023, "too many messages"},
		{10017, "the sender is muted"},
		{10010, "the group does not exist"},
		{80001, "the text is not safe"},
	}
}

// failureFields are ErrorCode and ErrorInfo of a request. They are no members of an answer.
func failureFields() []payloads.Field {
	why := func(g *payloads.Gen) failure {
		d := g.Draw("ErrorCode")
		list := failures()
		if g.Scope() != payloads.Domain {
			return list[0]
		}
		return list[d.N(len(list))]
	}
	return []payloads.Field{
		payloads.Part("ErrorCode", payloads.Integer(1, 0), "of the request: the error that the sender got").
			By(func(g *payloads.Gen) payloads.Value { return jsontree.Int(why(g).code) }),
		payloads.Part("ErrorInfo", payloads.Text(0), "of the request: the error in words").
			By(func(g *payloads.Gen) payloads.Value { return jsontree.String(why(g).text) }),
	}
}

// receiptsField is GroupMsgReceiptList: how many have read each message, and who.
func receiptsField() payloads.Field {
	readers := payloads.PartWhen("somebody has read it (inferred: otherwise empty or absent)", "ReadReceiptMembers",
		payloads.Array(payloads.Object(account("Member_Account", "UserID of a member")), 0, 0), "who has read it")
	receipt := payloads.Object(
		payloads.Part("MsgSeq", payloads.Integer(0, maxUint32), "sequence number of the message").
			Of("", payloads.IsKey),
		payloads.Part("ReadNum", payloads.Integer(0, 0), "how many have read it"),
		payloads.Part("UnreadNum", payloads.Integer(0, 0), "how many have not"),
		readers,
	)
	return payloads.Part("GroupMsgReceiptList", payloads.Array(receipt, 1, 0), "the messages, and how many have read "+
		"each after the event: nobody where it was sent just now").Of("receipts", payloads.IsKey).By(makeReceipts)
}

// makeReceipts counts as many as it names: the page's sample has one reader where it names one.
func makeReceipts(g *payloads.Gen) payloads.Value {
	d := g.Draw("GroupMsgReceiptList")
	list := make([]payloads.Value, g.HowMany(&d, 10, 40, 5))
	seq := g.NextSeq(40)
	for i := range list {
		readers := make([]payloads.Value, g.HowMany(&d, 20, 30, 5))
		if g.Scope() == payloads.Domain && d.Chance(20) {
			readers = nil
		}
		for j := range readers {
			number := strconv.Itoa(j)
			readers[j] = payloads.Obj("Member_Account", g.Account("reader "+number)+number)
		}
		named := jsontree.Array(readers...)
		if len(readers) == 0 && d.Chance(50) {
			named = payloads.Value{}
		}
		list[i] = payloads.Obj("MsgSeq", seq, "ReadNum", len(readers), "UnreadNum", d.Between(0, 40),
			"ReadReceiptMembers", named)
		seq += d.Between(1, 3)
	}
	return jsontree.Array(list...)
}
