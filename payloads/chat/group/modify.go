package group

import "github.com/timhook/timhook/payloads"

// afterModifyMsg is sent after a group message was edited (269/129193). The message comes first in the packet, which
// carries neither the group's type nor the author. Edits of one message have the same MsgSeq.
func afterModifyMsg() *payloads.Command {
	const name = "Group.CallbackAfterModifyMsg"
	return &payloads.Command{
		Name: name, Short: "modify",
		Title: "a group message was edited",
		URL:   "https://cloud.tencent.com/document/product/269/129193",
		Page:  "After a Group Message Is Modified, in Chinese (269/129193), updated 2026-03-16",
		Sample: `{"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"build 52 is green"}}],` +
			`"CallbackCommand":"Group.CallbackAfterModifyMsg","Operator_Account":"mina07",` +
			`"GroupId":"@TGS#2QN5KV3MPT","TopicId":"","MsgSeq":42,"EventTime":1762852000123}`,
		Composed: true,
		Request: []payloads.Field{
			payloads.MsgBodyField(), payloads.CommandField(name),
			payloads.OperatorField("UserID of who edited the message"), editedGroupField(), editedTopicField(),
			payloads.MsgSeqField().Of("sequence", payloads.IsKey), payloads.IntegerEventTimeField(),
		},
		Rules:  emptyTopicRules(payloads.MessageRules()),
		Own:    modifyCases(),
		Doubt:  "the answer's table could not be read",
		Answer: payloads.Notified().Unread(),
	}
}
