package c2c

import "github.com/timhook/timhook/payloads"

// afterMsgReport is sent after a user has read a conversation up to a time (1047/43465).
func afterMsgReport() *payloads.Command {
	const name = "C2C.CallbackAfterMsgReport"
	return &payloads.Command{
		Name: name, Short: "c2c-read",
		Title: "a user has read a one-to-one conversation",
		URL:   "https://www.tencentcloud.com/document/product/1047/43465",
		Page:  "After a One-to-One message Is Marked as Read (1047/43465), updated 2025-03-10",
		Sample: `{"CallbackCommand":"C2C.CallbackAfterMsgReport","Report_Account":"jared","Peer_Account":"Jonh",` +
			`"LastReadTime":1614754606,"UnreadMsgNum":7}`,
		Request: []payloads.Field{
			payloads.CommandField(name), reader("Report_Account", "UserID of who has read"), peer(), lastReadTime(),
			unread("Report_Account"), eventTime("269/61696", payloads.Maximal),
		},
		Rules:  append(payloads.AccountRules("Report_Account", "Peer_Account"), readTimeRule()),
		Own:    readCases(),
		Answer: payloads.Notified(),
	}
}
