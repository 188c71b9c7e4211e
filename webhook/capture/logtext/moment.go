package logtext

import (
	"regexp"
	"strings"
	"time"

	"github.com/timhook/timhook/internal/pattern"
)

// moments are how logs write the time with its zone, or in seconds. A time without a zone is that of a clock that
// nobody knows.
var moments = [...]struct {
	mark   func() *regexp.Regexp
	layout string
}{
	{pattern.Of(`\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}`), "02/Jan/2006:15:04:05 -0700"},
	{pattern.Of(`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:\d\d)`), time.RFC3339},
	{pattern.Of(`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})? ?[+-]\d{4}`), "2006-01-02T15:04:05Z0700"},
	{pattern.Of(`"(?:ts|time|timestamp)":"?1\d{9}(?:\.\d{1,9})?\b`), ""},
}

// momentIn is the first time in the part of a line that is in front of the request; zero where there is none.
func momentIn(line []byte) time.Time {
	for _, m := range moments {
		text := string(m.mark().Find(line))
		if text == "" {
			continue
		}
		if m.layout == "" {
			digits := strings.TrimLeft(text[strings.IndexByte(text, ':')+1:], `"`)
			if seconds, err := time.ParseDuration(digits + "s"); err == nil {
				return time.Unix(0, 0).UTC().Add(seconds)
			}
			continue
		}
		if m.layout != moments[0].layout {
			text = strings.ReplaceAll(strings.Replace(text, " ", "T", 1), " ", "")
		}
		if t, err := time.Parse(m.layout, text); err == nil {
			return t
		}
	}
	return time.Time{}
}
