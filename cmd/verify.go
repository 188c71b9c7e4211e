package cmd

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/signer"
)

func (a *app) runVerify(token, pasted string, now time.Time) error {
	query, err := a.pastedQuery(pasted)
	if err != nil {
		return err
	}
	for _, name := range []string{"Sign", "RequestTime"} {
		switch n := len(query[name]); {
		case n > 1:
			return a.notVerified(fmt.Sprintf("%s stands %d times in the query", name, n))
		case n == 0 && otherCase(query, name) != "":
			return a.notVerified(fmt.Sprintf("no %s in the query but %q; names are case-sensitive, and Chat sends %s", name, otherCase(query, name), name))
		}
	}
	sign, requestTime := query.Get("Sign"), query.Get("RequestTime")
	err = signer.Verify(token, sign, requestTime, now)
	if what := signer.Diagnose(token, sign, requestTime); errors.Is(err, signer.ErrMismatch) && what != "" {
		return a.notVerified(err.Error() + ": " + what)
	}
	if isTime(err) && milliseconds(requestTime) {
		return a.notVerified("the Sign matches, and RequestTime is in milliseconds; want seconds, " + requestTime[:10])
	}
	if isTime(err) {
		return a.notVerified("the Sign matches, and " + err.Error())
	}
	if err != nil {
		return a.notVerified(err.Error())
	}
	seconds, _ := strconv.ParseInt(requestTime, 10, 64)
	_, err = fmt.Fprintf(a.out, "OK  Sign belongs to the token and RequestTime %s, which is %s from %s\n", requestTime, now.Sub(time.Unix(seconds, 0)).Round(time.Second).Abs(), now.Format(time.RFC3339))
	return err
}

func (a *app) notVerified(why string) error {
	fmt.Fprintf(a.out, "FAIL  %s\n", report.Visible(why))
	return &exitError{code: exitBroken}
}

func isTime(err error) bool {
	return errors.Is(err, signer.ErrStale) || errors.Is(err, signer.ErrFuture)
}

// milliseconds says that a number of this length means them: as seconds it is thousands of years away.
func milliseconds(requestTime string) bool { return len(requestTime) == 13 && requestTime[0] != '0' }

// otherCase is how the query spells the name, if not as Chat does.
func otherCase(query url.Values, name string) string {
	for _, got := range slices.Sorted(maps.Keys(query)) {
		if got != name && strings.EqualFold(got, name) {
			return got
		}
	}
	return ""
}

// pastedQuery reads the query of a URL, of a request line, or one that stands alone.
func (a *app) pastedQuery(pasted string) (url.Values, error) {
	raw := strings.TrimSpace(pasted)
	if method, rest, found := strings.Cut(raw, " "); found && method == "POST" {
		raw, _, _ = strings.Cut(strings.TrimSpace(rest), " ")
	}
	if head, _, found := strings.Cut(raw, "?"); !found && strings.Contains(head, "=") {
		raw = "?" + raw
	}
	if strings.Contains(raw, "&amp;") {
		a.note("note: &amp; is read as &, as HTML spells it; what sends it like this is wrong")
		raw = strings.ReplaceAll(raw, "&amp;", "&")
	}
	u, err := url.Parse(raw)
	if err != nil {
		return nil, usage("", "the URL cannot be read: %w", errors.Unwrap(err))
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, usage("", "the query cannot be read: %w", err)
	}
	return query, nil
}
