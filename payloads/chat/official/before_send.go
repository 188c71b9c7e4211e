package official

import "github.com/timhook/timhook/payloads"

// beforeSend is sent before a message of an official account goes out, and its answer decides on that (1047/60803). The
// message has no id and no time yet, and its sender is the account.
func beforeSend() *payloads.Command {
	const name = "OfficialAccount.CallbackBeforeSendMsg"
	return &payloads.Command{
		Name: name, Short: "official-before-send", Again: "official-send",
		Title: "a message of an official account is about to be sent",
		URL:   "https://www.tencentcloud.com/document/product/1047/60803",
		Page:  "Before Official Account Message Is Sent (1047/60803), updated 2024-06-18",
		Sample: `{"CallbackCommand":"OfficialAccount.CallbackBeforeSendMsg",` +
			`"Official_Account":"@TOA#_2J4SZEAEL","OnlineOnlyFlag":1,"MsgBody":[{"MsgType":"TIMTextElem",` +
			`"MsgContent":{"Text":"red packet"}}],"CloudCustomData":"your cloud custom data",` +
			`"EventTime":1670574414123}`,
		Request: []payloads.Field{
			payloads.CommandField(name),
			accountField("the account that sends", payloads.IsActor),
			onlineOnlyField(),
			payloads.MsgBodyField(),
			payloads.CloudCustomDataField(),
			payloads.IntegerEventTimeField(),
		},
		Rules: messageRules(),
		Answer: payloads.Answer{
			Event: "message", Asker: "sender",
			Codes: []payloads.Code{refuses(10016), payloads.Drops(), ownCodes()},
			Fields: []payloads.AnswerField{
				payloads.Rewrites(payloads.MsgBodyField()), payloads.Rewrites(payloads.CloudCustomDataField()),
			},
		},
	}
}
