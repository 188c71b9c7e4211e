package verify

import (
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/timhook/timhook/internal/pattern"
)

// member is a name with its value as JSON, Python, PHP, Ruby, Java, Scala and Go print the members of an object:
// "Sign":"a", 'Sign': 'a', [Sign] => a, ["Sign"]=> string(1) "a", Sign=a, Sign -> a, Sign:[a].
var member = pattern.Of(`(?:^|[^0-9A-Za-z_])(?:["'\[]{0,2})(Sign|RequestTime|SdkAppid)(?:["'\]]{0,2})` +
	`\s*(?:=>|->|=|:)\s*(?:string\(\d+\)\s*|int\()?(?:\[?\s*["']?)([^\s"'\],;)}&]*)`)

// pair is the same as a list of pairs or a table has it: ('Sign', 'a'), or the name, a blank and the value. Only a
// value that looks right is one there.
var pair = pattern.Of(`\b(Sign|RequestTime)(?:["']\s*,\s*["']?|\s+)` +
	`([0-9A-Fa-f]{64}|[0-9]{10,19})\b`)

// pairs are the members of an object that the signature is of.
func pairs(text string) url.Values {
	for _, form := range []*regexp.Regexp{member(), pair()} {
		found := url.Values{}
		for _, m := range form.FindAllStringSubmatch(text, -1) {
			found.Add(m[1], m[2])
		}
		if found.Has("Sign") && found.Has("RequestTime") {
			return found
		}
	}
	return nil
}

// lineTimes are the times with a zone that lines of logs hold, and their layouts.
var lineTimes = [...]struct {
	form   func() *regexp.Regexp
	layout string
}{
	{pattern.Of(`\[(\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\]`), "02/Jan/2006:15:04:05 -0700"},
	{
		pattern.Of(`(?:^|[\s"\[])(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))`),
		time.RFC3339Nano,
	},
}

// timeOfLine is when a line of a log was written, which is when the request came; zero where it has no time with a
// zone.
func timeOfLine(text string) time.Time {
	for _, l := range lineTimes {
		if m := l.form().FindStringSubmatch(strings.TrimSpace(text)); m != nil {
			if at, err := time.Parse(l.layout, m[1]); err == nil {
				return at
			}
		}
	}
	return time.Time{}
}
