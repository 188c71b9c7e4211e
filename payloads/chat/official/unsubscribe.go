package official

import "github.com/timhook/timhook/payloads"

// afterUnsubscribe is sent after users have unsubscribed from an official account, or were removed (1047/60802).
func afterUnsubscribe() *payloads.Command {
	const name = "OfficialAccount.CallbackAfterDeleteSubscriber"
	return &payloads.Command{
		Name: name, Short: "official-unsubscribe",
		Title: "users have unsubscribed from an official account",
		URL:   "https://www.tencentcloud.com/document/product/1047/60802",
		Page:  "After Official Account Is Unsubscribed (1047/60802), updated 2024-06-18",
		Sample: `{"CallbackCommand":"OfficialAccount.CallbackAfterDeleteSubscriber",` +
			`"Official_Account":"@TOA#_test_OA_for_penn","Operator_Account":"leckie",` +
			`"SubscribeAccountList":[{"Subscriber_Account":"jared"},{"Subscriber_Account":"leckie"}],` +
			`"EventTime":1670574414123}`,
		Request: []payloads.Field{
			payloads.CommandField(name),
			accountField("the account that they have left", 0),
			payloads.OperatorField("UserID of who has unsubscribed, or of the administrator who has removed them"),
			subscribersField("who has unsubscribed"),
			payloads.IntegerEventTimeField(),
		},
		Own:   subscriberCases(),
		Rules: payloads.AccountRules("Operator_Account"),
	}
}
