package conformance_test

import (
	"context"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads"
)

func TestAFlakyBackendIsCalledFlakyAndLittleElse(t *testing.T) {
	for _, every := range []int{3, 7, 50} {
		synctest.Test(t, func(t *testing.T) {
			o := suiteOptions(t, serving(t, wronged(reference(), nth(every)())))
			o.NoShrink = true
			checks := map[string]int{}
			total := 0
			for _, r := range conformance.RunSuite(t.Context(), byDefault(), o) {
				for _, x := range r.Results {
					if len(x.Judgement.Findings) > 0 && x.Outcome() != judge.Info {
						checks[x.Judgement.Findings[0].Check.ID]++
						total++
					}
				}
			}
			if checks["behave-steady"] == 0 || total-checks["behave-steady"] > total/20 {
				t.Errorf("every request in %d fails: got %v, want behave-steady and nearly nothing else", every, checks)
			}
		})
	}
}

// What fails over a right signature that is near the window's edge fails again when it is tried again.
func TestTryingAgainKeepsTheDistanceOfRequestTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var narrow func() verdict
		for _, c := range catches() {
			if c.id == "edge-time-55-old" {
				narrow = c.make
			}
		}
		o := suiteOptions(t, serving(t, wronged(reference(), narrow())))
		results := conformance.RunSuite(t.Context(),
			the("edge-time-55-old", "edge-time-55-future", "delivery-duplicate-later"), o)
		if blamed(results, "behave-steady")["edge-time-55-old"] || !blamed(results, notOK)["edge-time-55-old"] {
			lines, _ := complaints(results)
			t.Errorf("got %s, want %s", strings.Join(lines, "\n"), notOK)
		}
	})
}

// A backend that is overrun by a burst of connections has not gone away.
func TestABurstThatFindsNoConnectionIsABlameAndNoAbsence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		right := reference()
		client := serving(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Millisecond) // so that all of a burst are under way before one of them is answered
			right.ServeHTTP(w, r)
		}))
		dial, open := client.Dial, make(chan struct{}, 20)
		client.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
			select {
			case open <- struct{}{}:
				return dial(ctx, network, addr)
			default:
				<-ctx.Done()
				return nil, ctx.Err()
			}
		}
		results := conformance.RunSuite(t.Context(), the("delivery-concurrent-mixed"), suiteOptions(t, client))
		lines, count := complaints(results)
		if count[judge.Error] > 0 || !blamed(results, "behave-accepts-connections")["delivery-concurrent-mixed"] {
			t.Errorf("got %v %s, want behave-accepts-connections", count, strings.Join(lines, "\n"))
		}
	})
}

// presenceTrips are the checks that a fault trips by not being there.
func presenceTrips() []string {
	var list []string
	for _, fault := range backend.Faults() {
		if _, guarded := guards()[fault.Name]; guarded {
			list = append(list, fault.Trips...)
		}
	}
	return list
}

// A check of a circumstance is tripped by no single answer, so that the faults cannot show that it can fail.
func TestEveryCheckOfACircumstanceHasABackendThatTripsIt(t *testing.T) {
	circumstances, presence := 0, presenceTrips()
	for _, c := range judge.Checks() {
		if c.Under == judge.Plain {
			continue
		}
		circumstances++
		hasTest := []string{"behave-steady", "behave-keeps-connection", "behave-one-write"}
		if !slices.Contains(hasTest, c.ID) &&
			!slices.ContainsFunc(catches(), func(x caught) bool { return x.check == c.ID }) &&
			!slices.Contains(presence, c.ID) {
			t.Errorf("%s: nothing shows that it can fail", c.ID)
		}
	}
	if circumstances < 10 {
		t.Errorf("got %d checks of a circumstance, some were lost", circumstances)
	}
}

// What the ordinary packet draws is found once for each command; what would repeat it is counted and not run.
func TestWhatTheOrdinaryPacketDrawsIsFoundOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		results := conformance.RunSuite(t.Context(), byDefault(), suiteOptions(t, serving(t, faulty(t, "code-string"))))
		baselines, under, ran := 0, 0, 0
		for _, r := range results {
			switch {
			case r.Case.Baseline:
				baselines++
				if r.Outcome() != judge.Fail {
					t.Errorf("%s: got %v, want FAIL", r.Case.Name(), r.Outcome())
				}
			case r.Repeats != nil:
				under++
				if r.Repeats.ID != "resp-errorcode-present" || r.Case.Expect == payloads.ExpectRefuse ||
					!strings.Contains(r.Skip, r.Repeats.ID) {
					t.Errorf("%s: got it under %s: %s", r.Case.Name(), r.Repeats.ID, r.Skip)
				}
			case len(r.Results) > 0:
				ran++
				if r.Case.Expect.Accepts() {
					t.Errorf("%s was run, although it would only repeat the ordinary packet's finding",
						r.Case.Name())
				}
			}
		}
		if baselines != 4 || under < 500 || ran < 200 {
			t.Errorf("got %d ordinary packets, %d cases under them and %d ran", baselines, under, ran)
		}
	})
}
