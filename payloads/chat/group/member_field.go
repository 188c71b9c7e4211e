package group

import (
	"slices"

	"github.com/timhook/timhook/payloads"
)

// afterMemberFieldChanged is sent after a member's role or name in a group was changed (1047/60393). The pages name
// the member in two ways.
func afterMemberFieldChanged() *payloads.Command {
	const name = "Group.CallbackAfterMemberFieldChanged"
	return &payloads.Command{
		Name: name, Short: "member-field",
		Title: "role or name of a member in a group was changed",
		URL:   "https://www.tencentcloud.com/document/product/1047/60393",
		Page:  "Callback After Group Member Profile Changed (1047/60393), updated 2025-03-10",
		Sample: `{"CallbackCommand":"Group.CallbackAfterMemberFieldChanged","GroupId":"@TGS#2QN5KV3MPT",` +
			`"Type":"Public","Operator_Account":"mina07","Member_Account":"otis","Role":"Admin",` +
			`"EventTime":1762852060123}`,
		Composed: true,
		Request: slices.Concat([]payloads.Field{
			payloads.CommandField(name), payloads.GroupIDField(), payloads.GroupTypeField(),
			payloads.OperatorField("UserID of who changed it"),
		}, changedMemberFields(), memberFields(), []payloads.Field{payloads.EventTimeField()}),
		Rules: append(payloads.GroupRules("Member_Account", "Modified_Account"), memberNameRule()),
		Own:   memberFieldCases(),
		Doubt: "the pages name the member in two ways, and which of them is sent is not known",
	}
}
