package user

import "github.com/timhook/timhook/payloads"

// blackListAdd is sent after a user has blocked others, from a client or through the REST API (1047/34361). No page has
// an EventTime.
func blackListAdd() *payloads.Command {
	const name = "Sns.CallbackBlackListAdd"
	return &payloads.Command{
		Name: name, Short: "blacklist-add",
		Title: "a user has blocked others",
		URL:   "https://www.tencentcloud.com/document/product/1047/34361",
		Page:  "After a User Is Added to Blocklist (1047/34361), updated 2024-08-20",
		Sample: `{"CallbackCommand":"Sns.CallbackBlackListAdd","PairList":[{"From_Account":"id","To_Account":"id1"},` +
			`{"From_Account":"id","To_Account":"id2"},{"From_Account":"id","To_Account":"id3"}]}`,
		Request: []payloads.Field{
			payloads.CommandField(name),
			pairs("UserID of whose blocklist it is", "UserID of who was blocked", false),
		},
		Rules:  pairRules(),
		Own:    pairCases(),
		Answer: payloads.Notified(),
	}
}
