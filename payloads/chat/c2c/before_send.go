package c2c

import "github.com/timhook/timhook/payloads"

// beforeSendMsg is sent before a one-to-one message goes out, and its answer decides on that (1047/34364).
func beforeSendMsg() *payloads.Command {
	const name = "C2C.CallbackBeforeSendMsg"
	return &payloads.Command{
		Name: name, Short: "c2c-before-send", Again: "c2c-after-send",
		Title: "a one-to-one message is about to be sent",
		URL:   "https://www.tencentcloud.com/document/product/1047/34364",
		Page:  "Before a One-to-One Message Is Sent (1047/34364), updated 2025-03",
		Sample: `{"CallbackCommand":"C2C.CallbackBeforeSendMsg","From_Account":"jared","To_Account":"Jonh",` +
			`"MsgSeq":48374,"MsgRandom":2837546,"MsgTime":1557481126,"MsgKey":"48374_2837546_1557481126",` +
			`"OnlineOnlyFlag":1,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"red packet"}}],` +
			`"CloudCustomData":"your cloud custom data"}`,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.SenderField(), payloads.ReceiverField(), payloads.C2CSeqField(),
			payloads.C2CRandomField(), payloads.MsgTimeField(), payloads.MsgKeyField(),
			msgID("269/1632", payloads.Maximal), payloads.OnlineOnlyField(), payloads.MsgBodyField(),
			payloads.CloudCustomDataField(),
			eventTime("269/1632", payloads.Maximal),
		},
		Rules: append(payloads.C2CRules(), payloads.MsgIDRule()),
		Own:   append(messageCases(), keyCases()...),
		Answer: payloads.Answer{
			Event: "message", Asker: "sender",
			Codes: []payloads.Code{
				{From: 1, To: 1, Does: payloads.Refuse, Error: 20006},
				payloads.Drops(),
				payloads.OwnCodes(120001, 130000),
			},
			Fields: []payloads.AnswerField{
				payloads.Rewrites(payloads.MsgBodyField()), payloads.Rewrites(payloads.CloudCustomDataField()),
			},
		},
	}
}
