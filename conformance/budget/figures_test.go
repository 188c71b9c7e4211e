package budget_test

import (
	"testing"
	"time"

	"github.com/timhook/timhook/conformance/budget"
)

func TestABudgetIsHeldToFiguresAsToExchanges(t *testing.T) {
	f := budget.Figures{
		Latency:  func(percent float64) time.Duration { return time.Duration(percent * float64(time.Millisecond)) },
		Measured: 90, Late: 2, Acceptable: 100, Failed: 3, Judged: 120,
	}
	for text, want := range map[string]string{
		"p95<100ms":  "budget p95<100ms is met: p95 is 95ms over 90 accepted answers",
		"p95<95ms":   "budget p95<95ms is missed: p95 is 95ms over 90 accepted answers",
		"max<=100ms": "budget max<=100ms is met: max is 100ms over 90 accepted answers",
		"late<=2%":   "budget late<=2% is met: late is 2% over 100 exchanges",
		"late<2":     "budget late<2 is missed: late is 2 over 100 exchanges",
		"fail=3":     "budget fail=3 is met: fail is 3 over 120 exchanges",
		"fail<2.5%":  "budget fail<2.5% is missed: fail is 2.5% over 120 exchanges",
	} {
		t.Run(text, func(t *testing.T) {
			b, err := budget.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			if got := b.Hold(f).String(); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
	b, err := budget.Parse("p50<1s")
	if err != nil {
		t.Fatal(err)
	}
	if got := b.Hold(budget.Figures{}); got.Met ||
		got.String() != "budget p50<1s is missed: there was nothing to measure p50 on" {
		t.Errorf("got %q, want a budget that nobody knows to be met", got)
	}
}
