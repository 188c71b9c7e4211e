package conformance_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

// suiteOptions is an ordinary run against a backend with token and SdkAppid.
func suiteOptions(t testing.TB, client *webhook.Client) conformance.Options {
	return conformance.Options{
		Client: client, Target: target(t), SDKAppIDGiven: true, Seed: 7,
		Now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
	}
}

// byDefault is what a run without flags plays.
func byDefault() []*conformance.Case {
	return only(func(c *conformance.Case) bool { return c.Tags&conformance.TagStress == 0 })
}

// only picks cases of the four callbacks that a run plays without being told.
func only(wanted func(*conformance.Case) bool) []*conformance.Case {
	return slices.DeleteFunc(cases.Suite(), func(c *conformance.Case) bool { return !wanted(c) })
}

// the picks the cases with these ids, of all commands.
func the(ids ...string) []*conformance.Case {
	return only(func(c *conformance.Case) bool { return slices.Contains(ids, c.ID) })
}

// complaints writes what went wrong, one line for each result, and counts the outcomes.
func complaints(results []conformance.SuiteResult) (lines []string, count map[judge.Outcome]int) {
	count = map[judge.Outcome]int{}
	for _, r := range results {
		count[r.Outcome()]++
		for _, x := range r.Results {
			switch x.Outcome() {
			case judge.Fail, judge.Warn, judge.Error:
				lines = append(lines, fmt.Sprintf("%v %s (%s): %s %v", x.Outcome(), r.Case.Name(), x.Label,
					brief(x.Judgement), x.Judgement.Err))
			}
		}
	}
	return lines, count
}

func TestTheReferenceBackendPassesTheWholeSuite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cases := cases.Suite()
		start := time.Now()
		results := conformance.RunSuite(t.Context(), cases, suiteOptions(t, serving(t, reference())))
		lines, count := complaints(results)
		if len(lines) > 0 {
			t.Errorf("got %d complaints:\n%s", len(lines), strings.Join(lines, "\n"))
		}
		for _, r := range results {
			if r.Outcome() == judge.Skip && r.Case.Needs&conformance.NeedsTLS == 0 &&
				r.Case.ID != "neg-sign-unsigned-backend" {
				t.Errorf("%s was skipped: %s", r.Case.Name(), r.Results[0].Skip)
			}
		}
		t.Logf("%d cases: %v in %v", len(cases), count, time.Since(start))
	})
}

// Without a token nothing is known about signatures, without SdkAppid nothing about applications: those cases say so.
func TestTheReferenceBackendPassesWithoutTokenAndSdkAppid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := suiteOptions(t, serving(t, backend.Reference(backend.Options{})))
		o.Target.Token, o.SDKAppIDGiven = "", false
		results := conformance.RunSuite(t.Context(), byDefault(), o)
		if lines, _ := complaints(results); len(lines) > 0 {
			t.Errorf("got %d complaints:\n%s", len(lines), strings.Join(lines, "\n"))
		}
		reasons := map[string]int{}
		for _, r := range results {
			needy := r.Case.Needs != 0 || r.Case.ID == "neg-query-none"
			if skipped := r.Outcome() == judge.Skip; skipped != needy {
				t.Errorf("%s: got %v, want it skipped only for what it needs", r.Case.Name(), r.Outcome())
			}
			if r.Case.ID == "neg-sign-unsigned-backend" && r.Outcome() != judge.Pass {
				t.Errorf("%s: got %v, want PASS", r.Case.Name(), r.Outcome())
			}
			reasons[r.Skip]++
		}
		for _, reason := range []string{"no token given (--token)", "no SdkAppid given (--sdk-app-id)", "the URL is not https"} {
			if reasons[reason] == 0 {
				t.Errorf("nothing was skipped with the reason %q: %v", reason, reasons)
			}
		}
	})
}

// The same seed sends the same packets in the same order of results, whatever runs at once;
// Sign, RequestTime and nothing else follow the clock.
func TestARunRepeatsItselfAtAnyNumberOfJobs(t *testing.T) {
	var runs [][]string
	for _, jobs := range []int{1, 16} {
		synctest.Test(t, func(t *testing.T) {
			o := suiteOptions(t, serving(t, reference()))
			o.Jobs = jobs
			runs = append(runs, transcript(conformance.RunSuite(t.Context(), byDefault(), o)))
		})
	}
	if len(runs[0]) < 1500 {
		t.Errorf("got %d requests, some are missing", len(runs[0]))
	}
	if diff := cmp.Diff(runs[0], runs[1]); diff != "" {
		t.Errorf("one job and sixteen differ:\n%s", diff)
	}
}

// transcript writes every request without what follows the clock.
func transcript(results []conformance.SuiteResult) []string {
	var lines []string
	for _, r := range results {
		for _, x := range r.Results {
			line := r.Case.Name() + " " + x.Label + " " + x.Outcome().String()
			if x.Exchange != nil {
				for _, p := range x.Exchange.Request.Query {
					if p.Name != "Sign" && p.Name != "RequestTime" {
						line += " " + p.Name + "=" + p.Value + p.Raw
					}
				}
				line += fmt.Sprintf(" %d %x", len(x.Exchange.Request.Body), sha256.Sum256(x.Exchange.Request.Body))
			}
			lines = append(lines, line)
		}
	}
	return lines
}

func TestAnotherSeedSendsOtherPackets(t *testing.T) {
	var runs [][]string
	for _, seed := range []uint64{1, 2} {
		synctest.Test(t, func(t *testing.T) {
			o := suiteOptions(t, serving(t, reference()))
			o.Seed = seed
			runs = append(runs, transcript(conformance.RunSuite(t.Context(),
				the("platform-web", "body-key-order-random"), o)))
		})
	}
	for i := range runs[0] {
		if runs[0][i] == runs[1][i] {
			t.Errorf("both seeds sent %s", runs[0][i])
		}
	}
}

// A backend that does not get the other callback of a pair is not asked about it.
func TestACaseOfTwoCallbacksNeedsBoth(t *testing.T) {
	for _, short := range []string{"c2c-recall", "bot-c2c"} {
		t.Run(short, func(t *testing.T) {
			c, err := chat.Lookup(short)
			if err != nil {
				t.Fatal(err)
			}
			several := slices.DeleteFunc(cases.Suite(c), func(k *conformance.Case) bool {
				return k.Variant == nil || !slices.ContainsFunc(k.Variant.Steps,
					func(s payloads.Step) bool { return s.Callback != "" })
			})
			if len(several) == 0 {
				t.Fatal("no case sends packets of another callback, want some")
			}
			synctest.Test(t, func(t *testing.T) {
				o := suiteOptions(t, serving(t, plainBackend(nil)))
				o.NoShrink, o.Callbacks = true, []*payloads.Command{c}
				for _, r := range conformance.RunSuite(t.Context(), several, o) {
					if r.Results[0].Exchange != nil || !strings.Contains(r.Results[0].Skip, "not among the callbacks") {
						t.Errorf("%s: sent, or left out because of %q, want it left out for the other callback",
							r.Case.Name(), r.Skip)
					}
				}
			})
		})
	}
}
