package group

import "github.com/timhook/timhook/payloads"

// afterReadReceipt is sent after a message that asks for receipts went out, and after members have read one
// (1047/60395).
func afterReadReceipt() *payloads.Command {
	const name = "Group.CallbackAfterReadReceipt"
	return &payloads.Command{
		Name: name, Short: "receipt",
		Title: "group messages were read, or sent with a request for receipts",
		URL:   "https://www.tencentcloud.com/document/product/1047/60395",
		Page:  "Callback After Read Receipt (1047/60395), updated 2025-03-10",
		Sample: `{"CallbackCommand":"Group.CallbackAfterReadReceipt","GroupId":"@TGS#2QN5KV3MPT","Type":"Public",` +
			`"GroupMsgReceiptList":[{"MsgSeq":42,"ReadNum":1,"UnreadNum":6,` +
			`"ReadReceiptMembers":[{"Member_Account":"otis"}]}],"EventTime":1762852020123}`,
		Composed: true,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.GroupIDField(), typeOtherThan(community), receiptsField(),
			payloads.EventTimeField(),
		},
		Rules: append(payloads.GroupRules("GroupMsgReceiptList.*.ReadReceiptMembers.*.Member_Account"),
			receiptRules()...),
		Own:     receiptCases(),
		Without: []string{"group-community"},
	}
}
