package conformance_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

func TestAnExpectedDecisionIsAPatternAndADecision(t *testing.T) {
	for _, tt := range []struct {
		text    string
		pattern string
		want    judge.Wanted
	}{
		{"before-send=allow", "before-send", judge.Wanted{Does: payloads.Allow}},
		{"before-send/text-*=refuse:10101", "before-send/text-*", judge.Wanted{Does: payloads.Refuse, Code: 10101}},
		{" all = per-item ", "all", judge.Wanted{Does: payloads.PerItem}},
	} {
		t.Run(tt.text, func(t *testing.T) {
			e, err := conformance.ParseExpectedDecision(tt.text)
			if err != nil || e.Cases.Text != tt.pattern || e.Wanted != tt.want {
				t.Errorf("got %v (%v), want %s=%s", e, err, tt.pattern, tt.want)
			}
		})
	}
	for _, text := range []string{
		"", "before-send", "=refuse", "before-send=", "before-send=no", "before-send=drop:2", "before-send=refuse:",
		"before-send=refuse:x", "before-send=refuse:-1", "a/b/c=refuse", "[=allow",
	} {
		t.Run("not "+text, func(t *testing.T) {
			if e, err := conformance.ParseExpectedDecision(text); err == nil {
				t.Errorf("got %v, want an error", e)
			}
		})
	}
}

func TestAnExpectedDecisionCoversCallbacksThatDecide(t *testing.T) {
	all, err := conformance.ParseExpectedDecision("all=allow")
	if err != nil {
		t.Fatal(err)
	}
	covered := 0
	for _, c := range chat.All() {
		decides := c.Answer.Decides()
		if got := all.Covers(&conformance.Case{Command: c, ID: "baseline-minimal"}); got != decides {
			t.Errorf("%s: got %v, want %v", c.Short, got, decides)
		}
		if decides {
			covered++
		}
	}
	if covered == 0 {
		t.Error("no callback decides, so nothing is shown")
	}
}

func TestADecisionInTheWrongFormIsOneCauseWhateverThePacketHolds(t *testing.T) {
	fault, err := backend.LookupFault("items-short")
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		o := suiteOptions(t, servingOn(t, fault.Break(deciding(backend.Decision{Does: payloads.Refuse})), fault))
		ordinary := casesFor(t, fault)
		ordinary = slices.DeleteFunc(ordinary, func(c *conformance.Case) bool {
			return !strings.HasPrefix(c.ID, "baseline-") && c.ID != "eventtime-absent"
		})
		var run conformance.Report
		for _, r := range conformance.RunSuite(t.Context(), ordinary, o) {
			run.Suite, run.Results = append(run.Suite, r), append(run.Results, r.Results...)
		}
		causes := run.Causes()
		if len(causes) != 1 || causes[0].Check.ID != "answer-items-each" || len(causes[0].Cases) < 3 {
			t.Fatalf("got %d causes %v, want one in three cases or more", len(causes), causes)
		}
		if name := causes[0].First.Name(); !strings.HasSuffix(name, "/baseline-minimal") {
			t.Errorf("got %s in front, want the ordinary packet: nothing that a case varies is to blame", name)
		}
	})
}

func TestAPacketThatIsSentTwiceIsDecidedAlike(t *testing.T) {
	for name, want := range map[string]string{"": "", "not-steady": "answer-steady"} {
		t.Run("fault "+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h, fault := deciding(backend.Decision{Does: payloads.Refuse}), backend.Fault{}
				if name != "" {
					var err error
					if fault, err = backend.LookupFault(name); err != nil {
						t.Fatal(err)
					}
					h = fault.Break(h)
				}
				c, err := chat.Lookup("before-send")
				if err != nil {
					t.Fatal(err)
				}
				packets, err := c.Build(nil, payloads.Params{Seed: 1, Now: time.Now()})
				if err != nil {
					t.Fatal(err)
				}
				run := conformance.Runner{Client: servingOn(t, h, fault), Target: target(t), Twice: true}
				results := run.Run(t.Context(), conformance.Deliveries(packets, target(t)), func(conformance.Result) {})
				if len(results) != 2 || len(results[0].Judgement.Findings) > 0 {
					t.Fatalf("got %d results and %s, want two", len(results), brief(results[0].Judgement))
				}
				if got := strings.Join(ids(results[1].Judgement), " "); got != want {
					t.Errorf("got %q, want %q", got, want)
				}
			})
		})
	}
}
