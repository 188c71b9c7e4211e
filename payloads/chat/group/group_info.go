package group

import "github.com/timhook/timhook/payloads"

// afterGroupInfoChanged is sent after name, introduction, notice or picture of a group were changed (1047/34378). Its
// switch in the console is that of topics and of the quota alarm too.
func afterGroupInfoChanged() *payloads.Command {
	const name = "Group.CallbackAfterGroupInfoChanged"
	return &payloads.Command{
		Name: name, Short: "group-info",
		Title: "name, introduction, notice or picture of a group were changed",
		URL:   "https://www.tencentcloud.com/document/product/1047/34378",
		Page:  "After Group Profile Is Modified (1047/34378), updated 2024-02-07",
		Sample: `{"CallbackCommand":"Group.CallbackAfterGroupInfoChanged","GroupId":"@TGS#2QN5KV3MPT",` +
			`"Type":"Public","Operator_Account":"mina07","Notification":"meet at 7","EventTime":1762852050123}`,
		Composed: true,
		Request: append(append([]payloads.Field{
			payloads.CommandField(name), payloads.GroupIDField(), payloads.GroupTypeField(),
			payloads.OperatorField("UserID of who changed it"),
		}, profileFields()...), payloads.EventTimeField()),
		Rules: payloads.GroupRules(),
		Own:   profileCases(),
	}
}
