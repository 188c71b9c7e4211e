package payloads

// onGroupMessage is sent after a member has reminded one or more chatbots in a group. A message that reminds everyone
// does not cause it (1047/68953).
func onGroupMessage() *Command {
	const name = "Bot.OnGroupMessage"
	return &Command{
		Name: name, Short: "bot",
		Title: "a member has reminded a chatbot in a group",
		URL:   "https://www.tencentcloud.com/document/product/1047/68953",
		Page:  "Callback After Reminding a Chatbot in a Group (1047/68953), updated 2025-07-24",
		Sample: `{"CallbackCommand":"Bot.OnGroupMessage","GroupId":"@TGS#2J4SZEAEL","Type":"Public",` +
			`"From_Account":"jared","Operator_Account":"admin","Random":123456,"MsgSeq":123,"MsgTime":1490686222,` +
			`"OnlineOnlyFlag":1,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"@@RBT#001 hello"}}],` +
			`"AtRobots_Account":["@RBT#001"],"CloudCustomData":"your cloud custom data","EventTime":1670574414123}`,
		Request: []Field{
			commandField(name), groupIDField(), groupTypeField(), senderField(), operatorField(issuer), randomField(),
			msgSeqField(), msgTimeField(), onlineOnlyField(), msgBodyField(), robotsField(),
			cloudCustomDataField(), topicIDField(), eventTimeField(),
		},
		Rules:         append(messageRules(), uniqueRobotsRule()),
		SampleOffSpec: []string{"/EventTime"},
		Own:           messageIDBeside(),
		Without:       []string{"group-live", "topic-foreign-group", "msgseq-zero", "msgseq-absent"},
	}
}
