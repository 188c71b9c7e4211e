package conformance_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
)

// caught is a wrong backend that a case is there to catch, and the check that blames it.
type caught struct {
	id, check string
	make      func() verdict
}

const (
	notOK   = "resp-status-200"
	unhappy = "behave-survives"
)

// catches has a wrong backend for each case that asks for acceptance or survival in its own way;
// what is to be refused or survived in general is held to [yesMan] and [fragile].
func catches() []caught {
	list := []caught{
		{"query-order-documented", notOK, queryBegins("SdkAppid=")},
		{"query-order-sorted", notOK, queryBegins("CallbackCommand=")},
		{"query-order-sign-first", notOK, queryBegins("Sign=")},
		{"query-extra-requestid", notOK, refuses(func(v *seen) bool { return v.query.Has("RequestId") })},
		{"query-extra-requestid-upper", notOK, refuses(func(v *seen) bool { return v.query.Has("RequestID") })},
		{"query-extra-unknown", notOK, paramIs("Foo", "bar")},
		{"query-customer-param", notOK, paramIs("token", "abc")},
		{"query-contenttype-absent", notOK, lacksParam("contenttype")},
		{"query-contenttype-upper", notOK, paramIs("contenttype", "JSON")},
		{"query-clientip-ipv4", notOK, paramIs("ClientIP", "203.0.113.24")},
		{"query-clientip-loopback", notOK, paramIs("ClientIP", "127.0.0.1")},
		{"query-clientip-ipv6", notOK, refuses(func(v *seen) bool { return strings.Contains(v.URL.RawQuery, "2001:db8::7") })},
		{"query-clientip-ipv6-escaped", notOK, refuses(func(v *seen) bool { return strings.Contains(v.URL.RawQuery, "2001%3Adb8%3A%3A7") })},
		{"query-clientip-ipv4-mapped", notOK, paramIs("ClientIP", "::ffff:203.0.113.24")},
		{"query-clientip-absent", notOK, lacksParam("ClientIP")},
		{"query-clientip-empty", notOK, paramIs("ClientIP", "")},
		{"platform-absent", notOK, lacksParam("OptPlatform")},
		{"url-with-path", notOK, refuses(func(v *seen) bool { return v.URL.Path == "/im" })},
		{"http-content-type-json", notOK, headerIs("Content-Type", "application/json")},
		{"http-content-type-charset", notOK, headerIs("Content-Type", "application/json; charset=utf-8")},
		{"http-content-type-absent", notOK, headerIs("Content-Type", "")},
		{"http-content-type-plain", notOK, headerIs("Content-Type", "text/plain")},
		{"http-content-type-form", notOK, headerIs("Content-Type", "application/x-www-form-urlencoded")},
		{"http-no-user-agent", notOK, headerIs("User-Agent", "")},
		{"http-chunked", notOK, when(http.StatusLengthRequired, func(v *seen) bool { return v.ContentLength < 0 })},
		{"http-connection-close", notOK, refuses(func(v *seen) bool { return v.Close })},
		{"http-expect-continue", notOK, when(http.StatusExpectationFailed, func(v *seen) bool { return v.Header.Get("Expect") != "" })},
		{"http-slow-body", notOK, when(http.StatusRequestTimeout, func(v *seen) bool { return v.took > slow/2 })},
		{"http-keepalive-idle", notOK, afterSilence},
		{"http-keepalive-reuse", notOK, nth(30)},
		{"body-compact-sorted", notOK, crashes(sortedNames)},
		{"body-pretty", notOK, bodyHas("\n  ")},
		{"body-key-order-random", notOK, crashes(func(v *seen) bool { return v.packet.Members()[0].Name != "CallbackCommand" })},
		{"body-escaped-unicode", notOK, bodyHas(`\ud83d\ude00`)},
		{"body-raw-utf8", notOK, bodyHas("是的")},
		{"body-escaped-slash", notOK, bodyHas(`\/`)},
		{"body-trailing-newline", notOK, bodyHas("}\n")},
		{"body-bom", unhappy, bodyHas("\ufeff{")},
	}
	return slices.Concat(list, caughtPlatforms(), caughtDeliveries(), caughtOthers())
}

const slow = time.Second

func caughtPlatforms() []caught {
	var list []caught
	for id, value := range map[string]string{
		"restapi": "RESTAPI", "web": "Web", "android": "Android", "ios": "iOS", "ios-upper": "IOS", "windows": "Windows",
		"mac": "Mac", "macos": "macOS", "ipad": "iPad", "ipad-cap": "IPad", "unknown": "Unknown", "unlisted": "HarmonyOS",
	} {
		list = append(list, caught{"platform-" + id, notOK, paramIs("OptPlatform", value)})
	}
	return list
}

func caughtDeliveries() []caught {
	const again, together = "behave-redelivery", "behave-concurrency"
	onRepeat := crashesOnRepeats(500, func(v *seen) string { return string(v.body) })
	return []caught{
		{"delivery-duplicate-now", again, onRepeat},
		{"delivery-duplicate-later", again, onRepeat},
		{"delivery-duplicate-concurrent", again, onRepeat},
		{"delivery-same-sign-other-body", "behave-same-sign", crashesOnRepeats(403, func(v *seen) string { return v.param("Sign") })},
		{"delivery-out-of-order", notOK, bySeq(func(last, seq int) bool { return seq < last })},
		{"delivery-gap", notOK, bySeq(func(last, seq int) bool { return last > 0 && seq != last+1 })},
		{"delivery-same-seq-topics", notOK, crashesOnRepeats(500, func(v *seen) string { return v.field("GroupId") + v.field("MsgSeq") })},
		{"delivery-same-seq-groups", notOK, crashesOnRepeats(500, func(v *seen) string { return v.field("MsgSeq") })},
		{"delivery-concurrent-mixed", together, tooMany(50)},
		{"delivery-burst-40", together, tooMany(2)},
		{"delivery-latency", "resp-under-2s", func() verdict { return func(*seen) int { time.Sleep(1200 * time.Millisecond); return 0 } }},
		{"delivery-client-abort", again, halfDone},
		{"delivery-resume", "behave-resumes", diesOn(func(v *seen) bool { return len(v.body) == 0 })},
		{"delivery-resume", "behave-resumes", diesOn(func(v *seen) bool { return v.packet.IsAbsent() })},
	}
}

func caughtOthers() []caught {
	narrow := func(v *seen) bool {
		at, _ := strconv.ParseInt(v.param("RequestTime"), 10, 64)
		return time.Since(time.Unix(at, 0)).Abs() > 30*time.Second
	}
	return []caught{
		{"edge-time-55-old", notOK, refuses(narrow)},
		{"edge-time-55-future", notOK, refuses(narrow)},
		{"neg-command-unknown", "behave-ignores-unhandled", when(404, func(v *seen) bool { return strings.Contains(v.param("CallbackCommand"), "Teleport") })},
		{"neg-command-unhandled", "behave-ignores-unhandled", when(400, func(v *seen) bool { return strings.Contains(v.param("CallbackCommand"), "NewMember") })},
		{"neg-body-content-length-lie", "behave-resumes", diesOn(func(v *seen) bool { return v.err != nil })},
		{"neg-method-get", "behave-method-405", when(404, func(v *seen) bool { return v.Method != http.MethodPost })},
		{"neg-method-put", "behave-method-405", when(404, func(v *seen) bool { return v.Method != http.MethodPost })},
		{"neg-path-wrong", "behave-path-404", func() verdict { return func(*seen) int { return 0 } }},
		{"neg-path-trailing-slash", "behave-slash-redirect", when(307, func(v *seen) bool { return v.URL.Path == "/im/" })},
	}
}

// guardedBy is a value that requests change one after the other; a mutex would keep the time of a bubble from going on.
type guardedBy[T any] chan T

func guarded[T any](x T) guardedBy[T] {
	c := make(guardedBy[T], 1)
	c <- x
	return c
}

func (c guardedBy[T]) change(by func(T) T) (was T) {
	was = <-c
	c <- by(was)
	return was
}

func afterSilence() verdict {
	last := guarded(time.Time{})
	return func(*seen) int {
		was := last.change(func(time.Time) time.Time { return time.Now() })
		if !was.IsZero() && time.Since(was) > slow {
			return 500
		}
		return 0
	}
}

func nth(n int) func() verdict {
	return func() verdict {
		count := guarded(1)
		return func(*seen) int {
			if count.change(func(i int) int { return i + 1 })%n == 0 {
				return 500
			}
			return 0
		}
	}
}

func bySeq(wrong func(last, seq int) bool) func() verdict {
	return func() verdict {
		last := guarded(0)
		return func(v *seen) int {
			seq, _ := strconv.Atoi(v.field("MsgSeq"))
			if wrong(last.change(func(int) int { return seq }), seq) {
				return 500
			}
			return 0
		}
	}
}

// tooMany takes only so many requests at once, each for 100 ms.
func tooMany(most int) func() verdict {
	return func() verdict {
		under := guarded(0)
		return func(*seen) int {
			now := under.change(func(n int) int { return n + 1 })
			time.Sleep(100 * time.Millisecond)
			under.change(func(n int) int { return n - 1 })
			if now >= most {
				return http.StatusServiceUnavailable
			}
			return 0
		}
	}
}

// halfDone leaves a mark when the sender goes away, and fails over it the next time.
func halfDone() verdict {
	marks := guarded(map[string]bool{})
	return func(v *seen) int {
		mark := func(m map[string]bool) map[string]bool { m[string(v.body)] = true; return m }
		if marks.change(func(m map[string]bool) map[string]bool { return m })[string(v.body)] {
			return 500
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-v.Context().Done():
			marks.change(mark)
		}
		return 0
	}
}

// diesOn takes nothing any more after a request of a kind.
func diesOn(kind func(*seen) bool) func() verdict {
	return func() verdict {
		dead := guarded(false)
		return func(v *seen) int {
			if dead.change(func(was bool) bool { return was || kind(v) }) {
				return 500
			}
			return 0
		}
	}
}

// blamed says which of the cases have a finding of the check.
func blamed(results []conformance.SuiteResult, check string) map[string]bool {
	found := map[string]bool{}
	for _, r := range results {
		for _, x := range r.Results {
			if slices.Contains(ids(x.Judgement), check) {
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
	cases := only(func(c *conformance.SuiteCase) bool { return c.Expect == expect && c.Needs&conformance.NeedsTLS == 0 })
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
	synctest.Test(t, func(t *testing.T) { getAwayWith(t, yesMan, "behave-refuses", payloads.ExpectRefuse) })
}

func TestWhoCrashesOnEverythingOddIsBlamedByEveryCaseThatIsToBeSurvived(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { getAwayWith(t, fragile, unhappy, payloads.ExpectSane) })
}

func TestEveryWireLevelCaseHasABackendThatItCatches(t *testing.T) {
	// What is only observed blames nobody, and certificates have a test of their own.
	elsewhere := []string{"url-root", "tls-valid-cert", "tls-bad-cert", "neg-sign-unsigned-backend"}
	for _, line := range catalogued(t, "cases.txt") {
		id, _, _ := strings.Cut(line, " ")
		general := strings.HasSuffix(line, "REFUSE") || strings.HasSuffix(line, "SANE") || strings.HasSuffix(line, "INFO")
		if !general && !slices.Contains(elsewhere, id) && !slices.ContainsFunc(catches(), func(c caught) bool { return c.id == id }) {
			t.Errorf("%s: nothing shows that it can fail", id)
		}
	}
}

func TestABackendWithoutATokenThatRefusesASignIsBlamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := suiteOptions(t, serving(t, wronged(reference(), refuses(func(v *seen) bool { return v.query.Has("Sign") })())))
		o.Target.Token = ""
		if !blamed(conformance.RunSuite(t.Context(), the("neg-sign-unsigned-backend"), o), notOK)["neg-sign-unsigned-backend"] {
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
		results := conformance.RunSuite(t.Context(), the("http-keepalive-reuse", "http-keepalive-idle", "http-connection-close"), suiteOptions(t, serving(t, closing)))
		lines, count := complaints(results)
		if count[conformance.Warn] != 4 || count[conformance.Fail] > 0 || !blamed(results, "behave-keeps-connection")["http-keepalive-reuse"] {
			t.Errorf("got %v, want one warning for each command:\n%s", count, strings.Join(lines, "\n"))
		}
	})
}
