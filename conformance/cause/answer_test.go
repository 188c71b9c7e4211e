package cause_test

import (
	"testing"

	"github.com/timhook/timhook/conformance/cause"
	"github.com/timhook/timhook/webhook"
)

// reply is an answer to a packet with a text of its own.
func reply(status int, text, body string) *webhook.Exchange {
	return &webhook.Exchange{
		Request: &webhook.Request{Body: []byte(`{"GroupId":"` + text + `"}`)}, Status: status, Body: []byte(body),
	}
}

func TestAnswersOfOneCauseAreTheSame(t *testing.T) {
	base := reply(500, "@TGS#2J4SZEAEL", `{"error":"no such column: 17","request":"a1b2c3d4","at":"2026-11-26T10:00:00Z","group":"@TGS#2J4SZEAEL"}`)
	for _, c := range []struct {
		name string
		x    *webhook.Exchange
		same bool
	}{
		{"other numbers, ids, times and texts of the request", reply(500, "@TGS#2ZZZZZZZZ", `{"error":"no such column: 9","request":"f00","at":"2027-01-01T00:00:01Z","group":"@TGS#2ZZZZZZZZ"}`), true},
		{"another layout", reply(500, "x", "{\"error\":\"no such column: 17\",\"request\":\"a1b2c3d4\",\"at\":\"2026-11-26T10:00:00Z\",\"group\":\"@TGS#2J4SZEAEL\"}"), false},
		{"another status", reply(400, "@TGS#2J4SZEAEL", string(base.Body)), false},
		{"another word", reply(500, "@TGS#2J4SZEAEL", `{"error":"no such table: 17","request":"a1b2c3d4","at":"2026-11-26T10:00:00Z","group":"@TGS#2J4SZEAEL"}`), false},
		{"none", nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := cause.Answer(c.x) == cause.Answer(base); got != c.same {
				t.Errorf("got %q and %q, want the same: %v", cause.Answer(c.x), cause.Answer(base), c.same)
			}
		})
	}
}

func TestHowMuchCameBeforeAFailureIsChance(t *testing.T) {
	hung := func(body string) *webhook.Exchange {
		x := reply(200, "x", body)
		x.Failure = &webhook.Failure{Class: webhook.Timeout}
		return x
	}
	if a, b := cause.Answer(hung("{")), cause.Answer(hung(`{"ActionStatus"`)); a != b {
		t.Errorf("got %q and %q, want the same", a, b)
	}
}
