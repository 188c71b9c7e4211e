package group

import "github.com/timhook/timhook/payloads"

// afterGroupFull is sent after the last place of a group was taken, and again whenever somebody finds it full
// (1047/34376).
func afterGroupFull() *payloads.Command {
	const name = "Group.CallbackAfterGroupFull"
	return &payloads.Command{
		Name: name, Short: "full",
		Title: "a group is full",
		URL:   "https://www.tencentcloud.com/document/product/1047/34376",
		Page:  "After a Group Is Full (1047/34376)",
		Sample: `{"CallbackCommand":"Group.CallbackAfterGroupFull","GroupId":"@TGS#2QN5KV3MPT",` +
			`"EventTime":1762852030123}`,
		Composed: true,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.GroupIDField(), payloads.EventTimeField(),
		},
		Rules: payloads.GroupRules(),
		Own:   fullCases(),
	}
}
