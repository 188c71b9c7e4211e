package budget_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance/budget"
	"github.com/timhook/timhook/payloads/chat"
)

func TestTheTermsOfABudgetAreThoseThatWereWritten(t *testing.T) {
	for text, want := range map[string]budget.Terms{
		"p99.9<1s": {Metric: "p99.9", Percent: 99.9, Compare: "<", Limit: float64(time.Second)},
		"max <= 250us": {
			Metric: "max", Percent: 100, Compare: "<=", Limit: float64(250 * time.Microsecond),
		},
		"Group.*:late<50%":          {Metric: "late", Compare: "<", Limit: 0.5, IsShare: true},
		"send:fail=0":               {Metric: "fail", Compare: "="},
		"Bot.OnGroupMessage:late<3": {Metric: "late", Compare: "<", Limit: 3},
	} {
		t.Run(text, func(t *testing.T) {
			b, err := budget.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, b.Terms()); diff != "" || b.String() != text {
				t.Errorf("%s, which says %q of itself (-want +got):\n%s", text, b, diff)
			}
		})
	}
}

func TestABudgetCoversTheCallbacksThatItNames(t *testing.T) {
	for text, want := range map[string][]string{
		"fail=0":         {"bot", "send", "recall", "attr"},
		"all:fail=0":     {"bot", "send", "recall", "attr"},
		"Group.*:fail=0": {"send", "recall", "attr"},
		"re*:fail=0":     {"recall"},
	} {
		t.Run(text, func(t *testing.T) {
			b, err := budget.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, short := range []string{"bot", "send", "recall", "attr"} {
				c, err := chat.Lookup(short)
				if err != nil {
					t.Fatal(err)
				}
				if b.Covers(c) {
					got = append(got, c.Short)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", text, diff)
			}
		})
	}
}
