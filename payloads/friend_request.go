package payloads

// prevFriendAdd is sent when a client asks for friends, and each item of its answer decides on one (1047/43468).
// ErrorCode does not: a request whose answer has one passes by default.
func prevFriendAdd() *Command {
	const name = "Sns.CallbackPrevFriendAdd"
	return &Command{
		Name: name, Short: "friend-request",
		Title: "a user is about to request friends",
		URL:   "https://www.tencentcloud.com/document/product/1047/43468",
		Page:  "Before a Friend Is Added (1047/43468), updated 2025-03-10",
		Sample: `{"CallbackCommand":"Sns.CallbackPrevFriendAdd","Requester_Account":"id","From_Account":"id",` +
			`"FriendItem":[{"To_Account":"id1","Remark":"remark1","GroupName":"group1",` +
			`"AddSource":"AddSource_Type_Android","AddWording":"this is id1!"},{"To_Account":"id2",` +
			`"Remark":"remark2","GroupName":"group1","AddSource":"AddSource_Type_Android",` +
			`"AddWording":"this is id2!"}],"AddType":"Add_Type_Both","ForceAddFlags":0,"EventTime":1631777344870}`,
		Request: []Field{
			commandField(name), requesterField(), senderField(), friendItemsField(), addTypeField(), forceAddField(),
			eventTimeField(),
		},
		Rules: accountRules("From_Account"),
		Answer: Answer{
			Event: "friend request", Asker: "user",
			Codes: []Code{fails()},
			Fields: []AnswerField{
				resultPer("ResultItem", "FriendItem", "To_Account", ownCodes(38000, 39000)),
			},
		},
	}
}
