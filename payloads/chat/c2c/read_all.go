package c2c

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// afterMsgReadAll is sent after a user has cleared all counts of unread messages, those of groups too (269/128225).
func afterMsgReadAll() *payloads.Command {
	const name = "C2C.CallbackAfterMsgReadAll"
	return &payloads.Command{
		Name: name, Short: "c2c-read-all",
		Title: "a user has marked all messages as read, in groups too",
		URL:   "https://cloud.tencent.com/document/product/269/128225",
		Page:  "After All Unread Messages Are Cleared (269/128225), updated 2026-02-09",
		Sample: `{"CallbackCommand":"C2C.CallbackAfterMsgReadAll","Report_Account":"Jonh","EventTime":1769773302575,` +
			`"GroupReadInfo":[{"GroupId":"groupid","MsgSeq":100}]}`,
		Request: []payloads.Field{
			payloads.CommandField(name), reader("Report_Account", "UserID of who has cleared the counts"),
			payloads.IntegerEventTimeField(), groupsRead(),
		},
		Rules: append(payloads.AccountRules("Report_Account"),
			payloads.UniqueRule("unique-groups", "GroupReadInfo", jsontree.Path{"GroupId"})),
		Own:    readAllCases(),
		Answer: payloads.Notified(),
	}
}
