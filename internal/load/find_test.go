package load_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
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
		if got := fmt.Sprint(rates); got != "[100 200 400 800 800 600 600 500 550 550 525 525]" {
			t.Errorf("got the probes %v", got)
		}
		if ticks < 4*len(rates) {
			t.Errorf("got %d ticks for %d probes of four seconds", ticks, len(rates))
		}
	})
}

// stalling answers the first two callbacks late enough that the second, which waits for the first, misses its deadline.
func stalling() http.Handler {
	var count atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch count.Add(1) {
		case 1:
			time.Sleep(1900 * time.Millisecond)
		case 2:
			time.Sleep(250 * time.Millisecond)
		}
		okay(w, r)
	})
}

func TestASearchWithoutBudgetsForgivesOneLateCallbackInAThousand(t *testing.T) {
	for _, c := range []struct {
		duration time.Duration // at 10/s
		why      string
	}{
		{150 * time.Second, ""},
		{90 * time.Second, "budget late<0.1% is missed: late is 0.111% over 900 exchanges"},
	} {
		t.Run(c.duration.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := bubbled(t, stalling())
				o.Rate, o.Connections, o.Duration = rate(t, "10/s"), 1, c.duration
				ctx, cancel := context.WithTimeout(t.Context(), c.duration+100*time.Millisecond) // after the first probe
				defer cancel()
				s, err := load.Find(ctx, o)
				if err != nil {
					t.Fatal(err)
				}
				if p := s.Probes[0]; p.Why != c.why || len(p.Summary.Budgets) != len(load.SearchBudgets()) {
					t.Errorf("got %q of %d budgets, want %q of %d", p.Why, len(p.Summary.Budgets), c.why, len(load.SearchBudgets()))
				}
			})
		})
	}
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
		if s.Highest != 0 || s.Broken != 1.25 || len(s.Probes) != 8 {
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

// failingAt answers rightly, but for so many callbacks from the n-th on.
func failingAt(n, times int64) http.HandlerFunc {
	var count atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		if c := count.Add(1); c >= n && c < n+times {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		okay(w, r)
	}
}

func TestAProbeThatFailsOnceIsRepeatedAndOneThatFailsTwiceCounts(t *testing.T) {
	for times, want := range map[int64]string{1: "[100 200 200 400]", 200: "[100 200 200 150]"} {
		synctest.Test(t, func(t *testing.T) {
			o := bubbled(t, failingAt(150, times))
			o.Duration = time.Second
			ctx, cancel := context.WithTimeout(t.Context(), 5500*time.Millisecond)
			defer cancel()
			s, err := load.Find(ctx, o)
			if err != nil {
				t.Fatal(err)
			}
			var rates []float64
			for _, p := range s.Probes {
				rates = append(rates, p.Rate)
			}
			if got := fmt.Sprint(rates); got != want || !s.Probes[2].Again || s.Probes[1].Again {
				t.Errorf("%d failures: got the probes %v, want %v, the third of which repeats the second", times, got, want)
			}
		})
	}
}

func TestAQueueThatGrowsIsNoRateThatIsHeld(t *testing.T) {
	for _, c := range []struct {
		rate   string
		each   time.Duration // for each callback, one at a time
		rising bool
	}{
		{"550/s", 2 * time.Millisecond, true}, // 500/s and not one more
		{"500/s", 2 * time.Millisecond, false},
		{"2/s", 600 * time.Millisecond, false}, // too few answers to tell
		{"100..600/s", 2 * time.Millisecond, false},
	} {
		t.Run(c.rate, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := bubbled(t, processing(c.each)) // made in the bubble, like all that waits
				o.Rate, o.Duration = rate(t, c.rate), 5*time.Second
				from, to, rising := run(t, t.Context(), o).Rising()
				if rising != c.rising || rising && (from > 100*time.Millisecond || to < 350*time.Millisecond) {
					t.Errorf("got rising %v from %v to %v, want %v", rising, from, to, c.rising)
				}
			})
		})
	}
}

func TestTheHighestRateIsFoundWithoutABudgetForLatency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := bubbled(t, processing(2*time.Millisecond))
		o.Rate = rate(t, "400/s")
		s, err := load.Find(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if s.Highest > 526 || s.Highest < 475 {
			t.Errorf("got %v held, want 500 within 5 %%", s.Highest)
		}
		if !slices.ContainsFunc(s.Probes, func(p load.Probe) bool {
			return strings.HasPrefix(p.Why, "answers took longer and longer: half of them ")
		}) {
			t.Error("got no probe that was not held because of its growing queue")
		}
	})
}
