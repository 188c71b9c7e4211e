package group

import "github.com/timhook/timhook/payloads"

// afterTopicInfoChanged is sent after name, introduction, notice or picture of a topic were changed (1047/49466). No
// page says which topic it was. Its switch in the console is that of changed group profiles.
func afterTopicInfoChanged() *payloads.Command {
	const name = "Group.CallbackAfterTopicInfoChanged"
	return &payloads.Command{
		Name: name, Short: "topic-info",
		Title: "name, introduction, notice or picture of a topic were changed",
		URL:   "https://www.tencentcloud.com/document/product/1047/49466",
		Page:  "Topic Profile Change Webhook (1047/49466), updated 2024-02-07",
		Sample: `{"CallbackCommand":"Group.CallbackAfterTopicInfoChanged","GroupId":"@TGS#_@TGS#cQH7LWZ4ME62",` +
			`"Type":"Community","Operator_Account":"mina07","Name":"builds and releases"}`,
		Composed: true,
		Request: append([]payloads.Field{
			payloads.CommandField(name), communityIDField(), communityTypeField(),
			payloads.OperatorField("UserID of who changed it"),
		}, profileFields()...),
		Rules: payloads.GroupRules(),
		Own:   topicInfoCases(),
	}
}
