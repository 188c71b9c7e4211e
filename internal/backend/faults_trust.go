package backend

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/signer"
)

// trustFaults look less closely than they have to at who sends and what, or more closely than Chat can know.
// They lean on the right backend's reasons, as they know neither token nor SdkAppid.
func trustFaults() []Fault {
	refuses, status := []string{"behave-refuses"}, []string{statusTrip}
	return []Fault{
		{"no-window", "takes a rightly signed RequestTime of any time", refuses, forgiving(whatever, signer.ErrStale.Error(), signer.ErrFuture.Error())},
		{"window-5m", "takes a rightly signed RequestTime for five minutes", refuses, forgiving(within(5*time.Minute), signer.ErrStale.Error(), signer.ErrFuture.Error())},
		{"no-future-check", "takes a rightly signed RequestTime that lies ahead", refuses, forgiving(whatever, signer.ErrFuture.Error())},
		{"window-10s", "refuses a RequestTime that is 10 seconds away", status, failing(403, func(c call) bool { return c.query.Has("RequestTime") && !within(10*time.Second)(c) })},
		{"sign-if-present", "checks Sign where there is one", refuses, forgiving(whatever, signer.ErrNoSign.Error())},
		{"sign-presence", "looks whether there is a Sign, not at what it says", refuses, forgiving(whatever, signer.ErrMismatch.Error())},
		{"accepts-empty-token", "takes a Sign with an empty token, as one whose configuration was not read", refuses, forgiving(func(c call) bool {
			return c.query.Get("Sign") == signer.SignText("", c.query.Get("RequestTime"))
		}, signer.ErrMismatch.Error())},
		{"sign-uppercase", "compares Sign with hexadecimal digits in upper case", status, failing(403, func(c call) bool {
			return c.query.Get("Sign") != strings.ToUpper(c.query.Get("Sign"))
		})},
		{"ignores-sdkappid", "takes the callbacks of any application", refuses, forgiving(whatever, foreign)},
		{"last-sdkappid", "takes the last SdkAppid where there are several", refuses, forgiving(func(c call) bool { return len(c.query["SdkAppid"]) > 1 }, foreign)},
		{"json-with-comments", "reads JSON with comments", refuses, forgiving(func(c call) bool { return bytes.Contains(c.packet, []byte(" // ")) }, notObject)},
		{"json-any-root", "takes an array and a string for a packet", refuses, forgiving(func(c call) bool { return bytes.IndexAny(c.packet, `["`) == 0 }, notObject)},
		{"takes-forms", "takes a form for a packet", refuses, forgiving(func(c call) bool { return c.Header.Get("Content-Type") == "application/x-www-form-urlencoded" }, notObject)},
		{"empty-500", "throws over an empty body", []string{survivesTrip}, throwing(func(r request) bool { return len(r.packet) == 0 })},
		{"bad-json-500", "throws over a body that is no JSON object", []string{"behave-refusal-form", survivesTrip}, throwing(func(request) bool { return true })},
	}
}

// throwing answers 500 to some of the bodies that are no JSON object.
func throwing(over func(request) bool) func(http.Handler) http.Handler {
	return judged(func(h *held, w http.ResponseWriter, r request) {
		if strings.Contains(h.body.String(), notObject) && over(r) {
			fail(w, http.StatusInternalServerError)
			return
		}
		h.send(w)
	})
}

// within says that RequestTime is no further away.
func within(d time.Duration) func(call) bool {
	return func(c call) bool {
		at, err := strconv.ParseInt(c.query.Get("RequestTime"), 10, 64)
		return err == nil && time.Since(time.Unix(at, 0)).Abs() <= d
	}
}
