package group

import "github.com/timhook/timhook/payloads"

// afterGroupDestroyed is sent after a group was disbanded (1047/34377).
func afterGroupDestroyed() *payloads.Command {
	const name = "Group.CallbackAfterGroupDestroyed"
	return &payloads.Command{
		Name: name, Short: "destroy",
		Title: "a group was disbanded",
		URL:   "https://www.tencentcloud.com/document/product/1047/34377",
		Page:  "After a Group Is Disbanded (1047/34377), updated 2025-03-10",
		Sample: `{"CallbackCommand":"Group.CallbackAfterGroupDestroyed","GroupId":"@TGS#2QN5KV3MPT","Type":"Public",` +
			`"Owner_Account":"mina07","Name":"weekend hike","MemberList":[{"Member_Account":"mina07"},` +
			`{"Member_Account":"otis"}],"EventTime":1762852040123}`,
		Composed: true,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.GroupIDField(), payloads.GroupTypeField(),
			ownerField("UserID of the owner").Of("account", 0),
			nameField("name of the group; in the sample, missing from the table").Sent(payloads.SampleOnly),
			lastMembersField(), payloads.EventTimeField(),
		},
		Rules: append(payloads.GroupRules("Owner_Account"), membersGoneRule()),
		Own:   destroyCases(),
	}
}
