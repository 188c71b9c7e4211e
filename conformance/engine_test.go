package conformance_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/conformance/judge"
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
		results := conformance.RunSuite(t.Context(), cases.Suite(), suiteOptions(t, serving(t, hanging(every))))
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("took %v, want at most 20 s", took)
		}
		_, count := complaints(results)
		reasons := map[string]int{}
		for _, r := range results {
			reasons[r.Skip]++
		}
		if count[judge.Fail] == 0 || count[judge.Skip] < 900 || count[judge.Pass] > 0 {
			t.Errorf("got %v, want a few failures and the rest skipped", count)
		}
		if reasons["would repeat the failure of the ordinary packet (resp-answer)"] == 0 ||
			reasons["the backend has answered nothing so far"] == 0 {
			t.Errorf("got %v, want the reasons told", reasons)
		}
	})
}

func TestABackendThatIsNotThereIsAnErrorAndNotBlamed(t *testing.T) {
	for _, cases := range [][]*conformance.Case{byDefault(), the("delivery-concurrent-mixed",
		"delivery-burst-40"), the("http-keepalive-reuse")} {
		synctest.Test(t, func(t *testing.T) {
			client := serving(t, reference())
			client.Dial = func(context.Context, string, string) (net.Conn, error) { return nil, syscall.ECONNREFUSED }
			lines, count := complaints(conformance.RunSuite(t.Context(), cases, suiteOptions(t, client)))
			if count[judge.Fail]+count[judge.Warn]+count[judge.Pass] > 0 || count[judge.Error] == 0 ||
				count[judge.Error] > 16 {
				t.Errorf("got %v, want a few errors and the rest skipped:\n%s", count, strings.Join(lines, "\n"))
			}
		})
	}
}

// A proxy for http writes requests its own way: what has to go out in pieces is left out, with that reason.
func TestWhatAProxyCannotCarryIsSkipped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := serving(t, reference())
		client.Proxy = func(*url.URL) (*url.URL, error) { return url.Parse("http://proxy.example:3128") }
		for _, r := range conformance.RunSuite(t.Context(), the("http-slow-body", "http-chunked", "neg-body-1mb"),
			suiteOptions(t, client)) {
			last := r.Results[len(r.Results)-1]
			if chunked := r.Case.ID == "http-chunked"; chunked != (r.Outcome() == judge.Pass) || !chunked &&
				!strings.Contains(last.Skip, "proxy") {
				t.Errorf("%s: got %v %q", r.Case.Name(), r.Outcome(), last.Skip)
			}
		}
	})
}

// Sixteen cases that hang, four for each command, cost one deadline together: each gives its place up.
func TestHangingCasesDoNotHoldUpTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		platforms := []string{"Web", "Windows", "Mac", "Unknown"}
		on := func(r *http.Request) bool { return slices.Contains(platforms, r.URL.Query().Get("OptPlatform")) }
		o := suiteOptions(t, serving(t, hanging(on)))
		cases := the("platform-web", "platform-windows", "platform-mac", "platform-unknown", "platform-ios",
			"query-extra-unknown")
		start := time.Now()
		results := conformance.RunSuite(t.Context(), cases, o)
		_, count := complaints(results)
		if count[judge.Fail] != 16 || count[judge.Pass] != 8 {
			t.Errorf("got %v, want 16 failures and 8 passes", count)
		}
		// The first eight of sixteen lend their places after 250 ms; the one further try of their cause is another
		// deadline. After each deadline the run looks for 20 ms whether the backend is still there.
		if took, want := time.Since(start), 2*judge.Deadline+250*time.Millisecond+2*20*time.Millisecond; took != want {
			t.Errorf("took %v, want %v", took, want)
		}
	})
}

func TestTheRunEndsAfterSoManyFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := suiteOptions(t, serving(t,
			wronged(reference(), refuses(func(v *seen) bool { return v.query.Has("OptPlatform") && v.param("OptPlatform") != "Android" })())))
		o.Jobs, o.MaxFailures = 1, 3
		results := conformance.RunSuite(t.Context(),
			the("platform-web", "platform-mac", "platform-macos", "platform-ipad", "neg-sign-wrong"), o)
		_, count := complaints(results)
		if count[judge.Fail] != 3 || count[judge.Skip] != len(results)-3 {
			t.Errorf("got %v of %d, want three failures and the rest skipped", count, len(results))
		}
	})
}

func TestAnInterruptedRunKeepsWhatItHasAndBlamesNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 400*time.Millisecond)
		defer cancel()
		slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(10 * time.Millisecond)
			reference().ServeHTTP(w, r)
		})
		start := time.Now()
		results := conformance.RunSuite(ctx, byDefault(), suiteOptions(t, serving(t, slow)))
		if took := time.Since(start); took > 410*time.Millisecond {
			t.Errorf("took %v, want an end at 400 ms", took)
		}
		lines, count := complaints(results)
		if count[judge.Fail]+count[judge.Warn] > 0 || count[judge.Pass] < 10 || count[judge.Skip] < 500 {
			t.Errorf("got %v, want some passes, the rest skipped, nothing blamed:\n%s", count,
				strings.Join(lines, "\n"))
		}
		time.Sleep(time.Second) // for the handlers that are under way
		for _, r := range results {
			if r.Outcome() == judge.Skip && r.Skip == "" && len(r.Results) == 0 {
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
			results = append(results,
				transcript(conformance.RunSuite(t.Context(),
					the("platform-web", "platform-mac", "platform-ipad", "platform-unlisted"), o)))
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
			if want := map[string]int{"platform-web": 3, "delivery-duplicate-now": 6}[r.Case.ID]; len(r.Results) != want || r.Outcome() != judge.Pass {
				t.Errorf("%s: got %d results, %v, want %d that pass", r.Case.Name(), len(r.Results), r.Outcome(), want)
			}
		}
	})
}
