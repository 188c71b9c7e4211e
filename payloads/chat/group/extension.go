package group

import (
	"slices"

	"github.com/timhook/timhook/payloads"
)

// afterGroupMsgExtension is sent after pairs of key and value were put on a group message or taken from it
// (1047/76007). It carries neither who did that nor the group's type. Changes of one message have the same MsgSeq.
func afterGroupMsgExtension() *payloads.Command {
	const name = "Group.CallbackAfterGroupMsgExtension"
	return &payloads.Command{
		Name: name, Short: "extension",
		Title: "extensions of a group message were set, deleted or cleared",
		URL:   "https://www.tencentcloud.com/document/product/1047/76007",
		Page:  "After a Group Message Extension Is Configured (1047/76007)",
		Sample: `{"CallbackCommand":"Group.CallbackAfterGroupMsgExtension","GroupId":"@TGS#2QN5KV3MPT","MsgSeq":42,` +
			`"OperateType":1,"ExtensionList":[{"Key":"vote","Value":"yes","Seq":7}],"Seq":7,` +
			`"EventTime":1762852010123}`,
		Composed: true,
		Request: slices.Concat([]payloads.Field{
			payloads.CommandField(name), payloads.GroupIDField(),
			payloads.MsgSeqField().Of("sequence", payloads.IsKey),
		}, payloads.ExtensionFields(), []payloads.Field{payloads.IntegerEventTimeField()}),
		Rules:  append(payloads.GroupRules(), payloads.ExtensionRules()...),
		Answer: payloads.Notified(),
	}
}
