package verify

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/signer"
)

// clock is with what RequestTime is compared.
type clock struct {
	now    time.Time
	fixed  bool // now was asked for, and is meant for all
	ofFile bool // what is checked was kept, and did not come just now
}

// at is the time with which the RequestTime of a query is compared: when the callback came, where that is known. What
// is of a file and has no time is compared with no clock, since its age says nothing about its Sign; that is the zero
// time.
func (c clock) at(came time.Time, query url.Values) time.Time {
	switch seconds, err := strconv.ParseInt(query.Get("RequestTime"), 10, 64); {
	case c.fixed:
		return c.now
	case !came.IsZero():
		return came
	case c.ofFile && err == nil && payloads.UnitOf(seconds) <= payloads.Seconds: // another unit is wrong at any time
		return time.Time{}
	}
	return c.now
}

// signature returns what is right about the Sign and RequestTime of a query at the time now, or else what is wrong. At
// the zero time RequestTime is compared with no clock.
func signature(token string, query url.Values, now time.Time,
	diagnose func(token, sign, requestTime string) string,
) (right, wrong string) {
	for _, name := range []string{"Sign", "RequestTime"} {
		switch n := len(query[name]); {
		case n > 1:
			return "", fmt.Sprintf("the query has %s %d times", name, n)
		case n == 0 && otherCase(query, name) != "":
			return "", fmt.Sprintf("no %s in the query but %q; names are case-sensitive, and Chat sends %s", name,
				otherCase(query, name), name)
		}
	}
	sign, requestTime := query.Get("Sign"), query.Get("RequestTime")
	seconds, _ := strconv.ParseInt(requestTime, 10, 64)
	isTimeless := now.IsZero()
	if isTimeless {
		now = time.Unix(seconds, 0)
	}
	err := signer.Verify(token, sign, requestTime, now)
	what := ""
	if errors.Is(err, signer.ErrMismatch) {
		what = cmp.Or(diagnose(token, sign, requestTime), "it is of another token, or of a mistake that is not known")
	}
	want, unit := inSeconds(requestTime)
	switch {
	case what != "":
		return "", err.Error() + ": " + what
	case isTime(err) && unit != 0:
		return "", fmt.Sprintf("the Sign matches, and RequestTime is in %s; want seconds, %d", unit, want)
	case isTime(err):
		return "", "the Sign matches, and " + err.Error()
	case err != nil:
		return "", err.Error()
	}
	if isTimeless {
		return fmt.Sprintf("Sign belongs to the token and RequestTime %s; when the callback came is not known",
			requestTime), ""
	}
	away := now.Sub(time.Unix(seconds, 0)).Round(time.Second).Abs()
	return fmt.Sprintf("Sign belongs to the token and RequestTime %s, which is %s from %s", requestTime, away,
		now.Format(time.RFC3339)), ""
}

func isTime(err error) bool {
	return errors.Is(err, signer.ErrStale) || errors.Is(err, signer.ErrFuture)
}

// inSeconds is a time that another unit has, in seconds; 0 where the unit is right, or none.
func inSeconds(requestTime string) (seconds int64, unit payloads.TimeUnit) {
	n, err := strconv.ParseInt(requestTime, 10, 64)
	if unit = payloads.UnitOf(n); err != nil || unit <= payloads.Seconds {
		return 0, 0
	}
	return n / int64(unit), unit
}

// otherCase is the name as the query spells it in another case than Chat; empty where it does not.
func otherCase(query url.Values, name string) string {
	for _, got := range slices.Sorted(maps.Keys(query)) {
		if got != name && strings.EqualFold(got, name) {
			return got
		}
	}
	return ""
}
