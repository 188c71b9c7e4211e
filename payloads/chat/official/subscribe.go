package official

import "github.com/timhook/timhook/payloads"

// afterSubscribe is sent after users have subscribed to an official account (1047/60800).
func afterSubscribe() *payloads.Command {
	const name = "OfficialAccount.CallbackAfterAddSubscriber"
	return &payloads.Command{
		Name: name, Short: "official-subscribe",
		Title: "users have subscribed to an official account",
		URL:   "https://www.tencentcloud.com/document/product/1047/60800",
		Page:  "After Official Account Is Subscribed (1047/60800), updated 2024-06-18",
		Sample: `{"CallbackCommand":"OfficialAccount.CallbackAfterAddSubscriber",` +
			`"Official_Account":"@TOA#_test_for_penn","Operator_Account":"107867",` +
			`"SubscribeAccountList":[{"Subscriber_Account":"jared"},{"Subscriber_Account":"leckie"}],` +
			`"EventTime":1670574414123}`,
		Request: []payloads.Field{
			payloads.CommandField(name),
			accountField("the account that they have subscribed to", 0),
			payloads.OperatorField("UserID of who has subscribed, or of the administrator who has added subscribers"),
			subscribersField("who has subscribed"),
			payloads.IntegerEventTimeField(),
		},
		Own:   subscriberCases(),
		Rules: payloads.AccountRules("Operator_Account"),
	}
}
