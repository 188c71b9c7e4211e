package payloads

import "github.com/timhook/timhook/payloads/jsontree"

const friendRequestPage = "Before a Friend Is Added (1047/43468)"

// prevFriendAdd is sent when a client asks for friends, and each item of its answer decides on one (1047/43468).
// ErrorCode does not: a request whose answer has one passes by default.
func prevFriendAdd() *Command {
	const name = "Sns.CallbackPrevFriendAdd"
	return &Command{
		Name: name, Short: "friend-request",
		Title: "a user is about to request friends",
		URL:   "https://www.tencentcloud.com/document/product/1047/43468",
		Page:  friendRequestPage + ", updated 2025-03-10",
		Sample: `{"CallbackCommand":"Sns.CallbackPrevFriendAdd","Requester_Account":"id","From_Account":"id",` +
			`"FriendItem":[{"To_Account":"id1","Remark":"remark1","GroupName":"group1",` +
			`"AddSource":"AddSource_Type_Android","AddWording":"this is id1!"},{"To_Account":"id2",` +
			`"Remark":"remark2","GroupName":"group1","AddSource":"AddSource_Type_Android",` +
			`"AddWording":"this is id2!"}],"AddType":"Add_Type_Both","ForceAddFlags":0,"EventTime":1631777344870}`,
		Request: cited(friendRequestPage, []Field{
			commandField(name), sameAs("Requester_Account", "From_Account", "UserID of who issued the request"),
			senderField(),
			part("FriendItem", array(object(
				part("To_Account", text(maxAccountBytes), "UserID of the wanted friend"),
				part("Remark", text(96), "remark for the friend, at most 96 bytes").of("", IsUserText),
				part("GroupName", text(30), "friend list, at most 30 bytes"),
				part("AddSource", prefixed("AddSource_Type_", 23), "where from, at most 8 letters after the prefix"),
				part("AddWording", text(256), "words to the friend, at most 256 bytes").of("", IsUserText),
			), 1, 0), "the requests, one for each wanted friend").of("friends", 0).made(makeFriendItems),
			part("AddType", oneOf("Add_Type_Both", "Add_Type_Single"), "whether both become friends of each other").
				made(drawn("AddType", "Add_Type_Both", "Add_Type_Single")),
			part("ForceAddFlags", integer(0, 1), "1 when an administrator forces it").made(zero),
			eventTimeField(),
		}),
		Rules: accountRules("From_Account"),
		Answer: Answer{
			Event: "friend request", Asker: "user",
			Codes: []Code{{From: 1, To: maxUint32, Does: Failed}},
			Fields: []AnswerField{resultPer("ResultItem", "FriendItem", "To_Account",
				ownCodes(38000, 39000))},
		},
	}
}

// makeFriendItems is mostly one wanted friend.
func makeFriendItems(g *Gen) Value {
	d, lang := g.draw("FriendItem"), g.params.Lang
	list := make([]Value, g.howMany(&d, 20, 40, 4))
	for i := range list {
		number := itoa(int64(i))
		id := g.account("friend "+number) + number
		list[i] = obj("To_Account", id, "Remark", lang.pick(&d, []string{"", "from work"}, []string{"", "同事"}),
			"GroupName", d.pick([]string{"", "work", "family"}),
			"AddSource", "AddSource_Type_"+d.pick([]string{"Android", "iOS", "Web", "Search"}),
			"AddWording", lang.pick(&d, []string{"", "hi, it is me"}, []string{"", "你好"}))
	}
	return jsontree.Array(list...)
}
