package payloads

// beforeInviteJoinGroup is sent before members are added to a group, and its answer decides for each (1047/34371).
func beforeInviteJoinGroup() *Command {
	const name = "Group.CallbackBeforeInviteJoinGroup"
	return &Command{
		Name: name, Short: "before-invite",
		Title: "members are about to be invited to a group",
		URL:   "https://www.tencentcloud.com/document/product/1047/34371",
		Page:  "Before Inviting a User to a Group (1047/34371), updated 2025-03-10",
		Sample: `{"CallbackCommand":"Group.CallbackBeforeInviteJoinGroup","GroupId":"@TGS#2J4SZEAEL","Type":"Public",` +
			`"Operator_Account":"leckie","DestinationMembers":[{"Member_Account":"jared"},` +
			`{"Member_Account":"leckie"}],"EventTime":"1670574414123"}`,
		Request: []Field{
			commandField(name), groupIDField(), groupTypeField(), operatorField("UserID of who invites"),
			membersField("DestinationMembers", "Member_Account", "whom to invite; at most 300 (1047/34921)", 300),
			topicIDField(), eventTimeField(),
		},
		Rules:   groupRules(),
		Without: []string{"operator-same", "operator-absent"},
		Answer: Answer{
			Event: "invitation", Asker: "inviter",
			Codes: []Code{refusesInGroup(), ownCodes(10100, 10200)},
			Fields: []AnswerField{
				subsetOf("RefusedMembers_Account", "DestinationMembers", "Member_Account"),
			},
		},
	}
}
