package group

import "github.com/timhook/timhook/payloads"

// afterRecallMsg is sent after group messages were recalled, by a client or through the REST API (1047/46979). It
// carries neither the messages nor their authors, so a backend has to remember them.
func afterRecallMsg() *payloads.Command {
	const name = "Group.CallbackAfterRecallMsg"
	return &payloads.Command{
		Name: name, Short: "recall",
		Title: "group messages were recalled",
		URL:   "https://www.tencentcloud.com/document/product/1047/46979",
		Page:  "Callback After Recalling Group Messages (1047/46979), updated 2025-02-28",
		Sample: `{"CallbackCommand":"Group.CallbackAfterRecallMsg","Operator_Account":"admin","Type":"Community",` +
			`"GroupId":"1213456","MsgSeqList":[{"MsgSeq":130,"MsgId":"144115213033478435-1739361321-2512805311"}],` +
			`"TopicId":"@TGS#_@TGS#cQVLVHIM62CJ@TOPIC#_TestTopic","EventTime":"1670574414123"}`,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.OperatorField("UserID of who recalled, who need not be the author"),
			payloads.GroupTypeField(),
			payloads.GroupIDField(),
			payloads.RecalledField(),
			payloads.TopicIDField().Sent(payloads.Conditional), payloads.EventTimeField(),
		},
		Rules:         append(payloads.GroupRules(), payloads.UniqueRecallsRule()),
		SampleOffSpec: []string{"/GroupId", "/TopicId"},
	}
}
