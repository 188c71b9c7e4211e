package group

import (
	"slices"

	"github.com/timhook/timhook/payloads"
)

// onMemberStateChange is sent when members of an audio-video group go online or offline (1047/48734). The page's query
// has neither ClientIP nor OptPlatform. Pages before 2024 have it for lost connections alone.
func onMemberStateChange() *payloads.Command {
	const name = "Group.CallbackOnMemberStateChange"
	return &payloads.Command{
		Name: name, Short: "member-state",
		Title: "members of an audio-video group went online or offline",
		URL:   "https://www.tencentcloud.com/document/product/1047/48734",
		Page:  "Webhook for Online and Offline Status of Audio-Video Group Members (1047/48734), updated 2025-10-28",
		Sample: `{"CallbackCommand":"Group.CallbackOnMemberStateChange","GroupId":"@TGS#2QN5KV3MPT",` +
			`"EventType":"Offline","EventCause":"HeartbeatInterrupt","MemberList":[{"Member_Account":"otis"}],` +
			`"EventTime":1762852080123}`,
		Composed: true,
		Request: slices.Concat([]payloads.Field{payloads.CommandField(name), payloads.GroupIDField()}, stateFields(),
			[]payloads.Field{
				membersField("MemberList", "who went online or offline"),
				payloads.EventTimeField().Sent(payloads.SampleOnly),
			}),
		Query: []string{"SdkAppid", "CallbackCommand", "contenttype"},
		Rules: append(payloads.GroupRules("MemberList.*.Member_Account"), stateRule()),
		Own:   stateCases(),
	}
}
