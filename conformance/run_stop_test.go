package conformance_test

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// stopping runs ten cases under a context that ends after a second, and returns when the run ended.
// A goroutine that is left makes the bubble fail.
func stopping(t *testing.T, r conformance.Runner, patient func(int) time.Duration,
	byDeadline bool,
) (results []conformance.Result, w *witness, took time.Duration) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	if byDeadline {
		ctx, cancel = context.WithTimeout(t.Context(), time.Second)
	}
	defer cancel()
	stop := time.AfterFunc(time.Second, cancel)
	defer stop.Stop()
	w = newWitness(patient)
	r.Client = w.client()
	start := time.Now()
	results = ran(ctx, t, r, singles(t, 10))
	took = time.Since(start)
	time.Sleep(time.Minute) // in the bubble: until the backend has seen that nobody waits
	return results, w, took
}

func TestAnEndedRunReturnsWhatRan(t *testing.T) {
	for _, byDeadline := range []bool{false, true} {
		for _, c := range []struct {
			name    string
			runner  conformance.Runner
			patient func(int) time.Duration
			passed  int // results that came in time
			cut     int // under way when the run ended
		}{
			{"in the middle of a case", conformance.Runner{}, takes(400 * time.Millisecond), 2, 1},
			{"with several under way", conformance.Runner{Jobs: 3}, takes(400 * time.Millisecond), 6, 3},
			{"while a worker waits for its turn", conformance.Runner{Interval: 700 * time.Millisecond}, takes(0), 2, 0},
			{
				"while workers wait and others are queued",
				conformance.Runner{Jobs: 3, Interval: 700 * time.Millisecond},
				takes(0), 2, 0,
			},
			{"while the backend hangs and retries are left", conformance.Runner{Retries: 5}, takes(never), 0, 1},
			{"while a second delivery is due", conformance.Runner{Twice: true}, takes(400 * time.Millisecond), 2, 1},
		} {
			t.Run(fmt.Sprintf("%s, by deadline %v", c.name, byDeadline), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					results, w, took := stopping(t, c.runner, c.patient, byDeadline)
					passed, cut := tally(results)
					if passed != c.passed || cut != c.cut || len(results) != passed+cut {
						t.Errorf("%s, by deadline %v: got %q, want %d passed and %d cut short", c.name, byDeadline,
							outlines(results), c.passed, c.cut)
					}
					if took != time.Second {
						t.Errorf("%s, by deadline %v: the run took %v, want it to end after a second", c.name,
							byDeadline, took)
					}
					if came := len(w.arrivals()); came != len(results) {
						t.Errorf("%s, by deadline %v: %d requests came for %d results", c.name, byDeadline, came,
							len(results))
					}
				})
			})
		}
	}
}

func tally(results []conformance.Result) (passed, cut int) {
	for _, r := range results {
		switch r.Outcome() {
		case judge.Pass:
			passed++
		case judge.Skip:
			if r.Skip == "the run ended before" {
				cut++
			}
		}
	}
	return passed, cut
}

func TestARunThatIsOverBeforehandSendsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		w := newWitness(takes(0))
		if results := ran(ctx, t, conformance.Runner{Client: w.client(), Jobs: 4},
			singles(t, 10)); len(results)+len(w.arrivals()) != 0 {
			t.Errorf("got %d results and %d requests, want none", len(results), len(w.arrivals()))
		}
	})
}

func TestTheRestIsSkippedWhenTheBackendIsNotThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dials := 0
		client := &webhook.Client{Dial: func(context.Context, string, string) (net.Conn, error) {
			dials++
			return nil, syscall.ECONNREFUSED
		}}
		start := time.Now()
		results := ran(t.Context(), t,
			conformance.Runner{Client: client, Twice: true, Retries: 3, Interval: time.Minute}, singles(t, 100))
		if results[0].Outcome() != judge.Error || len(results) != 100 || dials != 1 {
			t.Errorf("got %s, %d results and %d attempts, want ERROR, 100 and 1", results[0].Outcome(), len(results),
				dials)
		}
		for _, r := range results[1:] {
			if r.Outcome() != judge.Skip || r.Skip != "the backend could not be reached" {
				t.Fatalf("got %s, want the rest skipped", outline(r))
			}
		}
		if took := time.Since(start); took > time.Minute {
			t.Errorf("skipping the rest took %v", took)
		}
	})
}

func TestABackendThatNeverAnswersIsLeftAfterFiveDeadlines(t *testing.T) {
	for _, c := range []struct {
		name   string
		runner conformance.Runner
		within time.Duration
		most   int // requests that are sent; at least five
	}{
		{"one at a time", conformance.Runner{}, 10 * time.Second, 5},
		{"three at a time", conformance.Runner{Jobs: 3}, 6 * time.Second, 7},
		{"with retries", conformance.Runner{Retries: 100}, 10 * time.Second, 5},
		{"with redeliveries", conformance.Runner{Twice: true}, 10 * time.Second, 5},
		{"on a schedule", conformance.Runner{Interval: 10 * time.Second}, 42 * time.Second, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWitness(takes(never))
				c.runner.Client = w.client()
				start := time.Now()
				results := ran(t.Context(), t, c.runner, singles(t, 50))
				if took := time.Since(start); took > c.within+c.runner.Interval {
					t.Errorf("took %v, want %v", took, c.within)
				}
				if sent := len(w.arrivals()); sent < 5 || sent > c.most {
					t.Errorf("sent %d, want 5 to %d", sent, c.most)
				}
				if last := results[len(results)-1]; !strings.Contains(last.Skip, "answered nothing") {
					t.Errorf("the last case: %s", outline(last))
				}
			})
		})
	}
}

func TestABackendThatAnsweredOnceIsNotLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWitness(func(n int) time.Duration { return []time.Duration{0, never}[min(n, 1)] })
		results := ran(t.Context(), t, conformance.Runner{Client: w.client()}, singles(t, 9))
		want := append([]string{"PASS"}, slices.Repeat([]string{"FAIL"}, 8)...)
		var got []string
		for _, r := range results {
			got = append(got, r.Outcome().String())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("outcomes (-want +got):\n%s", diff)
		}
	})
}
