package budget_test

import (
	"testing"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/budget"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

// measured is an exchange with a callback that took so long.
func measured(t *testing.T, callback string, took time.Duration, reaction judge.Reaction,
	outcome judge.Outcome,
) conformance.Result {
	t.Helper()
	c, err := chat.Lookup(callback)
	if err != nil {
		t.Fatal(err)
	}
	return conformance.Result{
		Delivery:  conformance.Delivery{Packet: payloads.Packet{Command: c}},
		Exchange:  &webhook.Exchange{Timing: webhook.Timing{Total: took}},
		Judgement: judge.Judgement{Reaction: reaction, Outcome: outcome},
	}
}

// hundred are the accepted answers of a callback, of 1 to 100 ms, and some that say nothing about latency.
func hundred(t *testing.T) []conformance.Result {
	results := []conformance.Result{
		measured(t, "send", time.Hour, judge.Refused, judge.Pass), // rightly
		measured(t, "send", time.Hour, judge.NoReaction, judge.Error),
		{Delivery: conformance.Delivery{Skip: "not sent"}},
	}
	results[0].Expect = payloads.ExpectRefuse
	for i := 100; i > 0; i-- {
		results = append(results, measured(t, "send", time.Duration(i)*time.Millisecond, judge.Accepted, judge.Pass))
	}
	return results
}

func TestBudgetsAreHeldToTheAcceptedExchanges(t *testing.T) {
	late := append(hundred(t), measured(t, "bot", 2*time.Second, judge.Hung, judge.Fail),
		measured(t, "bot", 3*time.Second, judge.Accepted, judge.Pass))
	for _, tt := range []struct {
		budget  string
		results []conformance.Result
		want    string // of a missed one; empty: met
	}{
		{"p50<51ms", hundred(t), ""},
		{"p50<50ms", hundred(t), "budget p50<50ms is missed: p50 is 50ms over 100 accepted answers"},
		{"p50<=50ms", hundred(t), ""},
		{"p95<300ms", hundred(t), ""},
		{"p95 < 95ms", hundred(t), "budget p95 < 95ms is missed: p95 is 95ms over 100 accepted answers"},
		{"p99.5<100ms", hundred(t), "budget p99.5<100ms is missed: p99.5 is 100ms over 100 accepted answers"},
		{"max<0.1s", hundred(t), "budget max<0.1s is missed: max is 100ms over 100 accepted answers"},
		{"max<101ms", hundred(t), ""},
		{"Group.*:p99<1s", hundred(t), ""},
		{"Group.*:p99<1ms", hundred(t), "budget Group.*:p99<1ms is missed: p99 is 99ms over 100 accepted answers"},
		{"bot:p99<1s", hundred(t), "budget bot:p99<1s is missed: there was nothing to measure p99 on"},
		{"late<1%", hundred(t), ""},
		{"late=0", hundred(t), ""},
		{"late<1%", late, "budget late<1% is missed: late is 1.96% over 102 exchanges"},
		{"late<=2", late, ""},
		{"late<2", late, "budget late<2 is missed: late is 2 over 102 exchanges"},
		{"send:late=0", late, ""},
		{"fail=0", hundred(t), ""},
		{"fail=0", late, "budget fail=0 is missed: fail is 1 over 103 exchanges"},
		{"fail<1%", late, ""},
		{"all:fail=0", nil, ""},
	} {
		t.Run(tt.budget, func(t *testing.T) {
			b, err := budget.Parse(tt.budget)
			if err != nil {
				t.Errorf("%v", err)
				return
			}
			result := b.Judge(tt.results)
			if result.Met != (tt.want == "") || !result.Met && result.String() != tt.want {
				t.Errorf("got %s, want %q", result, tt.want)
			}
		})
	}
}

func TestBudgetsThatSayNothingAreRefused(t *testing.T) {
	const form = `, want METRIC<LIMIT such as 'p95<300ms', 'Group.*:p99<1s', 'late<0.1%' or 'fail=0'`
	for text, want := range map[string]string{
		"":               `got ""` + form,
		"p95":            `got "p95"` + form,
		"p95>1s":         `got "p95>1s"` + form,
		"p95<":           `got "p95<"` + form,
		"p0<1s":          `budget "p0<1s": unknown metric "p0", want p50, p95, p99 or another percentile, max, late or fail`,
		"p100<1s":        `budget "p100<1s": unknown metric "p100", want p50, p95, p99 or another percentile, max, late or fail`,
		"mean<1s":        `budget "mean<1s": unknown metric "mean", want p50, p95, p99 or another percentile, max, late or fail`,
		"p95<300":        `budget "p95<300": got the limit "300", want a time such as 300ms`,
		"p95<-1s":        `budget "p95<-1s": got the limit "-1s", want a time such as 300ms`,
		"late<1s":        `budget "late<1s": got the limit "1s", want a share such as 0.1% or a number such as 0`,
		"late<101%":      `budget "late<101%": got the limit "101%", want a share such as 0.1% or a number such as 0`,
		"fail=NaN":       `budget "fail=NaN": got the limit "NaN", want a share such as 0.1% or a number such as 0`,
		"sned:p95<1s":    `budget "sned:p95<1s": unknown callback "sned"`,
		"[:p95<1s":       `budget "[:p95<1s": a [ has no ]`,
		"Group.X:fail=0": `budget "Group.X:fail=0": unknown callback "Group.X"`,
	} {
		t.Run(text, func(t *testing.T) {
			if _, err := budget.Parse(text); err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
		})
	}
}

func FuzzBudgetsNeverPanic(f *testing.F) {
	for _, seed := range []string{"p95<300ms", "Group.*:p99<1s", "late<0.1%", "fail=0", "[a:p1<1h", "p99.999<=1ns"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if b, err := budget.Parse(text); err == nil {
			_ = b.Judge(nil).String()
		}
	})
}
