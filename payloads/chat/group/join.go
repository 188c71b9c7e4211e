package group

import "github.com/timhook/timhook/payloads"

// afterNewMemberJoin is sent after members came into a group (1047/34372). Applicants come alone in captures; the
// page's sample has two, and an operator who is neither.
func afterNewMemberJoin() *payloads.Command {
	const name = "Group.CallbackAfterNewMemberJoin"
	return &payloads.Command{
		Name: name, Short: "join",
		Title: "members joined a group",
		URL:   "https://www.tencentcloud.com/document/product/1047/34372",
		Page:  "After a User Joins a Group (1047/34372), updated 2024-02-22",
		Sample: `{"CallbackCommand":"Group.CallbackAfterNewMemberJoin","EventTime":1762851905001,` +
			`"GroupId":"1001555","JoinType":"Apply","NewMemberList":[{"Member_Account":"juno"}],` +
			`"Operator_Account":"juno","Type":"AVChatRoom"}`,
		Composed: true,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.GroupIDField(), payloads.GroupTypeField(), joinTypeField(),
			moverField("UserID of who invited, or of the applicant (observed)", "JoinType", applied),
			movedField("NewMemberList", "who came", "JoinType", applied),
			payloads.EventTimeField(),
			privateTopicField("id of a private topic, as in the callbacks before a member joins (inferred)"),
		},
		Rules: payloads.GroupRules("NewMemberList.*.Member_Account"),
		Own:   joinCases(),
	}
}
