package conformance_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// tallied is a result with findings of these checks, told from others by its number.
func talliedResult(number, size int, o judge.Outcome, checks ...string) conformance.Result {
	r := conformance.Result{
		Delivery: conformance.Delivery{Packet: payloads.Packet{Command: &payloads.Command{Name: "X"}, Number: uint64(number), Body: make([]byte, size)}},
		Exchange: &webhook.Exchange{
			Request: &webhook.Request{}, Body: make([]byte, 100<<10),
		}, Judgement: judge.Judgement{Outcome: o},
	}
	for _, id := range checks {
		r.Judgement.Findings = append(r.Judgement.Findings, judge.Finding{Check: checkNamed(id), Want: "x"})
	}
	return r
}

// checkNamed is the same for the same id.
func checkNamed(id string) *judge.Check { return &judge.Check{ID: id} }

func numbersOf(results []conformance.Result) []uint64 {
	var list []uint64
	for _, r := range results {
		list = append(list, r.Packet.Number)
	}
	return list
}

func TestATallyCountsAllAndKeepsTheFirstOfEachCauseAndTheSmallest(t *testing.T) {
	var tally conformance.Tally
	var firsts []uint64
	for i := 1; i <= 1000; i++ {
		r := talliedResult(i, 2000-i, judge.Pass)
		switch {
		case i%10 == 0:
			r = talliedResult(i, 2000-i, judge.Fail, "a", "a")
		case i%10 == 5:
			r = talliedResult(i, 50+i, judge.Warn, "b")
		}
		if tally.Add(r) {
			firsts = append(firsts, r.Packet.Number)
		}
	}
	for o, want := range map[judge.Outcome]int{judge.Pass: 800, judge.Fail: 100, judge.Warn: 100, judge.Error: 0} {
		if got := tally.Count(o); got != want {
			t.Errorf("%s: got %d, want %d", o, got, want)
		}
	}
	if diff := cmp.Diff([]uint64{5, 10, 15, 20, 25, 30, 35, 40, 45, 50}, firsts); diff != "" {
		t.Errorf("the first of each cause (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]uint64{5, 10, 15, 20, 25, 30, 35, 40, 45, 1000}, numbersOf(tally.Results())); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	for _, r := range tally.Results() {
		if len(r.Exchange.Body) > 64<<10 {
			t.Fatalf("%d bytes of an answer are kept", len(r.Exchange.Body))
		}
	}
	for _, c := range (&conformance.Report{Results: tally.Results()}).Causes() {
		if got := tally.Showing(c); got != 100 {
			t.Errorf("got %d that show %s, want 100", got, c.Check.ID)
		}
	}
	if got := tally.Showing(conformance.Cause{}); got != 0 || tally.Total() != 1000 {
		t.Errorf("got %d that show nothing and %d in all, want none and 1000", got, tally.Total())
	}
}

func TestATallyKeepsWhatWasNotSentOrReached(t *testing.T) {
	var tally conformance.Tally
	for i := range 100 {
		r := talliedResult(i, 0, judge.Pass)
		r.Exchange, r.Skip = nil, fmt.Sprint("reason ", i%2)
		tally.Add(r)
		e := talliedResult(100+i, 0, judge.Error)
		e.Exchange.Failure = &webhook.Failure{Class: webhook.Connect, Err: errors.New(strings.Repeat("x", i))}
		tally.Add(e)
	}
	if got := len(tally.Results()); got != 15 {
		t.Errorf("got %d results, want five of each of two reasons and five that were not reached", got)
	}
}

func TestATallyIsBoundedWhateverTheBackendSays(t *testing.T) {
	var tally conformance.Tally
	for i := range 5000 {
		tally.Add(talliedResult(i, 10, judge.Fail, fmt.Sprint("check-", i)))
	}
	if got := len(tally.Results()); got != 200 || tally.Count(judge.Fail) != 5000 {
		t.Errorf("got %d results of %d, want 200 of 5000", got, tally.Count(judge.Fail))
	}
}

func TestAShortRunIsKeptAsAWhole(t *testing.T) {
	tally := conformance.Tally{KeepAllUpTo: 10}
	for i := range 11 {
		tally.Add(talliedResult(i, 10, judge.Pass))
		want := i + 1
		if i == 10 {
			want = 0
		}
		if got := len(tally.Results()); got != want {
			t.Fatalf("after %d results %d are kept, want %d", i+1, got, want)
		}
	}
}

func TestMergedTalliesAreLikeOne(t *testing.T) {
	for _, sizes := range [][2]int{{3, 4}, {40, 60}, {9, 60}, {0, 5}, {5, 0}} {
		t.Run(fmt.Sprint(sizes), func(t *testing.T) {
			one, merged, other := conformance.Tally{KeepAllUpTo: 20}, conformance.Tally{KeepAllUpTo: 20}, conformance.Tally{KeepAllUpTo: 20}
			for i := range sizes[0] + sizes[1] {
				r := talliedResult(i, 10, judge.Fail, fmt.Sprint("check-", i%3))
				one.Add(r)
				if i < sizes[0] {
					merged.Add(r)
				} else {
					other.Add(r)
				}
			}
			merged.Merge(&other)
			if diff := cmp.Diff(numbersOf(one.Results()), numbersOf(merged.Results())); diff != "" {
				t.Errorf("results (-one +merged):\n%s", diff)
			}
			causes := (&conformance.Report{Results: one.Results()}).Causes()
			f := causes[slices.IndexFunc(causes, func(c conformance.Cause) bool { return c.Check.ID == "check-1" })]
			if one.Showing(f) != merged.Showing(f) || one.Total() != merged.Total() ||
				one.Count(judge.Fail) != merged.Count(judge.Fail) {
				t.Errorf("got %d, %d and %d, want %d, %d and %d", merged.Showing(f), merged.Total(),
					merged.Count(judge.Fail), one.Showing(f), one.Total(), one.Count(judge.Fail))
			}
		})
	}
}

func TestAReportWithATallyCountsWhatItDoesNotHold(t *testing.T) {
	tally := &conformance.Tally{}
	for i := range 50 {
		tally.Add(talliedResult(i, 10, judge.Pass))
	}
	r := &conformance.Report{Tally: tally, Results: tally.Results()}
	if r.Verdict() != judge.Pass || r.Count(judge.Pass) != 50 || len(r.Results) != 0 {
		t.Errorf("got %s with %d passed and %d held, want PASS, 50 and none", r.Verdict(), r.Count(judge.Pass),
			len(r.Results))
	}
	tally.Add(talliedResult(50, 10, judge.Fail, "a"))
	if r.Verdict() != judge.Fail {
		t.Errorf("got %s, want FAIL", r.Verdict())
	}
}
