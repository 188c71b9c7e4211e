package group

import "github.com/timhook/timhook/payloads"

// afterMemberExit is sent after members left a group or were removed from it (1047/34373).
func afterMemberExit() *payloads.Command {
	const name = "Group.CallbackAfterMemberExit"
	return &payloads.Command{
		Name: name, Short: "exit",
		Title: "members left a group or were removed from it",
		URL:   "https://www.tencentcloud.com/document/product/1047/34373",
		Page:  "After a User Leaves a Group (1047/34373), updated 2024-02-07",
		Sample: `{"CallbackCommand":"Group.CallbackAfterMemberExit","GroupId":"@TGS#2QN5KV3MPT","Type":"Public",` +
			`"ExitType":"Kicked","Operator_Account":"mina07","ExitMemberList":[{"Member_Account":"juno"}],` +
			`"EventTime":1762851999001}`,
		Composed: true,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.GroupIDField(), payloads.GroupTypeField(), exitTypeField(),
			moverField("UserID of who removed them, or of who left; the table has the latter alone, the sample the "+
				"former", "ExitType", quit),
			movedField("ExitMemberList", "who went", "ExitType", quit),
			payloads.EventTimeField(),
			privateTopicField("id of a private topic; in the Chinese table alone (269/1668; inferred)"),
		},
		Rules: payloads.GroupRules("ExitMemberList.*.Member_Account"),
		Own:   exitCases(),
	}
}
