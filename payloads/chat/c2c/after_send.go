package c2c

import (
	"slices"

	"github.com/timhook/timhook/payloads"
)

// afterSendMsg is sent after a one-to-one message went out, and when it could not be delivered (1047/34365).
func afterSendMsg() *payloads.Command {
	const name = "C2C.CallbackAfterSendMsg"
	return &payloads.Command{
		Name: name, Short: "c2c-after-send",
		Title: "a one-to-one message was sent",
		URL:   "https://www.tencentcloud.com/document/product/1047/34365",
		Page:  "After a One-to-One Message Is Sent (1047/34365), updated 2025-03-10",
		Sample: `{"CallbackCommand":"C2C.CallbackAfterSendMsg","From_Account":"jared","To_Account":"Jonh",` +
			`"MsgSeq":48374,"MsgRandom":2837546,"MsgTime":1557481126,"MsgKey":"48374_2837546_1557481126",` +
			`"OnlineOnlyFlag":1,"SendMsgResult":0,"ErrorInfo":"send msg succeed","UnreadMsgNum":7,` +
			`"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"red packet"}}],` +
			`"CloudCustomData":"your cloud custom data"}`,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.SenderField(), payloads.ReceiverField(), payloads.C2CSeqField(),
			payloads.C2CRandomField(), payloads.MsgTimeField(), payloads.MsgKeyField(), msgID(chinesePage),
			payloads.OnlineOnlyField(), payloads.SendResultField(), payloads.SendErrorField(),
			unreadBefore(), payloads.MsgBodyField(),
			payloads.CloudCustomDataField(), laterEventTime(),
		},
		Rules:  append(payloads.C2CRules(), payloads.MsgIDRule(), payloads.UnreadRule()),
		Own:    slices.Concat(messageCases(), deliveryCases(), withoutUnread()),
		Answer: payloads.Notified(),
	}
}
