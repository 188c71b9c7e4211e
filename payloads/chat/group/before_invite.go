package group

import "github.com/timhook/timhook/payloads"

// beforeInviteJoinGroup is sent before members are added to a group, and its answer decides for each (1047/34371).
func beforeInviteJoinGroup() *payloads.Command {
	const name = "Group.CallbackBeforeInviteJoinGroup"
	refuses := payloads.RefusesInGroup()
	refuses.Source = "Add Group Members (1047/34921)" // its own page names no number
	return &payloads.Command{
		Name: name, Short: "before-invite",
		Title: "members are about to be invited to a group",
		URL:   "https://www.tencentcloud.com/document/product/1047/34371",
		Page:  "Before Inviting a User to a Group (1047/34371), updated 2025-03-10",
		Sample: `{"CallbackCommand":"Group.CallbackBeforeInviteJoinGroup","GroupId":"@TGS#2J4SZEAEL","Type":"Public",` +
			`"Operator_Account":"leckie","DestinationMembers":[{"Member_Account":"jared"},` +
			`{"Member_Account":"leckie"}],"EventTime":"1670574414123"}`,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.GroupIDField(), typeOtherThan(avChatRoom),
			payloads.OperatorField("UserID of who invites"),
			payloads.MembersField("DestinationMembers", "Member_Account",
				"whom to invite; at most 300 by the REST API (1047/34921; inferred: here too)", 300),
			payloads.EventTimeField(),
			privateTopicField("id of a private topic; in the Chinese table alone (269/1666)"),
		},
		Rules: payloads.GroupRules("DestinationMembers.*.Member_Account"),
		Own:   inviteCases(),
		Answer: payloads.Answer{
			Event: "invitation", Asker: "inviter",
			Codes: []payloads.Code{refuses, payloads.OwnCodes(10100, 10200)},
			Fields: []payloads.AnswerField{
				payloads.SubsetOf("RefusedMembers_Account", "DestinationMembers", "Member_Account"),
			},
		},
	}
}
