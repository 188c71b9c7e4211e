package official

import "github.com/timhook/timhook/payloads"

// afterDestroyed is sent after an official account was destroyed. It does not say by whom (1047/60798).
func afterDestroyed() *payloads.Command {
	const name = "OfficialAccount.CallbackAfterOfficialAccountDestroyed"
	return &payloads.Command{
		Name: name, Short: "official-destroy",
		Title: "an official account was destroyed",
		URL:   "https://www.tencentcloud.com/document/product/1047/60798",
		Page:  "After Official Account Is Destroyed (1047/60798), updated 2024-06-18",
		Sample: `{"CallbackCommand":"OfficialAccount.CallbackAfterOfficialAccountDestroyed",` +
			`"Official_Account":"@TOA#_test_OA_for_penn","Owner_Account":"107867",` +
			`"Name":"TestOfficialAccount","EventTime":1670574414123}`,
		Request: []payloads.Field{
			payloads.CommandField(name),
			accountField("the account that is no more", 0),
			ownerField(),
			nameField(),
			payloads.IntegerEventTimeField(),
		},
		Rules: payloads.AccountRules("Owner_Account"),
	}
}
