package conformance_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
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
		{
			"query-clientip-ipv6", notOK,
			refuses(func(v *seen) bool { return strings.Contains(v.URL.RawQuery, "2001:db8::7") }),
		},
		{
			"query-clientip-ipv6-escaped", notOK,
			refuses(func(v *seen) bool { return strings.Contains(v.URL.RawQuery, "2001%3Adb8%3A%3A7") }),
		},
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
		{
			"http-expect-continue", notOK,
			when(http.StatusExpectationFailed, func(v *seen) bool { return v.Header.Get("Expect") != "" }),
		},
		{"http-slow-body", notOK, when(http.StatusRequestTimeout, func(v *seen) bool { return v.took > slow/2 })},
		{"http-keepalive-idle", notOK, afterSilence},
		{"http-keepalive-reuse", notOK, nth(30)},
		{"body-compact-sorted", notOK, crashes(sortedNames)},
		{"body-pretty", notOK, bodyHas("\n  ")},
		{
			"body-key-order-random", notOK,
			crashes(func(v *seen) bool { return v.packet.Members()[0].Name != "CallbackCommand" }),
		},
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
		"restapi": "RESTAPI", "web": "Web", "android": "Android", "ios": "iOS", "ios-upper": "IOS",
		"windows": "Windows",
		"mac":     "Mac", "macos": "macOS", "ipad": "iPad", "ipad-cap": "IPad", "unknown": "Unknown",
		"unlisted": "HarmonyOS",
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
		{
			"delivery-same-sign-other-body", "behave-same-sign",
			crashesOnRepeats(403, func(v *seen) string { return v.param("Sign") }),
		},
		{"delivery-out-of-order", notOK, bySeq(func(last, seq int) bool { return seq < last })},
		{"delivery-gap", notOK, bySeq(func(last, seq int) bool { return last > 0 && seq != last+1 })},
		{
			"delivery-same-seq-topics", notOK,
			crashesOnRepeats(500, func(v *seen) string { return v.field("GroupId") + v.field("MsgSeq") }),
		},
		{"delivery-same-seq-groups", notOK, crashesOnRepeats(500, func(v *seen) string { return v.field("MsgSeq") })},
		{"delivery-concurrent-mixed", together, tooMany(50)},
		{"delivery-burst-40", together, tooMany(2)},
		{
			"delivery-latency", "resp-under-2s",
			func() verdict { return func(*seen) int { time.Sleep(1200 * time.Millisecond); return 0 } },
		},
		{"delivery-client-abort", again, halfDone},
		{
			"delivery-pair", notOK,
			crashesOnRepeats(500, func(v *seen) string { return v.field("GroupId") + v.field("MsgSeq") }),
		},
		{
			"delivery-pair", notOK,
			crashesOnRepeats(409, func(v *seen) string { return v.packet.Get("MsgBody").JSON() }),
		},
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
		{"console-trial", "behave-answers-trial", when(400, func(v *seen) bool { return string(v.body) == "{}" })},
		{"edge-sign-zero", notOK, refuses(func(v *seen) bool { return strings.HasPrefix(v.param("Sign"), "0") })},
		{
			"neg-command-unknown", "behave-ignores-unhandled",
			when(404, func(v *seen) bool { return strings.Contains(v.param("CallbackCommand"), "Teleport") }),
		},
		{
			"neg-command-unhandled", "behave-ignores-unhandled",
			when(400, func(v *seen) bool { return strings.Contains(v.param("CallbackCommand"), "NewMember") }),
		},
		{
			"neg-command-alert", "behave-ignores-unhandled",
			when(400, func(v *seen) bool { return !v.query.Has("ClientIP") }),
		},
		{"neg-body-content-length-lie", "behave-resumes", diesOn(func(v *seen) bool { return v.err != nil })},
		{"neg-method-get", "behave-method-405", when(404, func(v *seen) bool { return v.Method != http.MethodPost })},
		{"neg-method-put", "behave-method-405", when(404, func(v *seen) bool { return v.Method != http.MethodPost })},
		{"neg-path-wrong", "behave-path-404", func() verdict { return func(*seen) int { return 0 } }},
		{
			"neg-path-trailing-slash", "behave-slash-redirect",
			when(307, func(v *seen) bool { return v.URL.Path == "/im/" }),
		},
	}
}
