package official

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// afterRecall is sent after messages of an official account were recalled (1047/60805). The account in the page's
// sample begins #TOA#_, which no other page has.
func afterRecall() *payloads.Command {
	const name = "OfficialAccount.CallbackAfterMsgWithDraw"
	return &payloads.Command{
		Name: name, Short: "official-recall",
		Title: "messages of an official account were recalled",
		URL:   "https://www.tencentcloud.com/document/product/1047/60805",
		Page:  "Webhook After Recalling Official Account Messages (1047/60805), updated 2025-03-10",
		Sample: `{"CallbackCommand":"OfficialAccount.CallbackAfterMsgWithDraw","Official_Account":"#TOA#_123",` +
			`"WithdrawMsgList":[{"MsgKey":"71_1_1698741698"}],"EventTime":1670574414123}`,
		SampleOffSpec: []string{"/Official_Account"},
		Request: []payloads.Field{
			payloads.CommandField(name),
			accountField("the account whose messages they were", 0),
			recalledField(),
			payloads.IntegerEventTimeField(),
		},
		Own: recallCases(),
		Rules: append(payloads.AccountRules("Official_Account"),
			payloads.UniqueRule("unique-recalled-keys", "WithdrawMsgList", jsontree.Path{"MsgKey"})),
	}
}
