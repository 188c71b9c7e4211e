package conformance_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/signer"
)

func TestResultsComeInTheOrderOfTheCases(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// The earlier ones take longer than the later ones.
		w := newWitness(func(n int) time.Duration { return time.Duration(20-n) * 40 * time.Millisecond })
		cases := singles(t, 20)
		results := ran(t.Context(), t, conformance.Runner{Client: w.client(), Jobs: 8}, cases)
		if len(results) != len(cases) {
			t.Fatalf("got %d results, want %d", len(results), len(cases))
		}
		for i, r := range results {
			if r.Packet.Number != uint64(i) || r.Outcome() != judge.Pass {
				t.Errorf("result %d: got %s of packet %d", i, r.Outcome(), r.Packet.Number)
			}
		}
		if first := w.starts()[:8]; first[7] != 0 {
			t.Errorf("the first eight began at %v, want all at once", first)
		}
	})
}

func TestOneAfterTheOtherWithoutJobs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWitness(takes(time.Second))
		ran(t.Context(), t, conformance.Runner{Client: w.client()}, singles(t, 3))
		if diff := cmp.Diff([]time.Duration{0, time.Second, 2 * time.Second}, w.starts()); diff != "" {
			t.Errorf("starts (-want +got):\n%s", diff)
		}
	})
}

func TestPacketsOfOneVariantFollowEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWitness(takes(100 * time.Millisecond))
		several := sequence(t, 3)
		cases := slices.Concat(singles(t, 2), several, singles(t, 2))
		results := ran(t.Context(), t, conformance.Runner{Client: w.client(), Jobs: 8}, cases)
		if len(results) != len(cases) {
			t.Fatalf("got %d results, want %d", len(results), len(cases))
		}
		came := w.arrivals()
		last := time.Duration(-1)
		for _, c := range several {
			i := slices.IndexFunc(came, func(a arrival) bool { return a.Body == string(c.Packet.Body) })
			if i < 0 || came[i].Start < last {
				t.Fatalf("packet %d came at %v, before the answer to the one in front at %v", c.Packet.Step,
					came[i].Start, last)
			}
			last = came[i].Stop
		}
	})
}

func TestEachIsSentASecondTimeAndSignedAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWitness(takes(1500 * time.Millisecond))
		results := ran(t.Context(), t, conformance.Runner{Client: w.client(), Twice: true}, singles(t, 2))
		if diff := cmp.Diff([]string{"WARN  0 ", "WARN again 0 ", "WARN  1 ", "WARN again 1 "},
			outlines(results)); diff != "" {
			t.Errorf("results (-want +got):\n%s", diff)
		}
		signedAnew(t, w.arrivals()[:2])
	})
}

// signedAnew wants one packet, each time with the RequestTime of its moment and the Sign that belongs to it.
func signedAnew(t *testing.T, came []arrival) {
	t.Helper()
	for i, a := range came {
		if a.Body != came[0].Body {
			t.Errorf("delivery %d is another packet", i)
		}
		if a.Sign != signer.SignText(token, a.Time) {
			t.Errorf("delivery %d: Sign does not belong to RequestTime %s", i, a.Time)
		}
		if i > 0 && a.Time == came[i-1].Time {
			t.Errorf("delivery %d has the RequestTime of the one before", i)
		}
	}
}

func TestOnlyATimeoutIsRetried(t *testing.T) {
	for _, c := range []struct {
		name    string
		patient func(int) time.Duration
		retries int
		want    []string
	}{
		{"an answer", takes(0), 3, []string{"PASS  0 "}},
		{"a late answer", takes(1900 * time.Millisecond), 3, []string{"WARN  0 "}},
		{
			"one hang", func(n int) time.Duration { return []time.Duration{never, 0}[min(n, 1)] }, 3,
			[]string{"FAIL  0 ", "PASS retry 0 "},
		},
		{"only hangs", takes(never), 2, []string{"FAIL  0 ", "FAIL retry 0 ", "FAIL retry 0 "}},
		{"no retries", takes(never), 0, []string{"FAIL  0 "}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWitness(c.patient)
				results := ran(t.Context(), t, conformance.Runner{Client: w.client(), Retries: c.retries},
					singles(t, 1))
				if diff := cmp.Diff(c.want, outlines(results)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", c.name, diff)
				}
				signedAnew(t, w.arrivals())
			})
		})
	}
}

func TestStartsKeepToAnAbsoluteSchedule(t *testing.T) {
	const ms = time.Millisecond
	for _, c := range []struct {
		name  string
		takes time.Duration
		jobs  int
		cases func(testing.TB) []conformance.Delivery
		want  []time.Duration
	}{
		{
			"a quick backend", 10 * ms, 1, func(t testing.TB) []conformance.Delivery { return singles(t, 4) },
			[]time.Duration{0, 200 * ms, 400 * ms, 600 * ms},
		},
		{
			"a slow one", 700 * ms, 8, func(t testing.TB) []conformance.Delivery { return singles(t, 4) },
			[]time.Duration{0, 200 * ms, 400 * ms, 600 * ms},
		},
		{
			"one that is slow once and catches up", 500 * ms, 1,
			func(t testing.TB) []conformance.Delivery { return singles(t, 3) },
			[]time.Duration{0, 500 * ms, 1000 * ms},
		},
		{
			"several packets of one variant", 10 * ms, 4,
			func(t testing.TB) []conformance.Delivery { return sequence(t, 3)[:3] },
			[]time.Duration{0, 200 * ms, 400 * ms},
		},
		{"cases that are skipped take no turn", 10 * ms, 2, func(t testing.TB) []conformance.Delivery {
			list := singles(t, 4)
			list[0].Skip, list[2].Skip = "no token given", "no token given"
			return list
		}, []time.Duration{0, 200 * ms}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWitness(takes(c.takes))
				ran(t.Context(), t, conformance.Runner{Client: w.client(), Jobs: c.jobs, Interval: 200 * ms},
					c.cases(t))
				if diff := cmp.Diff(c.want, w.starts()); diff != "" {
					t.Errorf("starts (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestARunOfNothingEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWitness(takes(0))
		if results := ran(t.Context(), t, conformance.Runner{Client: w.client(), Jobs: 4, Interval: time.Hour},
			nil); len(results) != 0 {
			t.Errorf("got %d results of nothing", len(results))
		}
	})
}
