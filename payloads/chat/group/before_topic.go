package group

import "github.com/timhook/timhook/payloads"

// beforeCreateTopic is sent before a topic is made, and its answer decides on that (1047/49463). It does not tell in
// which community. Its switch in the console is that of groups.
func beforeCreateTopic() *payloads.Command {
	const name = "Group.CallbackBeforeCreateTopic"
	return &payloads.Command{
		Name: name, Short: "before-topic",
		Title: "a topic is about to be created in a community",
		URL:   "https://www.tencentcloud.com/document/product/1047/49463",
		Page:  "Before a Topic Is Created (1047/49463), updated 2025-03-10",
		Sample: `{"CallbackCommand":"Group.CallbackBeforeCreateTopic","Operator_Account":"mina07",` +
			`"Type":"Community","Name":"builds"}`,
		Composed: true,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.OperatorField("UserID of who creates the topic"),
			communityTypeField(), nameField("name of the topic"),
		},
		Rules: payloads.GroupRules(),
		Own:   beforeTopicCases(),
		Answer: payloads.Answer{
			Event: "topic creation", Asker: "creator",
			Codes: []payloads.Code{payloads.RefusesInGroup(), payloads.OwnCodes(10100, 10200)},
		},
	}
}
