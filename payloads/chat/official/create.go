package official

import "github.com/timhook/timhook/payloads"

// afterCreate is sent after an official account was created (1047/60796).
func afterCreate() *payloads.Command {
	const name = "OfficialAccount.CallbackAfterCreateOfficialAccount"
	return &payloads.Command{
		Name: name, Short: "official-create",
		Title: "an official account was created",
		URL:   "https://www.tencentcloud.com/document/product/1047/60796",
		Page:  "After a Official Account Is Created (1047/60796), updated 2024-06-18",
		Sample: `{"CallbackCommand":"OfficialAccount.CallbackAfterCreateOfficialAccount",` +
			`"Official_Account":"@TOA#_test_OA_for_penn","Operator_Account":"107867",` +
			`"Owner_Account":"107867","Name":"TestOfficialAccount","EventTime":1670574414123}`,
		Request: []payloads.Field{
			payloads.CommandField(name),
			accountField("the new account", 0),
			administratorField(),
			ownerField(),
			nameField(),
			payloads.IntegerEventTimeField(),
		},
		Rules: payloads.AccountRules("Operator_Account", "Owner_Account"),
	}
}
