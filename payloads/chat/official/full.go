package official

import "github.com/timhook/timhook/payloads"

// afterFull is sent when an official account has as many subscribers as it may have (1047/60801). A subscription that
// fails for that may cause it again (inferred).
func afterFull() *payloads.Command {
	const name = "OfficialAccount.CallbackAfterOfficialAccountFull"
	return &payloads.Command{
		Name: name, Short: "official-full",
		Title: "an official account has all the subscribers that it may have",
		URL:   "https://www.tencentcloud.com/document/product/1047/60801",
		Page:  "After a Official Account Is Full (1047/60801), updated 2024-06-18",
		Sample: `{"CallbackCommand":"OfficialAccount.CallbackAfterOfficialAccountFull",` +
			`"Official_Account":"@TOA#_test_OA_for_penn","EventTime":1670574414123}`,
		Request: []payloads.Field{
			payloads.CommandField(name),
			accountField("the account that is full", 0),
			payloads.IntegerEventTimeField(),
		},
		Own:   fullCases(),
		Rules: payloads.AccountRules("Official_Account"),
	}
}
