package c2c

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// afterMsgReadReceipt is sent after a user has sent a read receipt for single messages (269/128223). Its field table
// and its answer were not read: the fields are the sample's, and the answer is taken to be that of the siblings.
func afterMsgReadReceipt() *payloads.Command {
	const name = "C2C.CallbackAfterMsgReadReceipt"
	return &payloads.Command{
		Name: name, Short: "c2c-receipt",
		Title: "a user has sent a read receipt for one-to-one messages",
		URL:   "https://cloud.tencent.com/document/product/269/128223",
		Page:  "After a Read Receipt for One-to-One Messages (269/128223), updated 2026-02-05",
		Doubt: "the field table and the answer's table could not be read: the fields are the sample's, and the " +
			"answer is taken to be that of the siblings",
		Sample: `{"CallbackCommand":"C2C.CallbackAfterMsgReadReceipt","Operator_Account":"jared",` +
			`"Peer_Account":"Jonh","C2CMsgInfo":[{"From_Account":"Jonh","To_Account":"jared",` +
			`"MsgKey":"33973751_24064952_1769139583","MsgId":"144115433090395387-1769139578-24064952"}],` +
			`"EventTime":1769139587754}`,
		Request: []payloads.Field{
			payloads.CommandField(name), reader("Operator_Account", "UserID of who sends the receipt"), peer(),
			messagesRead(), payloads.IntegerEventTimeField(),
		},
		Rules: append(
			payloads.AccountRules("Operator_Account", "Peer_Account"),
			payloads.UniqueRule("unique-messages-read", "C2CMsgInfo", jsontree.Path{"MsgKey"}), receivedRule(),
			readKeysRule(),
		),
		Own:    receiptCases(),
		Answer: payloads.Notified().Unread(),
	}
}
