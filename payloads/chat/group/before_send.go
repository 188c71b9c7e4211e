package group

import "github.com/timhook/timhook/payloads"

// beforeSendMsg is sent before a group message goes out, and its answer decides on that (1047/34374). The message has
// no sequence number and no time yet. Newer Chinese pages have a MsgId (269/1619).
func beforeSendMsg() *payloads.Command {
	const name = "Group.CallbackBeforeSendMsg"
	return &payloads.Command{
		Name: name, Short: "before-send", Again: "send",
		Title: "a group message is about to be sent",
		URL:   "https://www.tencentcloud.com/document/product/1047/34374",
		Page:  "Before Group Message Is Sent (1047/34374), updated 2024-02-07",
		Sample: `{"CallbackCommand":"Group.CallbackBeforeSendMsg","GroupId":"@TGS#2J4SZEAEL","Type":"Community",` +
			`"From_Account":"jared","Operator_Account":"admin","Random":123456,"OnlineOnlyFlag":1,` +
			`"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"red packet"}}],` +
			`"CloudCustomData":"your cloud custom data","TopicId":"@TGS#_@TGS#cQVLVHIM62CJ@TOPIC#_TestTopic",` +
			`"EventTime":"1670574414123"}`,
		SampleOffSpec: []string{"/GroupId", "/TopicId"},
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.GroupIDField(), payloads.GroupTypeField(), payloads.SenderField(),
			payloads.OperatorField(payloads.Issuer), payloads.RandomField(),
			newerMsgIDField(),
			payloads.OnlineOnlyField(), payloads.MsgBodyField(), payloads.CloudCustomDataField(),
			payloads.TopicIDField().Sent(payloads.Conditional),
			payloads.EventTimeField(),
		},
		Rules: append(payloads.MessageRules(), payloads.MsgIDRule()),
		Answer: payloads.Answer{
			Event: "message", Asker: "sender",
			Codes: []payloads.Code{payloads.RefusesInGroup(), payloads.Drops(), payloads.OwnCodes(10100, 10200)},
			Fields: []payloads.AnswerField{
				payloads.Rewrites(payloads.MsgBodyField()), payloads.Rewrites(payloads.CloudCustomDataField()),
			},
		},
	}
}
