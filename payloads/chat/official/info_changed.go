package official

import (
	"slices"

	"github.com/timhook/timhook/payloads"
)

// afterInfoChanged is sent after the profile of an official account was changed, with what was changed of it
// (1047/60797). The page's sample lacks two commas, which stand here.
func afterInfoChanged() *payloads.Command {
	const name = "OfficialAccount.CallbackAfterOfficialAccountInfoChanged"
	return &payloads.Command{
		Name: name, Short: "official-info",
		Title: "the profile of an official account was changed",
		URL:   "https://www.tencentcloud.com/document/product/1047/60797",
		Page:  "After Official Channel Profile Is Modified (1047/60797), updated 2025-05-27",
		Sample: `{"CallbackCommand":"OfficialAccount.CallbackAfterOfficialAccountInfoChanged",` +
			`"Official_Account":"@TOA#_test_OA_for_penn","Operator_Account":"leckie",` +
			`"Introduction":"NewNotification","Name":"NewName","FaceUrl":"http://this.is.newface.url",` +
			`"Organization":"NewOrganization","EventTime":1670574414123}`,
		Request: slices.Concat([]payloads.Field{
			payloads.CommandField(name), accountField("the changed account", 0), administratorField(),
		}, changedFields(), []payloads.Field{payloads.IntegerEventTimeField()}),
		Own:   infoCases(),
		Rules: payloads.AccountRules("Operator_Account"),
	}
}
