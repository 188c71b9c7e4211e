package user

import (
	"slices"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// portraitSet is sent after a profile was changed, by its user or by an administrator (1047/48733).
func portraitSet() *payloads.Command {
	const name = "Profile.CallbackPortraitSet"
	return &payloads.Command{
		Name: name, Short: "profile",
		Title: "a user's profile was changed",
		URL:   "https://www.tencentcloud.com/document/product/1047/48733",
		Page:  "After a Profile Is Updated (1047/48733), updated 2024-08-20",
		Sample: `{"CallbackCommand":"Profile.CallbackPortraitSet","Operator_Account":"id1","From_Account":"id1",` +
			`"EventTime":1656921052497,"ProfileItem":[{"Tag":"Tag_Profile_IM_Nick","Value":"nick1"},` +
			`{"Tag":"Tag_Profile_IM_Gender","Value":"Gender_Type_Male"},` +
			`{"Tag":"Tag_Profile_IM_AllowType","Value":"AllowType_Type_NeedConfirm"},` +
			`{"Tag":"Tag_Profile_Custom_Data","Value":"your custom data"}]}`,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.OperatorField("UserID of who changed the profile"),
			whose("UserID of whose profile it is"), payloads.IntegerEventTimeField(), profileItems(),
		},
		Rules: slices.Concat(payloads.AccountRules("Operator_Account", "From_Account"), profileRules(),
			[]payloads.Rule{payloads.UniqueRule("unique-tags", "ProfileItem", jsontree.Path{"Tag"})}),
		Without: []string{"operator-absent", "account-not-found"},
		Own:     profileCases(),
		Answer:  payloads.Notified(),
	}
}
