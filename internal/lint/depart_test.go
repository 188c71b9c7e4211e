package lint_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook/capture/read"
)

// ordinary is a right exchange of a callback, with the query that its page has.
func ordinary(t *testing.T, short string) *read.Entry {
	t.Helper()
	c, err := chat.Lookup(short)
	if err != nil {
		t.Fatal(err)
	}
	packets, err := c.Build(nil, payloads.Params{Seed: 7, Now: captured(sendPacket).Start, SDKAppID: app})
	if err != nil {
		t.Fatal(err)
	}
	e := captured(sendPacket)
	e.Request.Body = packets[0].Body
	e.Request.Query = strings.Replace(e.Request.Query, "Group.CallbackAfterSendMsg", c.Name, 1)
	for name, param := range map[string]string{
		"ClientIP": "&ClientIP=203.0.113.24", "OptPlatform": "&OptPlatform=Android",
	} {
		if !c.Queries(name) {
			e.Request.Query = strings.Replace(e.Request.Query, param, "", 1)
		}
	}
	return e
}

// Some queries tell nothing of the client, and some packets do not name their callback, or only in the events of a
// batch. Each is judged by its own page.
func TestCallbacksThatDepartAreJudgedByTheirOwnPage(t *testing.T) {
	for _, row := range []struct {
		name, short string
		change      func(*read.Entry)
		want        []string
	}{
		{"pushes", "push-offline", nil, nil},
		{"pushes of a task", "push-all", nil, nil},
		{"a verdict", "moderation", nil, nil},
		{"an alarm", "over-limit", nil, nil},
		{
			"an alarm without a platform", "over-limit", query("&OptPlatform=Android", ""),
			[]string{"query-optplatform-missing"},
		},
		{"a platform as the page spells it", "state", query("OptPlatform=Android", "OptPlatform=IOS"), nil},
		{
			"a platform as another page spells it", "member-field", query("OptPlatform=Android", "OptPlatform=IOS"),
			[]string{"query-optplatform-unlisted"},
		},
		{"states of members", "member-state", nil, nil},
		{
			"an official account", "official-send", query("&ClientIP=203.0.113.24", ""),
			[]string{"query-clientip-missing"},
		},
		{
			"an event in milliseconds", "push-all", body(`"EventTime":`, `"EventTime":1000`),
			[]string{"times-in-seconds"},
		},
		{
			"another command in the query", "push-all", query("Push.AllMemberPush", "Push.OfflinePush"),
			[]string{"query-command-mismatch"},
		},
		{
			"no command in the query", "push-all", query("CallbackCommand=Push.AllMemberPush&", ""),
			[]string{"query-command-missing"},
		},
		{
			"no command at all", "moderation", query("CallbackCommand=ContentCallback.ResultNotify&", ""),
			[]string{"query-command-missing"},
		},
		{"a lone batch", "push-all", func(e *read.Entry) { e.Lone = true }, nil},
		{"a lone verdict", "moderation", func(e *read.Entry) { e.Lone = true }, nil},
		{
			"a lone verdict out of bounds", "moderation", func(e *read.Entry) {
				e.Lone = true
				body(`"CtxcbResult":`, `"CtxcbResult":7`)(e)
			}, []string{"packet-out-of-bounds"},
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := ordinary(t, row.short)
			if row.change != nil {
				row.change(e)
			}
			got := lint.Entry(e, lint.Options{Token: token, SDKAppID: app})
			if ids := ruleIDs(got); !slices.Equal(ids, row.want) {
				t.Errorf("got %v, want %v: %v", ids, row.want, got)
			}
		})
	}
}
