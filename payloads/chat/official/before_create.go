package official

import "github.com/timhook/timhook/payloads"

// beforeCreate is sent before an official account is created, which the REST API alone does, and its answer decides on
// that (1047/60795).
func beforeCreate() *payloads.Command {
	const name = "OfficialAccount.CallbackBeforeCreateOfficialAccount"
	return &payloads.Command{
		Name: name, Short: "official-before-create",
		Title: "an official account is about to be created",
		URL:   "https://www.tencentcloud.com/document/product/1047/60795",
		Page:  "Before a Official Account Is Created (1047/60795), updated 2024-06-18",
		Sample: `{"CallbackCommand":"OfficialAccount.CallbackBeforeCreateOfficialAccount",` +
			`"Operator_Account":"107867","Owner_Account":"107867","Name":"TestOfficialAccount",` +
			`"EventTime":1670574414123}`,
		Request: []payloads.Field{
			payloads.CommandField(name),
			administratorField(),
			ownerField(),
			nameField(),
			payloads.IntegerEventTimeField(),
		},
		Rules: payloads.AccountRules("Operator_Account", "Owner_Account"),
		Answer: payloads.Answer{
			Event: "creation", Asker: "administrator",
			Codes: []payloads.Code{refuses(20006), ownCodes()},
		},
	}
}
