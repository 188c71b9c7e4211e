package group

import "github.com/timhook/timhook/payloads"

// afterChangeGroupOwner is sent after a group was handed over (1047/60396).
func afterChangeGroupOwner() *payloads.Command {
	const name = "Group.CallbackAfterChangeGroupOwner"
	return &payloads.Command{
		Name: name, Short: "owner",
		Title: "a group has a new owner",
		URL:   "https://www.tencentcloud.com/document/product/1047/60396",
		Page:  "Callback After the Group Owner Changed (1047/60396), updated 2025-03-10",
		Sample: `{"CallbackCommand":"Group.CallbackAfterChangeGroupOwner","GroupId":"@TGS#2QN5KV3MPT",` +
			`"Type":"Public","Operator_Account":"administrator","OldOwner_Account":"mina07",` +
			`"NewOwner_Account":"otis","EventTime":1762852070123}`,
		Composed: true,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.GroupIDField(), payloads.GroupTypeField(),
			payloads.OperatorField("UserID of who handed the group over"), oldOwnerField(), newOwnerField(),
			payloads.EventTimeField(),
		},
		Rules: append(payloads.GroupRules("NewOwner_Account"), ownersRule()),
		Own:   ownerCases(),
	}
}
