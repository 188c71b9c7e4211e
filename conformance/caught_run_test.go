package conformance_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
)

// blamed says which of the cases have a finding of the check.
func blamed(results []conformance.SuiteResult, check string) map[string]bool {
	found := map[string]bool{}
	for _, r := range results {
		for _, x := range r.Results {
			if slices.ContainsFunc(ids(x.Judgement), func(id string) bool { return strings.HasPrefix(id, check) }) {
				found[r.Case.ID] = true
			}
		}
	}
	return found
}

func TestEachCaseCatchesTheBackendThatItIsThereFor(t *testing.T) {
	for _, c := range catches() {
		t.Run(c.id+" "+c.check, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := suiteOptions(t, serving(t, wronged(reference(), c.make())))
				results := conformance.RunSuite(t.Context(), the(c.id), o)
				if !blamed(results, c.check)[c.id] {
					lines, _ := complaints(results)
					t.Errorf("got %d results and %s, want %s", len(results), strings.Join(lines, "\n"), c.check)
				}
			})
		})
	}
}

// getAwayWith finds what the two general wrong backends get away with.
func getAwayWith(t *testing.T, wrong func() verdict, check string, expect payloads.Expect) {
	t.Helper()
	o := suiteOptions(t, serving(t, wronged(reference(), wrong())))
	o.NoShrink = true
	cases := only(func(c *conformance.Case) bool { return c.Expect == expect && c.Needs&conformance.NeedsTLS == 0 })
	found := blamed(conformance.RunSuite(t.Context(), cases, o), check)
	if len(found) < 20 {
		t.Errorf("got %d cases, some are missing", len(found))
	}
	wire := catalogued(t, "cases.txt")
	for _, c := range cases {
		isWire := slices.ContainsFunc(wire, func(line string) bool { return strings.HasPrefix(line, c.ID+" ") })
		if isWire && !found[c.ID] && !slices.ContainsFunc(catches(), func(x caught) bool { return x.id == c.ID }) {
			t.Errorf("%s: is not blamed by %s", c.Name(), check)
		}
	}
}

func TestWhoAcceptsEverythingIsBlamedByEveryCaseThatIsToBeRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { getAwayWith(t, yesMan, "behave-refuses-", payloads.ExpectRefuse) })
}

func TestWhoCrashesOnEverythingOddIsBlamedByEveryCaseThatIsToBeSurvived(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { getAwayWith(t, fragile, unhappy, payloads.ExpectSurvive) })
}

func TestEveryWireLevelCaseHasABackendThatItCatches(t *testing.T) {
	// What is only observed blames nobody, certificates have a test of their own, and a backend that stalls with its
	// client is the fault upload-lock.
	elsewhere := []string{"url-root", "upload-stalled", "tls-valid-cert", "tls-bad-cert", "neg-sign-unsigned-backend"}
	for _, line := range catalogued(t, "cases.txt") {
		id, _, _ := strings.Cut(line, " ")
		general := strings.HasSuffix(line, "REFUSE") || strings.HasSuffix(line, "SANE") ||
			strings.HasSuffix(line, "INFO")
		if !general && !slices.Contains(elsewhere, id) &&
			!slices.ContainsFunc(catches(), func(c caught) bool { return c.id == id }) {
			t.Errorf("%s: nothing shows that it can fail", id)
		}
	}
}

func TestABackendWithoutATokenThatRefusesASignIsBlamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := suiteOptions(t, serving(t,
			wronged(reference(), refuses(func(v *seen) bool { return v.query.Has("Sign") })())))
		o.Target.Token = ""
		if !blamed(conformance.RunSuite(t.Context(), the("neg-sign-unsigned-backend"), o),
			notOK)["neg-sign-unsigned-backend"] {
			t.Error("got nothing, want " + notOK)
		}
	})
}

func TestTheRootIsJudgedWhereItIsTheConfiguredPath(t *testing.T) {
	for _, path := range []string{"/", "/im"} {
		synctest.Test(t, func(t *testing.T) {
			o := suiteOptions(t, serving(t, wronged(reference(), crashes(always)())))
			url := *o.Target.URL
			url.Path = path
			o.Target.URL = &url
			got := fmt.Sprint(blamed(conformance.RunSuite(t.Context(), the("url-root"), o), notOK)["url-root"])
			if want := fmt.Sprint(path == "/"); got != want {
				t.Errorf("path %s: got blame %s, want %s", path, got, want)
			}
		})
	}
}

// A connection that is closed each time is right HTTP, so it is no more than a warning.
func TestABackendThatClosesEachTimeIsWarnedAndNotFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		closing := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Connection", "close")
			reference().ServeHTTP(w, r)
		})
		results := conformance.RunSuite(t.Context(),
			the("http-keepalive-reuse", "http-keepalive-idle", "http-connection-close"), suiteOptions(t,
				serving(t, closing)))
		lines, count := complaints(results)
		if count[judge.Warn] != 4 || count[judge.Fail] > 0 ||
			!blamed(results, "behave-keeps-connection")["http-keepalive-reuse"] {
			t.Errorf("got %v, want one warning for each command:\n%s", count, strings.Join(lines, "\n"))
		}
	})
}

// What is only observed blames nobody, but it has to be as odd as it says.
func TestWhatIsOnlyObservedIsAsOddAsItSays(t *testing.T) {
	for id, odd := range map[string]func(*seen) bool{
		"neg-sdkappid-case": func(v *seen) bool {
			return !v.query.Has("SdkAppid") && v.param("sdkappid")+v.param("SDKAppID") == "1400187352"
		},
		"neg-sign-upper": func(v *seen) bool { return v.param("Sign") != strings.ToLower(v.param("Sign")) },
		"edge-time-60":   func(v *seen) bool { return v.param("RequestTime") == fmt.Sprint(time.Now().Unix()-60) },
		"neg-time-leading-zero": func(v *seen) bool {
			return v.param("RequestTime") == fmt.Sprint("0",
				time.Now().Unix())
		},
		"neg-command-case": func(v *seen) bool { return v.field("CallbackCommand") == strings.ToLower(v.param("CallbackCommand")) },
		"neg-command-space": func(v *seen) bool {
			return strings.HasSuffix(v.field("CallbackCommand")+"|"+v.param("CallbackCommand"), " ")
		},
		"neg-field-case": func(v *seen) bool { return v.field("groupid") != "" && v.field("GroupId") == "" },
		"neg-path-wrong": func(v *seen) bool { return v.URL.Path != "/im" },
	} {
		t.Run(id, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := suiteOptions(t, serving(t, wronged(reference(), crashes(odd)())))
				results := conformance.RunSuite(t.Context(), the(id), o)
				for _, r := range results {
					if r.Outcome() != judge.Info || r.Results[0].Judgement.Reaction != judge.Broke {
						t.Errorf("%s: got %v, the backend %v, want INFO and the sign that it was odd", r.Case.Name(),
							r.Outcome(), r.Results[0].Judgement.Reaction)
					}
				}
				if len(results) != 4 {
					t.Errorf("got %d cases, want one for each command", len(results))
				}
			})
		})
	}
}
