package user

import "github.com/timhook/timhook/payloads"

// blackListDelete is sent after a user has unblocked others, from a client or through the REST API (1047/34362). No
// page has an EventTime.
func blackListDelete() *payloads.Command {
	const name = "Sns.CallbackBlackListDelete"
	return &payloads.Command{
		Name: name, Short: "blacklist-delete",
		Title: "a user has unblocked others",
		URL:   "https://www.tencentcloud.com/document/product/1047/34362",
		Page:  "After a User Is Removed from Blocklist (1047/34362), updated 2024-08-20",
		Sample: `{"CallbackCommand":"Sns.CallbackBlackListDelete","PairList":[` +
			`{"From_Account":"id","To_Account":"id1"},{"From_Account":"id","To_Account":"id2"},` +
			`{"From_Account":"id","To_Account":"id3"}]}`,
		Request: []payloads.Field{
			payloads.CommandField(name),
			pairs("UserID of whose blocklist it is", "UserID of who was unblocked", false),
		},
		Rules:  pairRules(),
		Own:    pairCases(),
		Answer: payloads.Notified(),
	}
}
