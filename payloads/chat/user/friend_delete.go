package user

import "github.com/timhook/timhook/payloads"

// friendDelete is sent after friends were deleted, from a client or through the REST API (1047/34360). No page has an
// EventTime.
func friendDelete() *payloads.Command {
	const name = "Sns.CallbackFriendDelete"
	return &payloads.Command{
		Name: name, Short: "friend-delete",
		Title: "users are no longer friends",
		URL:   "https://www.tencentcloud.com/document/product/1047/34360",
		Page:  "After a Friend Is Deleted (1047/34360), updated 2025-03-10",
		Sample: `{"CallbackCommand":"Sns.CallbackFriendDelete","PairList":[{"From_Account":"id","To_Account":"id1"},` +
			`{"From_Account":"id","To_Account":"id2"},{"From_Account":"id","To_Account":"id3"}]}`,
		Request: []payloads.Field{
			payloads.CommandField(name),
			pairs("UserID of whose list of friends it is", "UserID of who was deleted", true),
		},
		Rules:  pairRules(),
		Own:    append(pairCases(), bothSidesCase()),
		Answer: payloads.Notified(),
	}
}
