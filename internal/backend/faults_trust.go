package backend

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/signer"
)

// trustFaults check the sender and the packet less than they have to, or more than Chat can fulfil. They know neither
// token nor SdkAppid, so they go by the reasons of the right backend.
func trustFaults() []Fault {
	sign, late, identity, body := []string{signTrip}, []string{staleTrip}, []string{identityTrip}, []string{bodyTrip}
	status, survives := []string{statusTrip}, []string{survivesTrip}
	stale, future := signer.ErrStale.Error(), signer.ErrFuture.Error()
	unsigned, mismatch := signer.ErrNoSign.Error(), signer.ErrMismatch.Error()
	return []Fault{
		fault("no-window", "accepts a correctly signed RequestTime of any time", late,
			forgiving(whatever, stale, future)),
		fault("window-5m", "accepts a correctly signed RequestTime for five minutes", late,
			forgiving(within(5*time.Minute), stale, future)),
		fault("no-future-check", "accepts a correctly signed RequestTime that lies ahead", late,
			forgiving(whatever, future)),
		fault("window-10s", "refuses a RequestTime that is 10 seconds away", status,
			failing(403, func(c call) bool { return c.query.Has("RequestTime") && !within(10*time.Second)(c) })),
		fault("sign-if-present", "checks Sign where there is one", sign, forgiving(whatever, unsigned)),
		fault("sign-presence", "checks that there is a Sign, and not its value", sign,
			forgiving(whatever, mismatch)),
		fault("accepts-empty-token", "accepts a Sign with an empty token, as a backend without its configuration does",
			sign, forgiving(func(c call) bool {
				return c.query.Get("Sign") == signer.SignText("", c.query.Get("RequestTime"))
			}, mismatch)),
		fault("sign-uppercase", "compares Sign with hexadecimal digits in upper case", status,
			failing(403, func(c call) bool { return c.query.Get("Sign") != strings.ToUpper(c.query.Get("Sign")) })),
		fault("sign-drops-zeros", "writes the hash as a number in hexadecimal, without its leading zeros", status,
			failing(403, func(c call) bool { return strings.HasPrefix(c.query.Get("Sign"), "0") })),
		fault("ignores-sdkappid", "accepts the callbacks of any application", identity, forgiving(whatever, foreign)),
		fault("last-sdkappid", "takes the last SdkAppid where there are several", identity,
			forgiving(func(c call) bool { return len(c.query["SdkAppid"]) > 1 }, foreign)),
		fault("json-with-comments", "reads JSON with comments", body, forgiving(holds(" // "), notObject)),
		fault("json-any-root", "accepts an array and a string as a packet", body,
			forgiving(func(c call) bool { return bytes.IndexAny(c.packet, `["`) == 0 }, notObject)),
		fault("takes-forms", "accepts a form as a packet", body, forgiving(func(c call) bool {
			return c.Header.Get("Content-Type") == "application/x-www-form-urlencoded"
		}, notObject)),
		fault("empty-500", "throws over an empty body", survives,
			throwing(func(r request) bool { return len(r.packet) == 0 })),
		fault("bad-json-500", "throws over a body that is no JSON object",
			[]string{"behave-refusal-form", survivesTrip},
			throwing(func(request) bool { return true })),
	}
}

// throwing answers 500 to some of the bodies that are no JSON object.
func throwing(over func(request) bool) wrapper {
	isOver := func(k *keptAnswer, r request) bool { return k.refuses(notObject) && over(r) }
	return spoiling(isOver, fail(http.StatusInternalServerError))
}

// within is for a RequestTime that is at most so far away.
func within(d time.Duration) condition {
	return func(c call) bool {
		at, err := strconv.ParseInt(c.query.Get("RequestTime"), 10, 64)
		return err == nil && time.Since(time.Unix(at, 0)).Abs() <= d
	}
}
