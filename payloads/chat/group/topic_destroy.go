package group

import "github.com/timhook/timhook/payloads"

// afterTopicDestroyed is sent after topics of a community were deleted (1047/49465). Its switch in the console is that
// of groups.
func afterTopicDestroyed() *payloads.Command {
	const name = "Group.CallbackAfterTopicDestroyed"
	return &payloads.Command{
		Name: name, Short: "topic-destroy",
		Title: "topics of a community were deleted",
		URL:   "https://www.tencentcloud.com/document/product/1047/49465",
		Page:  "After a Topic Is Deleted (1047/49465)",
		Sample: `{"CallbackCommand":"Group.CallbackAfterTopicDestroyed","GroupId":"@TGS#_@TGS#cQH7LWZ4ME62",` +
			`"Type":"Community","TopicIdList":["@TGS#_@TGS#cQH7LWZ4ME62@TOPIC#_builds",` +
			`"@TGS#_@TGS#cQH7LWZ4ME62@TOPIC#_ideas"]}`,
		Composed: true,
		Request: []payloads.Field{
			payloads.CommandField(name), communityIDField(), communityTypeField(), lostTopicsField(),
		},
		Rules: lostTopicsRules(),
		Own:   lostTopicsCases(),
	}
}
