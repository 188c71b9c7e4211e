package load_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/internal/load"
)

// processing takes one callback at a time, each in d.
func processing(d time.Duration) http.Handler {
	turn := make(chan struct{}, 1)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		turn <- struct{}{}
		time.Sleep(d)
		<-turn
		okay(w, r)
	})
}

func TestTheHighestRateThatIsHeldIsFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := bubbled(t, processing(2*time.Millisecond)) // 500/s and not one more
		o.Duration, o.Budgets = 4*time.Second, budgets(t, "p99<100ms", "fail=0")
		var ticks int
		o.Tick = func(load.Second) { ticks++ }
		s, err := load.Find(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if s.Highest > 520 || s.Highest < 475 || s.Broken < s.Highest || s.Broken > s.Highest/0.95+1 || s.End != load.EndCount {
			t.Errorf("got %v held and %v broken, end %v, want 500 or some less, within 5 %%", s.Highest, s.Broken, s.End)
		}
		var rates []float64
		for _, p := range s.Probes {
			rates = append(rates, p.Rate)
			if p.Held != (p.Why == "") || p.Held != (p.Rate <= s.Highest) || p.Summary.Asked != int(4*p.Rate) {
				t.Errorf("got the probe %v: held %v, %q, %d asked", p.Rate, p.Held, p.Why, p.Summary.Asked)
			}
		}
		if got := fmt.Sprint(rates); got != "[100 200 400 800 600 500 550 525]" {
			t.Errorf("got the probes %v", got)
		}
		if ticks < 4*len(rates) {
			t.Errorf("got %d ticks for %d probes of four seconds", ticks, len(rates))
		}
	})
}

func TestASearchThatFindsNothingSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := bubbled(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusServiceUnavailable)
		}))
		o.Rate, o.Duration = rate(t, "10/s"), time.Second
		s, err := load.Find(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if s.Highest != 0 || s.Broken != 1.25 || len(s.Probes) != 4 {
			t.Errorf("got %v held, %v broken in %d probes, want none above 1/s", s.Highest, s.Broken, len(s.Probes))
		}
		if why := s.Probes[0].Why; why != "budget fail=0 is missed: fail is 10 over 10 exchanges" {
			t.Errorf("got %q", why)
		}
	})
}

func TestASearchCanBeInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := bubbled(t, http.HandlerFunc(okay))
		o.Duration = time.Second
		ctx, cancel := context.WithTimeout(t.Context(), 3600*time.Millisecond)
		defer cancel()
		s, err := load.Find(ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		if s.End != load.EndInterrupted || s.Highest != 200 || len(s.Probes) != 3 || s.Probes[2].Held {
			t.Errorf("got end %v, highest %v, %d probes", s.End, s.Highest, len(s.Probes))
		}
	})
}

func TestASearchNeedsAConstantRate(t *testing.T) {
	for _, text := range []string{"max", "1..5/s"} {
		o := options(t, ":1")
		o.Rate = rate(t, text)
		if _, err := load.Find(t.Context(), o); err == nil || err.Error() != "got the rate "+text+", want a constant one to begin the search with" {
			t.Errorf("%s: got %v", text, err)
		}
	}
}
