package verify

import (
	"net/url"
	"regexp"
	"strings"
	"time"
)

// member is a name with its value as JSON, Python, PHP, Java and Go print the members of an object: "Sign":"a",
// 'Sign': 'a', [Sign] => a, Sign=a, Sign:[a].
var member = regexp.MustCompile(`(?:^|[^0-9A-Za-z_])["'\[]?(Sign|RequestTime|SdkAppid)["'\]]?\s*(?:=>|=|:)\s*` +
	`(?:\[?\s*["']?)([^\s"'\],;}&]*)`)

// pairs are the members of an object that the signature is of.
func pairs(text string) url.Values {
	found := url.Values{}
	for _, m := range member.FindAllStringSubmatch(text, -1) {
		found.Add(m[1], m[2])
	}
	return found
}

// lineTimes are the times with a zone that lines of logs hold, and their layouts.
var lineTimes = [...]struct {
	form   *regexp.Regexp
	layout string
}{
	{regexp.MustCompile(`\[(\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\]`), "02/Jan/2006:15:04:05 -0700"},
	{
		regexp.MustCompile(`(?:^|[\s"\[])(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))`),
		time.RFC3339Nano,
	},
}

// timeOfLine is when a line of a log was written, which is when the request came; zero where it has no time with a
// zone.
func timeOfLine(text string) time.Time {
	for _, l := range lineTimes {
		if m := l.form.FindStringSubmatch(strings.TrimSpace(text)); m != nil {
			if at, err := time.Parse(l.layout, m[1]); err == nil {
				return at
			}
		}
	}
	return time.Time{}
}
