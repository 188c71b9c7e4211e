package group

import "github.com/timhook/timhook/payloads"

// sendMsgException is sent after a group message could not be delivered (1047/49462). Its ErrorCode is the message's
// and belongs in no answer: the page fixes the answer to OK, 0 and an empty ErrorInfo.
func sendMsgException() *payloads.Command {
	const name = "Group.CallbackSendMsgException"
	return &payloads.Command{
		Name: name, Short: "send-failed",
		Title: "a group message could not be delivered",
		URL:   "https://www.tencentcloud.com/document/product/1047/49462",
		Page:  "Webhook for Exceptions When Group Messages Are Sent (1047/49462), updated 2025-03-10",
		Sample: `{"CallbackCommand":"Group.CallbackSendMsgException","GroupId":"@TGS#2QN5KV3MPT","Type":"Public",` +
			`"From_Account":"mina07","Operator_Account":"mina07","Random":714024,"OnlineOnlyFlag":0,` +
			`"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"spam spam"}}],"ErrorCode":10023,` +
			`"ErrorInfo":"too many messages","EventTime":1762851903417}`,
		Composed: true,
		Request: append(append([]payloads.Field{
			payloads.CommandField(name), payloads.GroupIDField(), payloads.GroupTypeField(), payloads.SenderField(),
			payloads.OperatorField(payloads.Issuer), payloads.RandomField(), payloads.OnlineOnlyField(),
			payloads.MsgBodyField(), payloads.CloudCustomDataField(),
		}, failureFields()...), payloads.EventTimeField()),
		Rules:   payloads.MessageRules(),
		Answer:  payloads.Answer{Fixed: true},
		Own:     failureCases(),
		Without: []string{"group-live"},
	}
}
