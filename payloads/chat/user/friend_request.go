package user

import "github.com/timhook/timhook/payloads"

// prevFriendAdd is sent when a client asks for friends, and each item of its answer decides on one (1047/43468).
// ErrorCode does not: a request whose answer has one passes by default.
func prevFriendAdd() *payloads.Command {
	const name = "Sns.CallbackPrevFriendAdd"
	return &payloads.Command{
		Name: name, Short: "friend-request",
		Title: "a user is about to request friends",
		URL:   "https://www.tencentcloud.com/document/product/1047/43468",
		Page:  "Before a Friend Is Added (1047/43468), updated 2025-03-10",
		Sample: `{"CallbackCommand":"Sns.CallbackPrevFriendAdd","Requester_Account":"id","From_Account":"id",` +
			`"FriendItem":[{"To_Account":"id1","Remark":"remark1","GroupName":"group1",` +
			`"AddSource":"AddSource_Type_Android","AddWording":"this is id1!"},{"To_Account":"id2",` +
			`"Remark":"remark2","GroupName":"group1","AddSource":"AddSource_Type_Android",` +
			`"AddWording":"this is id2!"}],"AddType":"Add_Type_Both","ForceAddFlags":0,"EventTime":1631777344870}`,
		Request: []payloads.Field{
			payloads.CommandField(name), requester(), whose("UserID of who wants the friends"),
			wanted(), addType(), forceAdd(),
			payloads.IntegerEventTimeField(),
		},
		Rules: append(payloads.AccountRules("From_Account", "FriendItem.*.To_Account"),
			payloads.UniqueRule("unique-requests", "FriendItem", []string{"To_Account"})),
		Own: requestCases(),
		Answer: payloads.Answer{
			Event: "friend request", Asker: "user",
			Codes: []payloads.Code{payloads.Fails()},
			Fields: []payloads.AnswerField{
				payloads.ResultPer("ResultItem", "FriendItem", "To_Account", payloads.OwnCodes(38000, 39000)),
			},
		},
	}
}
