package load_test

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/load"
	"github.com/timhook/timhook/payloads/chat"
)

func TestCallbacksAreSentOnTheGrid(t *testing.T) {
	for _, perSecond := range []int{1, 1000, 5000} {
		t.Run(fmt.Sprint(perSecond), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var came arrivals
				o := bubbled(t, came.note(okay))
				o.Rate, o.Duration = rate(t, fmt.Sprintf("%d/s", perSecond)), 2*time.Second
				s := run(t, t.Context(), o)
				if s.Sent != 2*perSecond || s.Asked != s.Sent || s.Shortfall() != 0 || len(came.times) != s.Sent || s.Achieved() != float64(perSecond) {
					t.Fatalf("got %d sent of %d, %d arrived, %v/s", s.Sent, s.Asked, len(came.times), s.Achieved())
				}
				for k, at := range came.times {
					if due := time.Duration(k) * time.Second / time.Duration(perSecond); at.Sub(s.Started) != due {
						t.Fatalf("callback %d came after %v, want %v", k, at.Sub(s.Started), due)
					}
				}
				if s.Jitter.Max() != 0 || s.Jitter.Count() != s.Sent || s.Overdue != 0 {
					t.Errorf("got jitter up to %v of %d sends, want none", s.Jitter.Max(), s.Jitter.Count())
				}
				if s.All.Count(judge.Pass) != s.Sent || s.End != load.EndDuration || s.Elapsed != 2*time.Second {
					t.Errorf("got %d right answers, end %v after %v", s.All.Count(judge.Pass), s.End, s.Elapsed)
				}
			})
		})
	}
}

func TestTheRateHoldsWhileTheBackendIsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const slow = 1502 * time.Millisecond
		o := bubbled(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(slow)
			okay(w, r)
		}))
		o.Rate, o.Duration = rate(t, "200/s"), 5*time.Second
		s := run(t, t.Context(), o)
		if s.Sent != 1000 || s.Overdue != 0 || s.Connected < 301 || s.Connected > 302 {
			t.Errorf("got %d sent, %d overdue, %d connections; want 1000, none, and hardly more than the 301 that 1.502 s of 200/s need", s.Sent, s.Overdue, s.Connected)
		}
		for name, l := range map[string]load.Latencies{"due": s.All.FromDue, "send": s.All.FromSend} {
			if l.Count() != 1000 || l.Percentile(1) != slow || l.Percentile(50) != slow || l.Max() != slow {
				t.Errorf("from %s: got %d, p1 %v, p50 %v, max %v; want 1000 of %v", name, l.Count(), l.Percentile(1), l.Percentile(50), l.Max(), slow)
			}
		}
		if s.All.Count(judge.Warn) != 1000 || s.All.PastSecond != 1000 || s.All.PastDeadline != 0 {
			t.Errorf("got %d warned, %d past 1 s, %d past 2 s", s.All.Count(judge.Warn), s.All.PastSecond, s.All.PastDeadline)
		}
		// What is sent at the very moment at which a second ends may count in either.
		if second := s.Seconds[1]; second.Sent < 199 || second.Sent > 201 || second.Answered != 100 || second.Max != slow {
			t.Errorf("got the second %+v", second)
		}
	})
}

// A backend with one connection stands still for 3 s. Whoever measured from the actual send would see one slow
// answer; from the due time all that had to wait are slow.
func TestAStallShowsInTheLatenciesFromTheDueTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var n atomic.Int64
		o := bubbled(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if n.Add(1) == 101 {
				time.Sleep(3 * time.Second)
			}
			okay(w, r)
		}))
		o.Client.Timeout = 5 * time.Second
		o.Rate, o.Duration, o.Connections = rate(t, "100/s"), 10*time.Second, 1
		s := run(t, t.Context(), o)
		// The 101st is due at 1 s and answered at 4 s, when 300 more are due, which go out at once.
		if s.Sent != 1000 || s.Shortfall() != 0 || s.All.FromDue.Max() != 3*time.Second || s.All.FromSend.Max() != 3*time.Second {
			t.Fatalf("got %d sent, max %v and %v", s.Sent, s.All.FromDue.Max(), s.All.FromSend.Max())
		}
		if got := s.All.FromSend.Percentile(99); got != 0 {
			t.Errorf("p99 from the send: got %v, want 0", got)
		}
		// The k-th after the stalled one waited 3 s - k/100 s: 100 callbacks were 2 s late and more, so p90 is 2 s.
		near(t, "p90 from the due time", s.All.FromDue.Percentile(90), 2*time.Second)
		near(t, "p75 from the due time", s.All.FromDue.Percentile(75), 500*time.Millisecond)
		if s.All.PastDeadline != 100 || s.All.PastSecond != 201 || s.Overdue != 298 {
			t.Errorf("got %d past 2 s, %d past 1 s, %d overdue", s.All.PastDeadline, s.All.PastSecond, s.Overdue)
		}
	})
}

// near compares to the three digits that latencies are known to.
func near(t *testing.T, what string, got, want time.Duration) {
	t.Helper()
	if (got - want).Abs() > want/1000+time.Microsecond {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestWhatCannotBeSentIsReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := bubbled(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(100 * time.Millisecond)
			okay(w, r)
		}))
		o.Rate, o.Duration, o.Connections = rate(t, "100/s"), 4*time.Second, 2
		s := run(t, t.Context(), o)
		// Two connections send 20 a second, and some more in the grace of 100 ms.
		if s.Asked != 400 || s.Sent != 83 || s.Shortfall() != 317 || s.Connected != 2 {
			t.Errorf("got %d of %d sent over %d connections, shortfall %d; want 83 of 400 over 2, 317", s.Sent, s.Asked, s.Connected, s.Shortfall())
		}
		if s.Achieved() != 20.75 || s.Overdue != 81 {
			t.Errorf("got %v/s and %d overdue", s.Achieved(), s.Overdue)
		}
	})
}

func TestACountIsSentInWholeHoweverLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := bubbled(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(100 * time.Millisecond)
			okay(w, r)
		}))
		o.Rate, o.Count, o.Connections = rate(t, "100/s"), 50, 1
		s := run(t, t.Context(), o)
		if s.Sent != 50 || s.Asked != 50 || s.End != load.EndCount || s.Elapsed != 5*time.Second {
			t.Errorf("got %d of %d in %v, end %v", s.Sent, s.Asked, s.Elapsed, s.End)
		}
	})
}

func TestAnInterruptionEndsTheLoadAtOnce(t *testing.T) {
	for _, text := range []string{"100/s", "1/h", "max"} {
		t.Run(text, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := bubbled(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					time.Sleep(200 * time.Millisecond)
					okay(w, r)
				}))
				o.Rate, o.Duration = rate(t, text), time.Hour
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(1015*time.Millisecond, cancel)
				s := run(t, ctx, o)
				sent := map[string]int{"100/s": 102, "1/h": 1, "max": 96}[text]
				unfinished := map[string]int{"100/s": 20, "1/h": 0, "max": 16}[text]
				if s.Elapsed != 1015*time.Millisecond || s.End != load.EndInterrupted || s.Sent != sent || s.Unfinished != unfinished {
					t.Errorf("got %d sent, %d unfinished in %v, end %v; want %d, %d", s.Sent, s.Unfinished, s.Elapsed, s.End, sent, unfinished)
				}
				if s.All.Count(judge.Pass) != sent-unfinished || len(s.Errors) != 0 || s.Tally.Total() != 0 {
					t.Errorf("got %d right answers, errors %v; what was cut is nobody's fault", s.All.Count(judge.Pass), s.Errors)
				}
			})
		})
	}
}

func TestRampsAndStepsSendWhatTheyCover(t *testing.T) {
	for text, want := range map[string][]int{
		"0..100/s":      {13, 37, 63, 87}, // of the line from 0 to 200 in two seconds, each second gets what lies under it
		"100..0/s":      {88, 62, 38, 12},
		"100..300/s":    {125, 175, 225, 275},
		"100,200,0,4/s": {100, 200, 0, 4},
	} {
		t.Run(text, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var came arrivals
				o := bubbled(t, came.note(okay))
				o.Rate, o.Duration = rate(t, text), 4*time.Second
				s := run(t, t.Context(), o)
				got := make([]int, 4)
				for _, at := range came.times {
					got[int(at.Sub(s.Started)/time.Second)]++
				}
				if fmt.Sprint(got) != fmt.Sprint(want) || s.Sent != s.Asked {
					t.Errorf("got %v in the four seconds, %d of %d, want %v", got, s.Sent, s.Asked, want)
				}
			})
		})
	}
}

func TestTheMixIsSentInItsProportionsAndTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := bubbled(t, reference())
		o.Mix = nil
		for i, c := range chat.Usual() {
			o.Mix = append(o.Mix, load.Share{Command: c, Weight: []int{1, 20, 2, 1}[i]})
		}
		o.Payloads = 240
		o.Rate, o.Count = rate(t, "1000/s"), 2400
		s := run(t, t.Context(), o)
		for i, c := range s.Callbacks {
			if want := 100 * o.Mix[i].Weight; c.Command != o.Mix[i].Command || c.Sent != want || c.Count(judge.Pass) != want || c.FromDue.Count() != want {
				t.Errorf("%s: got %d sent, %d right, %d measured, want %d", c.Command.Name, c.Sent, c.Count(judge.Pass), c.FromDue.Count(), want)
			}
		}
		if s.Tally.Total() != 0 || s.Slow != "" || s.Payloads != 240 {
			t.Errorf("got %d judged in full, slow %q, %d payloads", s.Tally.Total(), s.Slow, s.Payloads)
		}
	})
}
