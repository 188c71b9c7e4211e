package group_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat/group"
	"github.com/timhook/timhook/payloads/payloadstest"
)

func TestCallbacksOfGroupsAndTopics(t *testing.T) {
	payloadstest.Family(t, group.Callbacks(), "attr/GroupAttr", "recall/MsgSeqList.*.MsgId")
}

// The pages have one query that is not the plain one, one packet whose message comes first, and four callbacks without
// a time.
func TestDeparturesFromTheUsualForm(t *testing.T) {
	timeless := []string{"before-topic", "topic", "topic-destroy", "topic-info"}
	list := payloads.Join(group.Callbacks()...)
	if len(list) != 25 {
		t.Errorf("got %d callbacks, want the 21 of groups and the 4 of topics", len(list))
	}
	for _, c := range list {
		var query []string
		if c.Short == "member-state" {
			query = []string{"SdkAppid", "CallbackCommand", "contenttype"}
		}
		if !slices.Equal(c.Query, query) {
			t.Errorf("%s: its query is %q, want %q", c.Short, c.Query, query)
		}
		first := "CallbackCommand"
		if c.Short == "modify" {
			first = "MsgBody"
		}
		if c.Request[0].Name != first {
			t.Errorf("%s begins with %s, want %s", c.Short, c.Request[0].Name, first)
		}
		if (c.Field("EventTime") == nil) != slices.Contains(timeless, c.Short) {
			t.Errorf("%s: has it an EventTime? %v", c.Short, c.Field("EventTime") != nil)
		}
		if strings.HasPrefix(c.Name, "Group.CallbackBefore") != c.Answer.Decides() {
			t.Errorf("%s: does its answer decide? %v", c.Short, c.Answer.Decides())
		}
		if isInDoubt := c.Short == "modify" || c.Short == "member-field"; isInDoubt != (c.Doubt != "") {
			t.Errorf("%s: the doubt is %q", c.Short, c.Doubt)
		}
	}
}
