package group

import "github.com/timhook/timhook/payloads"

// beforeApplyJoinGroup is sent when a client asks to join a group, before its administrators are asked. Its answer
// refuses at once; an answer that allows leaves the administrators their say (1047/34370).
func beforeApplyJoinGroup() *payloads.Command {
	const name = "Group.CallbackBeforeApplyJoinGroup"
	return &payloads.Command{
		Name: name, Short: "before-join",
		Title: "a user asks to join a group",
		URL:   "https://www.tencentcloud.com/document/product/1047/34370",
		Page:  "Before Applying to Join a Group (1047/34370), updated 2025-03-10",
		Sample: `{"CallbackCommand":"Group.CallbackBeforeApplyJoinGroup","GroupId":"@TGS#2QN5KV3MPT",` +
			`"Type":"Public","Requestor_Account":"juno","ApplyMsg":"I hike too","EventTime":1762851903417}`,
		Composed: true,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.GroupIDField(), typeOtherThan("Private", "Work"),
			applicantField(), applyMsgField(), payloads.EventTimeField(),
			privateTopicField("id of a private topic; in the Chinese table alone (269/1665)"),
		},
		Rules: payloads.GroupRules("Requestor_Account"),
		Own:   applyCases(),
		Answer: payloads.Answer{
			Event: "application", Asker: "applicant",
			Codes: []payloads.Code{payloads.RefusesInGroup(), payloads.OwnCodes(10100, 10200)},
		},
	}
}
