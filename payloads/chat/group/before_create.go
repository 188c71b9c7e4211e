package group

import "github.com/timhook/timhook/payloads"

// beforeCreateGroup is sent before a group is made, and its answer decides on that (1047/34368). The group has no id
// yet, also where the creator chose one. Its switch in the console is that of topics too.
func beforeCreateGroup() *payloads.Command {
	const name = "Group.CallbackBeforeCreateGroup"
	return &payloads.Command{
		Name: name, Short: "before-create",
		Title: "a group is about to be created",
		URL:   "https://www.tencentcloud.com/document/product/1047/34368",
		Page:  "Before a Group Is Created (1047/34368), updated 2024-02-07; newer in Chinese (269/1662), 2025-12-04",
		Sample: `{"CallbackCommand":"Group.CallbackBeforeCreateGroup","Operator_Account":"mina07",` +
			`"Owner_Account":"mina07","Type":"Public","Name":"weekend hike","MemberList":[{"Member_Account":"otis"},` +
			`{"Member_Account":"juno"}],"EventTime":1762851903417}`,
		Composed: true,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.OperatorField("UserID of who creates the group"),
			ownerField("UserID of the future owner; empty or absent where the REST API names none (inferred)"),
			payloads.GroupTypeField(), nameField("name of the group"),
			groupCountField(),
			firstMembersField(), payloads.EventTimeField(),
		},
		Rules: payloads.GroupRules("MemberList.*.Member_Account"),
		Own:   beforeCreateCases(),
		Answer: payloads.Answer{
			Event: "group creation", Asker: "creator",
			Codes: []payloads.Code{payloads.RefusesInGroup(), payloads.OwnCodes(10100, 10200)},
		},
	}
}
