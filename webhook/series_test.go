package webhook_test

import (
	"testing"
	"testing/synctest"

	"github.com/timhook/timhook/webhook"
)

// A connection that a series has used is taken by its own next request, and by no other before the series ends.
func TestAConnectionOfASeriesIsItsOwn(t *testing.T) {
	for _, tc := range []struct {
		name  string
		sound bool
	}{{"given back", true}, {"closed", false}} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				dial, dials := scripted(always(okAnswer))
				c := &webhook.Client{Dial: dial}
				defer c.Close()
				r := request(t, "http://backend.example/im")
				one, two := c.Series(), c.Series()
				for i, step := range []struct {
					who    string
					sent   *webhook.Exchange
					reused bool
				}{
					{"the client", c.Send(t.Context(), r), false},
					{"a series, over the client's connection", one.Send(t.Context(), r), true},
					{"another series", two.Send(t.Context(), r), false},
					{"the first series again", one.Send(t.Context(), r), true},
					{"the client again", c.Send(t.Context(), r), false},
				} {
					if step.sent.Failure != nil || step.sent.Reused != step.reused {
						t.Errorf("request %d, of %s: got reused %v, failure %v; want reused %v", i+1, step.who,
							step.sent.Reused, step.sent.Failure, step.reused)
					}
				}
				one.End(tc.sound)
				two.End(tc.sound)
				synctest.Wait()
				for range 3 {
					if x := c.Series().Send(t.Context(), r); x.Failure != nil {
						t.Fatal(x.Failure)
					}
				}
				if want := map[bool]int64{true: 3, false: 5}[tc.sound]; dials.Load() != want {
					t.Errorf("got %d connections, want %d", dials.Load(), want)
				}
			})
		})
	}
}
