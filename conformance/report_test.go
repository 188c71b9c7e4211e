package conformance_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
)

// judged is a result with a packet of that size.
func judged(t testing.TB, o judge.Outcome, size int, findings ...judge.Finding) conformance.Result {
	t.Helper()
	r := conformance.Result{Delivery: conformance.Delivery{Packet: payloads.Packet{Command: sendCommand(t), Body: []byte(strings.Repeat(" ", size))}}}
	if o == judge.Skip {
		r.Skip = "no token given"
	}
	r.Judgement = judge.Judgement{Outcome: o, Findings: findings}
	return r
}

func finding(check string, level payloads.Level, path, want string) judge.Finding {
	return judge.Finding{Check: &judge.Check{ID: check}, Level: level, Path: path, Want: want}
}

func TestTheVerdictIsTheWeightiestOutcome(t *testing.T) {
	for _, c := range []struct {
		outcomes []judge.Outcome
		want     judge.Outcome
	}{
		{nil, judge.Skip},
		{[]judge.Outcome{judge.Skip, judge.Skip}, judge.Skip},
		{[]judge.Outcome{judge.Skip, judge.Pass}, judge.Pass},
		{[]judge.Outcome{judge.Info}, judge.Pass},
		{[]judge.Outcome{judge.Known, judge.Pass}, judge.Pass},
		{[]judge.Outcome{judge.Pass, judge.Warn, judge.Info}, judge.Warn},
		{[]judge.Outcome{judge.Warn, judge.Fixed}, judge.Fixed},
		{[]judge.Outcome{judge.Fixed, judge.Fail, judge.Warn}, judge.Fail},
		{[]judge.Outcome{judge.Error, judge.Fail, judge.Skip}, judge.Fail},
		{[]judge.Outcome{judge.Fixed, judge.Error}, judge.Fixed},
		{[]judge.Outcome{judge.Warn, judge.Error, judge.Pass}, judge.Error},
	} {
		t.Run(fmt.Sprint(c.outcomes), func(t *testing.T) {
			r := &conformance.Report{}
			for _, o := range c.outcomes {
				r.Results = append(r.Results, judged(t, o, 1))
			}
			if got := r.Verdict(); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestOneCauseIsShownOnceByItsSmallestPacket(t *testing.T) {
	code, text := finding("code", payloads.Must, "/ErrorCode", "an integer"), finding("info", payloads.Should,
		"/ErrorInfo", "a string")
	weaker, elsewhere := code, finding("code", payloads.Must, "", "an integer")
	weaker.Level = payloads.May
	other := finding("code", payloads.Must, "/ErrorCode", "0")
	for _, c := range []struct {
		name    string
		results []conformance.Result
		want    []string
	}{
		{"nothing", []conformance.Result{judged(t, judge.Pass, 5)}, nil},
		{
			"the smallest first",
			[]conformance.Result{
				judged(t, judge.Fail, 9, code), judged(t, judge.Fail, 3, code), judged(t, judge.Fail, 6, code),
			},
			[]string{"FAIL code /ErrorCode 3 of 3"},
		},
		{
			"of equal ones the first",
			[]conformance.Result{judged(t, judge.Fail, 3, code), judged(t, judge.Fail, 3, code)},
			[]string{"FAIL code /ErrorCode 3 of 2"},
		},
		{
			"the strongest before the smallest",
			[]conformance.Result{
				judged(t, judge.Info, 1, weaker), judged(t, judge.Fail, 9, code), judged(t, judge.Info, 2, weaker),
			},
			[]string{"FAIL code /ErrorCode 9 of 3"},
		},
		{
			"place and mismatch tell causes apart",
			[]conformance.Result{judged(t, judge.Fail, 1, code, elsewhere), judged(t, judge.Fail, 2, other)},
			[]string{"FAIL code /ErrorCode 1 of 1", "FAIL code  1 of 1", "FAIL code /ErrorCode 2 of 1"},
		},
		{
			"the strongest cause first",
			[]conformance.Result{judged(t, judge.Warn, 1, text), judged(t, judge.Fail, 2, code)},
			[]string{"FAIL code /ErrorCode 2 of 1", "WARN info /ErrorInfo 1 of 1"},
		},
		{
			"twice in one answer is one case",
			[]conformance.Result{judged(t, judge.Fail, 1, code, code)},
			[]string{"FAIL code /ErrorCode 1 of 1"},
		},
		{
			"known failures come last",
			[]conformance.Result{judged(t, judge.Known, 1, code), judged(t, judge.Warn, 2, text)},
			[]string{"WARN info /ErrorInfo 2 of 1", "KNOWN code /ErrorCode 1 of 1"},
		},
		{
			"a known failure that others share",
			[]conformance.Result{judged(t, judge.Known, 1, code), judged(t, judge.Fail, 2, code)},
			[]string{"FAIL code /ErrorCode 2 of 2"},
		},
		{
			"nothing fails where nothing is asked",
			[]conformance.Result{judged(t, judge.Info, 1, code)},
			[]string{"INFO code /ErrorCode 1 of 1"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, cause := range (&conformance.Report{Results: c.results}).Causes() {
				got = append(got, fmt.Sprintf("%s %s %s %d of %d", cause.Outcome(), cause.Check.ID, cause.Path,
					len(cause.First.Packet.Body), len(cause.Cases)))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.name, diff)
			}
		})
	}
}
