package user

import "github.com/timhook/timhook/payloads"

// prevFriendResponse is sent when a client answers requests for friends, and each item of its own answer decides on one
// (1047/43467). ErrorCode does not: a packet whose answer has one passes by default.
func prevFriendResponse() *payloads.Command {
	const name = "Sns.CallbackPrevFriendResponse"
	return &payloads.Command{
		Name: name, Short: "friend-response",
		Title: "a user is about to answer friend requests",
		URL:   "https://www.tencentcloud.com/document/product/1047/43467",
		Page:  "Before a Friend Request Is Responded (1047/43467), updated 2024-08-20",
		Sample: `{"CallbackCommand":"Sns.CallbackPrevFriendResponse","Requester_Account":"id","From_Account":"id",` +
			`"ResponseFriendItem":[{"To_Account":"id1","Remark":"remark1","TagName":"group1",` +
			`"ResponseAction":"Response_Action_AgreeAndAdd"},{"To_Account":"id2","Remark":"remark2",` +
			`"TagName":"group2","ResponseAction":"Response_Action_Reject"}],"EventTime":1631777645424}`,
		Request: []payloads.Field{
			payloads.CommandField(name), responder(), whose("UserID of who answers the requests"), responses(),
			payloads.IntegerEventTimeField(),
		},
		Rules: append(payloads.AccountRules("From_Account", "ResponseFriendItem.*.To_Account"),
			payloads.UniqueRule("unique-responses", "ResponseFriendItem", []string{"To_Account"})),
		Own: responseCases(),
		Answer: payloads.Answer{
			Event: "answer to a friend request", Asker: "user",
			Codes: []payloads.Code{payloads.Fails()},
			Fields: []payloads.AnswerField{
				payloads.ResultPer("ResultItem", "ResponseFriendItem", "To_Account", payloads.OwnCodes(38000, 39000)),
			},
		},
	}
}
