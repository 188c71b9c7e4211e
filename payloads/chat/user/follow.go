package user

import "github.com/timhook/timhook/payloads"

// afterFollowAdd is sent after a user has followed others, from a client or through the REST API (1047/70355).
func afterFollowAdd() *payloads.Command {
	const name = "Follow.CallbackAfterFollowAdd"
	return &payloads.Command{
		Name: name, Short: "follow",
		Title: "a user has followed others",
		URL:   "https://www.tencentcloud.com/document/product/1047/70355",
		Page:  "After a User Is Followed (1047/70355), updated 2025-06-09",
		Sample: `{"CallbackCommand":"Follow.CallbackAfterFollowAdd","From_Account":"UserID_001",` +
			`"FollowList":[{"To_Account":"UserID_002"},{"To_Account":"UserID_003"}],"EventTime":1702018343678}`,
		Request: []payloads.Field{
			payloads.CommandField(name), whose("UserID of who follows"), followed(), payloads.IntegerEventTimeField(),
		},
		Rules:  followRules("unique-followed", "FollowList", "FollowList.*.To_Account"),
		Own:    followCases(),
		Answer: payloads.Notified(),
	}
}
