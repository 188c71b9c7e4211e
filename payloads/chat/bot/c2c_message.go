package bot

import "github.com/timhook/timhook/payloads"

// onC2CMessage is sent after a chatbot was sent a message (1047/68952). The chatbot answers through the REST API. A
// message causes C2C.CallbackAfterSendMsg too where both are switched on (inferred).
func onC2CMessage() *payloads.Command {
	const name = "Bot.OnC2CMessage"
	return &payloads.Command{
		Name: name, Short: "bot-c2c", Again: "c2c-after-send",
		Title: "a chatbot was sent a message",
		URL:   "https://www.tencentcloud.com/document/product/1047/68952",
		Page:  "Callback After Sending a One-to-One Message to a Chatbot (1047/68952), updated 2025-04-01",
		Sample: `{"CallbackCommand":"Bot.OnC2CMessage","From_Account":"jared","To_Account":"Jonh","MsgSeq":48374,` +
			`"MsgRandom":2837546,"MsgTime":1557481126,"MsgKey":"48374_2837546_1557481126","OnlineOnlyFlag":1,` +
			`"SendMsgResult":0,"ErrorInfo":"send msg succeed",` +
			`"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"red packet"}}],` +
			`"CloudCustomData":"your cloud custom data","EventTime":1670574414123}`,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.SenderField(), chatbot(), payloads.C2CSeqField(),
			payloads.C2CRandomField(), payloads.MsgTimeField(), payloads.MsgKeyField(), msgID(),
			payloads.OnlineOnlyField(),
			payloads.SendResultField(), payloads.SendErrorField(), payloads.MsgBodyField(),
			payloads.CloudCustomDataField(), payloads.IntegerEventTimeField(),
		},
		Rules:         append(payloads.C2CRules(), payloads.MsgIDRule(), toChatbotRule()),
		SampleOffSpec: []string{"/To_Account", "/EventTime"},
		Own:           messageCases(),
		Answer:        payloads.Notified(),
	}
}
