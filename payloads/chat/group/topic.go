package group

import "github.com/timhook/timhook/payloads"

// afterCreateTopic is sent after a topic was made (1047/49464). Its switch in the console is that of groups.
func afterCreateTopic() *payloads.Command {
	const name = "Group.CallbackAfterCreateTopic"
	return &payloads.Command{
		Name: name, Short: "topic",
		Title: "a topic was created in a community",
		URL:   "https://www.tencentcloud.com/document/product/1047/49464",
		Page:  "After a Topic Is Created (1047/49464), updated 2024-02-07",
		Sample: `{"CallbackCommand":"Group.CallbackAfterCreateTopic","GroupId":"@TGS#_@TGS#cQH7LWZ4ME62",` +
			`"TopicId":"@TGS#_@TGS#cQH7LWZ4ME62@TOPIC#_@TOPIC#c4QPL7ZW9D2K","Operator_Account":"mina07",` +
			`"Owner_Account":"mina07","Type":"Community","Name":"builds"}`,
		Composed: true,
		Request: []payloads.Field{
			payloads.CommandField(name), communityIDField(), newTopicField(),
			payloads.OperatorField("UserID of who created the topic"),
			ownerField("UserID of the owner"), communityTypeField(), nameField("name of the topic"),
			customFieldsField("topic"),
		},
		Rules: append(payloads.GroupRules(),
			payloads.UniqueRule("unique-custom-fields", "UserDefinedDataList", []string{"Key"})),
		Own: topicCases(),
	}
}
