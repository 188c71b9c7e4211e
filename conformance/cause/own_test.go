package cause

import (
	"testing"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

// A case with an unknown field has the cause of one, whatever its id is. A callback without a TopicId has no cause that
// speaks of it.
func TestEdgeCasesOfACallbacksOwnHaveTheirCause(t *testing.T) {
	added := 0
	for _, c := range chat.All() {
		for _, v := range c.Own {
			x := &webhook.Exchange{Request: new(webhook.Request), Status: 500, Body: []byte("KeyError")}
			s := Shown{
				Callback: c.Short, Command: c, Case: v.ID, Varied: v.Doc, Exchange: x, Reaction: judge.Broke,
			}
			s.Finding.Check = &judge.Check{ID: "behave-survives"}
			got := Of(s, nil)
			if isUnknownField(c, v.ID) {
				added++
				if got.ID != "unknown-field" || Kind(c, v.ID, "") != unknownField {
					t.Errorf("%s/%s: got the cause %q and the kind %s, want those of an unknown field", c.Short, v.ID,
						got.ID, Kind(c, v.ID, ""))
				}
			}
			if got.ID == "topic" && c.FieldOf("topic-id") == nil {
				t.Errorf("%s/%s: got the cause %q of a callback without a TopicId", c.Short, v.ID, got.Text)
			}
		}
	}
	if added < 8 {
		t.Errorf("got %d edge cases with a field that the callback does not have, want the 8 of the catalogue", added)
	}
}
