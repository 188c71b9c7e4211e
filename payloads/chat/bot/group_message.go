package bot

import "github.com/timhook/timhook/payloads"

// onGroupMessage is sent after a member has reminded one or more chatbots in a group. A message that reminds everyone
// does not cause it (1047/68953).
func onGroupMessage() *payloads.Command {
	const name = "Bot.OnGroupMessage"
	return &payloads.Command{
		Name: name, Short: "bot", Again: "send",
		Title: "a member has reminded a chatbot in a group",
		URL:   "https://www.tencentcloud.com/document/product/1047/68953",
		Page:  "Callback After Reminding a Chatbot in a Group (1047/68953), updated 2025-07-24",
		Sample: `{"CallbackCommand":"Bot.OnGroupMessage","GroupId":"@TGS#2J4SZEAEL","Type":"Public",` +
			`"From_Account":"jared","Operator_Account":"admin","Random":123456,"MsgSeq":123,"MsgTime":1490686222,` +
			`"OnlineOnlyFlag":1,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"@@RBT#001 hello"}}],` +
			`"AtRobots_Account":["@RBT#001"],"CloudCustomData":"your cloud custom data","EventTime":1670574414123}`,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.GroupIDField(), payloads.GroupTypeField(), payloads.SenderField(),
			payloads.OperatorField(payloads.Issuer), payloads.RandomField(),
			payloads.MsgSeqField(), payloads.MsgTimeField(), payloads.OnlineOnlyField(), payloads.MsgBodyField(),
			payloads.RobotsField(),
			payloads.CloudCustomDataField(), payloads.TopicIDField(), payloads.EventTimeField(),
		},
		Rules:         append(payloads.MessageRules(), payloads.UniqueRobotsRule()),
		SampleOffSpec: []string{"/EventTime"},
		Own:           payloads.MessageIDBeside(),
		Without:       []string{"group-live", "topic-foreign-group", "msgseq-zero", "msgseq-absent"},
	}
}
