package user

import "github.com/timhook/timhook/payloads"

// afterFollowDelete is sent after a user has unfollowed others, from a client or through the REST API (1047/70356). Its
// shape is not that of its twin: To_Account is a list here, and of plain strings.
func afterFollowDelete() *payloads.Command {
	const name = "Follow.CallbackAfterFollowDelete"
	return &payloads.Command{
		Name: name, Short: "unfollow",
		Title: "a user has unfollowed others",
		URL:   "https://www.tencentcloud.com/document/product/1047/70356",
		Page:  "After a User Is Unfollowed (1047/70356), updated 2025-06-09",
		Sample: `{"CallbackCommand":"Follow.CallbackAfterFollowDelete","From_Account":"UserID_001",` +
			`"To_Account":["UserID_002","UserID_003"],"EventTime":1702018343678}`,
		Request: []payloads.Field{
			payloads.CommandField(name), whose("UserID of who unfollows"), unfollowed(),
			payloads.IntegerEventTimeField(),
		},
		Rules:  followRules("unique-unfollowed", "To_Account", "To_Account.*"),
		Own:    unfollowCases(),
		Answer: payloads.Notified(),
	}
}
