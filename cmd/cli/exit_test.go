package cli

import (
	"errors"
	"testing"

	"github.com/timhook/timhook/conformance/judge"
)

func TestTheWeightiestEndCounts(t *testing.T) {
	all := func(codes ...int) (list []*Exit) {
		for _, code := range codes {
			list = append(list, &Exit{Code: code})
		}
		return list
	}
	for _, tt := range []struct {
		name string
		ends []*Exit
		want int
	}{
		{"none applies", []*Exit{nil, When(false, ExitBug, "")}, ExitOK},
		{"one applies", []*Exit{nil, When(true, ExitNothing, "")}, ExitNothing},
		{"a bug before all", all(ExitNothing, ExitBroken, ExitUnreachable, ExitTime, ExitInterrupted, ExitUsage, ExitBug), ExitBug},
		{"a wrong input before a signal", all(ExitInterrupted, ExitUsage), ExitUsage},
		{"a signal before the time", all(ExitTime, ExitInterrupted), ExitInterrupted},
		{"the time before a broken requirement", all(ExitBroken, ExitTime), ExitTime},
		{"a broken requirement before a backend that is not there", all(ExitUnreachable, ExitBroken), ExitBroken},
		{"a backend that is not there before nothing", all(ExitNothing, ExitUnreachable), ExitUnreachable},
		{"a verdict", []*Exit{Judged(judge.Pass), Judged(judge.Fixed), Judged(judge.Skip)}, ExitBroken},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := Weightiest(tt.ends...)
			got := ExitOK
			if e, isExit := errors.AsType[*Exit](err); isExit {
				got = e.Code
			}
			if got != tt.want || (err == nil) != (tt.want == ExitOK) {
				t.Errorf("got %d (%v), want %d", got, err, tt.want)
			}
		})
	}
}

func TestOfTwoEndsWithOneCodeTheFirstCounts(t *testing.T) {
	err := Weightiest(When(true, ExitBroken, "first"), When(true, ExitBroken, "second"))
	if err == nil || err.Error() != "first" {
		t.Errorf("got %v, want the first", err)
	}
}
