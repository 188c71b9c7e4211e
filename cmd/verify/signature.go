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

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook/capture"
)

// pasted checks the signature of one URL, request line or query.
func pasted(a *cli.App, token, text string, now time.Time) error {
	query, err := pastedQuery(a, text)
	if err != nil {
		return err
	}
	if query.Get("Sign") == capture.Masked {
		return cli.ErrNothing("Sign was masked when this was captured; record --keep-sign keeps it")
	}
	right, wrong := signature(token, query, now, signer.Diagnose)
	if wrong != "" {
		fmt.Fprintf(a.Out, "FAIL  %s\n", safe.Visible(wrong))
		return &cli.Exit{Code: cli.ExitBroken}
	}
	_, err = fmt.Fprintf(a.Out, "OK  %s\n", right)
	return err
}

// signature returns what is right about the Sign and RequestTime of a query at the time now, or else what is wrong.
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
	err := signer.Verify(token, sign, requestTime, now)
	what := ""
	if errors.Is(err, signer.ErrMismatch) {
		what = cmp.Or(diagnose(token, sign, requestTime), "it is of another token, or of a mistake that is not known")
	}
	switch {
	case what != "":
		return "", err.Error() + ": " + what
	case isTime(err) && milliseconds(requestTime):
		return "", "the Sign matches, and RequestTime is in milliseconds; want seconds, " + requestTime[:10]
	case isTime(err):
		return "", "the Sign matches, and " + err.Error()
	case err != nil:
		return "", err.Error()
	}
	seconds, _ := strconv.ParseInt(requestTime, 10, 64)
	away := now.Sub(time.Unix(seconds, 0)).Round(time.Second).Abs()
	return fmt.Sprintf("Sign belongs to the token and RequestTime %s, which is %s from %s", requestTime, away,
		now.Format(time.RFC3339)), ""
}

func isTime(err error) bool {
	return errors.Is(err, signer.ErrStale) || errors.Is(err, signer.ErrFuture)
}

// milliseconds is true of a number with 13 digits: as seconds it would be thousands of years away.
func milliseconds(requestTime string) bool { return len(requestTime) == 13 && requestTime[0] != '0' }

// otherCase is the name as the query spells it in another case than Chat; empty where it does not.
func otherCase(query url.Values, name string) string {
	for _, got := range slices.Sorted(maps.Keys(query)) {
		if got != name && strings.EqualFold(got, name) {
			return got
		}
	}
	return ""
}

// pastedQuery reads the query of a URL or request line, or a query alone.
func pastedQuery(a *cli.App, pasted string) (url.Values, error) {
	raw := strings.TrimSpace(pasted)
	if method, rest, found := strings.Cut(raw, " "); found && method != "" &&
		strings.Trim(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		raw, _, _ = strings.Cut(strings.TrimSpace(rest), " ")
		if method != "POST" {
			a.Note("note: the method is %s, and Chat sends POST", method)
		}
	}
	if head, _, found := strings.Cut(raw, "?"); !found && strings.Contains(head, "=") {
		raw = "?" + raw
	}
	if strings.Contains(raw, "&amp;") {
		a.Note("note: &amp; is read as &: the URL comes from HTML, or its sender escapes it by mistake")
		raw = strings.ReplaceAll(raw, "&amp;", "&")
	}
	u, err := url.Parse(raw)
	if err != nil {
		return nil, cli.Usage("", "the URL cannot be read: %w", errors.Unwrap(err))
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, cli.Usage("", "the query cannot be read: %w", err)
	}
	return query, nil
}
