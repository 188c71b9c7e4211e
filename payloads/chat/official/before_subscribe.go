package official

import "github.com/timhook/timhook/payloads"

// beforeSubscribe is sent before users subscribe to an official account, and its answer decides for each (1047/60799).
// The page's prose calls the list of the refused RefusedMembers_Account; its sample and table have the name below.
func beforeSubscribe() *payloads.Command {
	const name = "OfficialAccount.CallbackBeforeAddSubscriber"
	return &payloads.Command{
		Name: name, Short: "official-before-subscribe",
		Title: "users are about to subscribe to an official account",
		URL:   "https://www.tencentcloud.com/document/product/1047/60799",
		Page:  "Before Official Account Is Subscribed (1047/60799), updated 2024-06-18",
		Sample: `{"CallbackCommand":"OfficialAccount.CallbackBeforeAddSubscriber",` +
			`"Official_Account":"@TOA#_test_for_penn","Operator_Account":"107867",` +
			`"SubscribeAccountList":[{"Subscriber_Account":"jared"},{"Subscriber_Account":"leckie"}],` +
			`"EventTime":1670574414123}`,
		Request: []payloads.Field{
			payloads.CommandField(name),
			accountField("the account that they subscribe to", 0),
			payloads.OperatorField("UserID of who subscribes, or of the administrator who adds subscribers"),
			subscribersField("who is about to subscribe"),
			payloads.IntegerEventTimeField(),
		},
		Own:   subscriberCases(),
		Rules: payloads.AccountRules("Operator_Account"),
		Answer: payloads.Answer{
			Event: "subscription", Asker: "operator",
			Codes: []payloads.Code{refusesLikeSiblings()},
			Fields: []payloads.AnswerField{
				payloads.SubsetOf("RefusedSubscribers_Account", "SubscribeAccountList", "Subscriber_Account"),
			},
		},
	}
}
