package official

import "github.com/timhook/timhook/payloads"

// afterSend is sent after a message of an official account was delivered to its subscribers (1047/60804).
func afterSend() *payloads.Command {
	const name = "OfficialAccount.CallbackAfterSendMsg"
	return &payloads.Command{
		Name: name, Short: "official-send",
		Title: "a message of an official account was sent",
		URL:   "https://www.tencentcloud.com/document/product/1047/60804",
		Page:  "Callback After Sending an Official Account Message (1047/60804), updated 2024-06-18",
		Sample: `{"CallbackCommand":"OfficialAccount.CallbackAfterSendMsg","Official_Account":"@TOA#_2J4SZEAEL",` +
			`"MsgKey":"71_1_1698741698","MsgTime":1490686222,"OnlineOnlyFlag":1,` +
			`"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"red packet"}}],` +
			`"CloudCustomData":"your cloud custom data","EventTime":1670574414123}`,
		SampleOffSpec: []string{"/MsgKey", "/EventTime"},
		Request: []payloads.Field{
			payloads.CommandField(name),
			accountField("the account that has sent", payloads.IsActor),
			messageKeyField(),
			payloads.MsgTimeField(),
			onlineOnlyField(),
			payloads.MsgBodyField(),
			payloads.CloudCustomDataField(),
			payloads.IntegerEventTimeField(),
		},
		Rules: sentRules(),
	}
}
