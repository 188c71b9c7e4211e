package group

import "github.com/timhook/timhook/payloads"

// afterSendMsg is sent after a group message went out, from a client or through the REST API (1047/34375). A message
// that mentions a chatbot causes this callback and that of the chatbot callback, in either order (inferred).
func afterSendMsg() *payloads.Command {
	const name = "Group.CallbackAfterSendMsg"
	return &payloads.Command{
		Name: name, Short: "send",
		Title: "a group message was sent",
		URL:   "https://www.tencentcloud.com/document/product/1047/34375",
		Page:  "After a Group Message Is Sent (1047/34375), updated 2025-09-26",
		Sample: `{"CallbackCommand":"Group.CallbackAfterSendMsg","GroupId":"@TGS#2J4SZEAEL","Type":"Public",` +
			`"From_Account":"jared","Operator_Account":"admin","Random":123456,` +
			`"MsgId":"144115233406643804-1727580296-4026038328","MsgSeq":123,"MsgTime":1490686222,"OnlineOnlyFlag":1,` +
			`"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"red packet"}}],` +
			`"CloudCustomData":"your cloud custom data","EventTime":"1670574414123"}`,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.GroupIDField(), payloads.GroupTypeField(), payloads.SenderField(),
			payloads.OperatorField(payloads.Issuer + " (observed: absent before about 2019)"),
			payloads.RandomField(),
			payloads.MsgIDField("absent in captures up to 2022"),
			payloads.MsgSeqField(), payloads.MsgTimeField(), payloads.OnlineOnlyField(), payloads.MsgBodyField(),
			payloads.CloudCustomDataField(), payloads.TopicIDField(),
			payloads.EventTimeField(),
			payloads.MentionsField(), payloads.PriorityField(),
		},
		Rules:         append(payloads.MessageRules(), payloads.SendRules()...),
		SampleOffSpec: []string{"/MsgId", "/EventTime"},
		Without:       []string{"topic-foreign-group"},
	}
}
