package group

import "github.com/timhook/timhook/payloads"

// afterCreateGroup is sent after a group was made, by a client or through the REST API (1047/34369).
func afterCreateGroup() *payloads.Command {
	const name = "Group.CallbackAfterCreateGroup"
	return &payloads.Command{
		Name: name, Short: "create",
		Title: "a group was created",
		URL:   "https://www.tencentcloud.com/document/product/1047/34369",
		Page:  "After a Group Is Created (1047/34369)",
		Sample: `{"CallbackCommand":"Group.CallbackAfterCreateGroup","GroupId":"@TGS#2QN5KV3MPT",` +
			`"Operator_Account":"mina07","Owner_Account":"mina07","Type":"Public","Name":"weekend hike",` +
			`"MemberList":[{"Member_Account":"otis"}],"UserDefinedDataList":[{"Key":"season","Value":"autumn"}],` +
			`"EventTime":1762851903850}`,
		Composed: true,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.GroupIDField(),
			payloads.OperatorField("UserID of who created the group"),
			ownerField("UserID of the owner"), payloads.GroupTypeField(), nameField("name of the group"),
			firstMembersField(), customFieldsField("group"), payloads.EventTimeField(),
		},
		Rules: append(payloads.GroupRules("MemberList.*.Member_Account"),
			payloads.UniqueRule("unique-custom-fields", "UserDefinedDataList", []string{"Key"})),
		Own: append(firstMembersCases(), customFieldsCase()),
	}
}
