package c2c

import "github.com/timhook/timhook/payloads"

// afterMsgWithDraw is sent after a one-to-one message was recalled, by a client or through the REST API (1047/43466).
// It does not tell who recalled it.
func afterMsgWithDraw() *payloads.Command {
	const name, withinSeconds = "C2C.CallbackAfterMsgWithDraw", 110 // of the two minutes in which clients may recall
	return &payloads.Command{
		Name: name, Short: "c2c-recall",
		Title: "a one-to-one message was recalled",
		URL:   "https://www.tencentcloud.com/document/product/1047/43466",
		Page:  "After A One-to-One Message Is Recalled (1047/43466), updated 2025-03-10",
		Sample: `{"CallbackCommand":"C2C.CallbackAfterMsgWithDraw","From_Account":"jared","To_Account":"Jonh",` +
			`"MsgKey":"48374_2837546_1557481126","UnreadMsgNum":7}`,
		Request: []payloads.Field{
			payloads.CommandField(name), author(), payloads.ReceiverField(), pastKey(withinSeconds),
			sentIn(onPages(unread("To_Account"), "the international page"), payloads.Maximal),
			eventTime("269/61697", payloads.Maximal),
		},
		Rules:  append(payloads.AccountRules("From_Account", "To_Account"), payloads.MsgKeyRule()),
		Own:    recallCases(),
		Answer: payloads.Notified(),
	}
}
