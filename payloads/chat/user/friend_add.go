package user

import "github.com/timhook/timhook/payloads"

// friendAdd is sent after users have become friends, from a client or through the REST API (1047/34359). Imported
// friends do not cause it. No page has an EventTime.
func friendAdd() *payloads.Command {
	const name = "Sns.CallbackFriendAdd"
	return &payloads.Command{
		Name: name, Short: "friend-add",
		Title: "users have become friends",
		URL:   "https://www.tencentcloud.com/document/product/1047/34359",
		Page:  "After a Friend Is Added (1047/34359)",
		Sample: `{"CallbackCommand":"Sns.CallbackFriendAdd","PairList":[{"From_Account":"id","To_Account":"id1",` +
			`"Initiator_Account":"id"},{"From_Account":"id","To_Account":"id2","Initiator_Account":"id"},` +
			`{"From_Account":"id","To_Account":"id3","Initiator_Account":"id"}],"ClientCmd":"friend_add",` +
			`"Admin_Account":"","ForceFlag":1}`,
		Request: []payloads.Field{
			payloads.CommandField(name), newFriends(), clientCommand(), admin(), forced(),
		},
		Rules:         append(pairRules("Initiator_Account"), forcedByAdminRule()),
		SampleOffSpec: []string{"/Admin_Account"},
		Own:           friendAddCases(),
		Answer:        payloads.Notified(),
	}
}
