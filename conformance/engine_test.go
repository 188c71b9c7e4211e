package conformance_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/backend"
)

// faulty is the reference backend with a named fault.
func faulty(t *testing.T, name string) http.Handler {
	t.Helper()
	fault, err := backend.LookupFault(name)
	if err != nil {
		t.Fatal(err)
	}
	return fault.Break(reference())
}

// hanging never answers what it is told to hang on.
func hanging(on func(*http.Request) bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if on(r) {
			_, _ = io.Copy(io.Discard, r.Body) // a server that reads nothing does not see its client leave
			<-r.Context().Done()
			panic(http.ErrAbortHandler)
		}
		reference().ServeHTTP(w, r)
	})
}

func every(*http.Request) bool { return true }

func TestABackendThatNeverAnswersIsGivenUpSoonAndTheReasonIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		results := conformance.RunSuite(t.Context(), conformance.Suite(), suiteOptions(t, serving(t, hanging(every))))
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("took %v, want at most 20 s", took)
		}
		_, count := complaints(results)
		reasons := map[string]int{}
		for _, r := range results {
			reasons[r.Skip]++
		}
		if count[conformance.Fail] == 0 || count[conformance.Skip] < 900 || count[conformance.Pass] > 0 {
			t.Errorf("got %v, want a few failures and the rest skipped", count)
		}
		if reasons["counted under resp-under-2s of the ordinary packet"] == 0 || reasons["the backend has answered nothing so far"] == 0 {
			t.Errorf("got %v, want the reasons told", reasons)
		}
	})
}

func TestABackendThatIsNotThereIsAnErrorAndNotBlamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := serving(t, reference())
		client.Dial = nil
		o := suiteOptions(t, client)
		o.Target.URL.Network, o.Target.URL.Addr = "unix", "/nonexistent/timhook.sock"
		lines, count := complaints(conformance.RunSuite(t.Context(), byDefault(), o))
		if count[conformance.Fail]+count[conformance.Warn]+count[conformance.Pass] > 0 || count[conformance.Error] == 0 || count[conformance.Error] > 16 {
			t.Errorf("got %v, want a few errors and the rest skipped:\n%s", count, strings.Join(lines, "\n"))
		}
	})
}

// Sixteen cases that hang, four for each command, cost one deadline together: each gives its place up.
func TestHangingCasesDoNotHoldUpTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		platforms := []string{"Web", "Windows", "Mac", "Unknown"}
		on := func(r *http.Request) bool { return slices.Contains(platforms, r.URL.Query().Get("OptPlatform")) }
		o := suiteOptions(t, serving(t, hanging(on)))
		cases := the("platform-web", "platform-windows", "platform-mac", "platform-unknown", "platform-ios", "query-extra-unknown")
		start := time.Now()
		results := conformance.RunSuite(t.Context(), cases, o)
		_, count := complaints(results)
		if count[conformance.Fail] != 16 || count[conformance.Pass] != 8 {
			t.Errorf("got %v, want 16 failures and 8 passes", count)
		}
		// The first eight of sixteen give their places up after 250 ms; the one further try of their cause is another deadline.
		if took, want := time.Since(start), 2*conformance.Deadline+250*time.Millisecond; took != want {
			t.Errorf("took %v, want %v", took, want)
		}
	})
}

func TestAFlakyBackendIsCalledFlakyAndLittleElse(t *testing.T) {
	for _, every := range []int{3, 7, 50} {
		synctest.Test(t, func(t *testing.T) {
			o := suiteOptions(t, serving(t, wronged(reference(), nth(every)())))
			var checks = map[string]int{}
			total := 0
			for _, r := range conformance.RunSuite(t.Context(), byDefault(), o) {
				for _, x := range r.Results {
					if len(x.Judgement.Findings) > 0 && x.Outcome() != conformance.Info {
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
		results := conformance.RunSuite(t.Context(), the("edge-time-55-old", "edge-time-55-future", "delivery-duplicate-later"), o)
		if blamed(results, "behave-steady")["edge-time-55-old"] || !blamed(results, notOK)["edge-time-55-old"] {
			lines, _ := complaints(results)
			t.Errorf("got %s, want %s", strings.Join(lines, "\n"), notOK)
		}
	})
}

func TestTheRunEndsAfterSoManyFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := suiteOptions(t, serving(t, wronged(reference(), refuses(func(v *seen) bool { return v.query.Has("OptPlatform") && v.param("OptPlatform") != "Android" })())))
		o.Jobs, o.MaxFailures = 1, 3
		results := conformance.RunSuite(t.Context(), the("platform-web", "platform-mac", "platform-macos", "platform-ipad", "neg-sign-wrong"), o)
		_, count := complaints(results)
		if count[conformance.Fail] != 3 || count[conformance.Skip] != len(results)-3 {
			t.Errorf("got %v of %d, want three failures and the rest skipped", count, len(results))
		}
	})
}

func TestAnInterruptedRunKeepsWhatItHasAndBlamesNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(10 * time.Millisecond)
			reference().ServeHTTP(w, r)
		})
		start := time.Now()
		results := conformance.RunSuite(ctx, byDefault(), suiteOptions(t, serving(t, slow)))
		if took := time.Since(start); took > 110*time.Millisecond {
			t.Errorf("took %v, want an end at 100 ms", took)
		}
		lines, count := complaints(results)
		if count[conformance.Fail]+count[conformance.Warn] > 0 || count[conformance.Pass] < 10 || count[conformance.Skip] < 500 {
			t.Errorf("got %v, want some passes, the rest skipped, nothing blamed:\n%s", count, strings.Join(lines, "\n"))
		}
		time.Sleep(time.Second) // for the handlers that are under way
		for _, r := range results {
			if r.Outcome() == conformance.Skip && r.Skip == "" && len(r.Results) == 0 {
				t.Errorf("%s: was skipped without a reason", r.Case.Name())
			}
		}
	})
}

func TestShufflingChangesTheOrderOfPlayAndNotOfTheResults(t *testing.T) {
	var sent [][]string
	var results [][]string
	for _, shuffle := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			var order []string
			h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				order = append(order, r.URL.Query().Get("OptPlatform")) // one job: one request at a time
				reference().ServeHTTP(w, r)
			})
			o := suiteOptions(t, serving(t, h))
			o.Jobs, o.Shuffle = 1, shuffle
			results = append(results, transcript(conformance.RunSuite(t.Context(), the("platform-web", "platform-mac", "platform-ipad", "platform-unlisted"), o)))
			sent = append(sent, order)
		})
	}
	if diff := cmp.Diff(results[0], results[1]); diff != "" {
		t.Errorf("the results differ:\n%s", diff)
	}
	if slices.Equal(sent[0], sent[1]) || len(sent[0]) != len(sent[1]) {
		t.Errorf("got %v and %v, want another order of the same", sent[0], sent[1])
	}
}

func TestRepeatingPlaysEachCaseAsOften(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := suiteOptions(t, serving(t, reference()))
		o.Repeat = 3
		for _, r := range conformance.RunSuite(t.Context(), the("platform-web", "delivery-duplicate-now"), o) {
			if want := map[string]int{"platform-web": 3, "delivery-duplicate-now": 6}[r.Case.ID]; len(r.Results) != want || r.Outcome() != conformance.Pass {
				t.Errorf("%s: got %d results, %v, want %d that pass", r.Case.Name(), len(r.Results), r.Outcome(), want)
			}
		}
	})
}

// What the ordinary packet draws is found once for each command; what would repeat it is counted, not played.
func TestWhatTheOrdinaryPacketDrawsIsFoundOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		results := conformance.RunSuite(t.Context(), byDefault(), suiteOptions(t, serving(t, faulty(t, "code-string"))))
		gates, under, played := 0, 0, 0
		for _, r := range results {
			switch {
			case r.Case.Gate:
				gates++
				if r.Outcome() != conformance.Fail {
					t.Errorf("%s: got %v, want FAIL", r.Case.Name(), r.Outcome())
				}
			case r.Under != nil:
				under++
				if r.Under.ID != "resp-errorcode-present" || !r.Case.Expect.Accepts() || !strings.Contains(r.Skip, r.Under.ID) {
					t.Errorf("%s: got it under %s: %s", r.Case.Name(), r.Under.ID, r.Skip)
				}
			case len(r.Results) > 0:
				played++
				if r.Case.Expect.Accepts() {
					t.Errorf("%s was played, although it would only repeat the ordinary packet's finding", r.Case.Name())
				}
			}
		}
		if gates != 4 || under < 500 || played < 200 {
			t.Errorf("got %d ordinary packets, %d cases under them and %d played", gates, under, played)
		}
	})
}

// A backend that is overrun by a burst of connections has not gone away.
func TestABurstThatFindsNoConnectionIsABlameAndNoAbsence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := serving(t, reference())
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
		if count[conformance.Error] > 0 || !blamed(results, "behave-concurrency")["delivery-concurrent-mixed"] {
			t.Errorf("got %v %s, want behave-concurrency", count, strings.Join(lines, "\n"))
		}
	})
}
