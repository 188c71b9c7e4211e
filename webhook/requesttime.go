package webhook

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// RequestTime is the time at which a callback claims to be sent. The zero value is now.
type RequestTime struct {
	Fixed  bool          // Unix is the time; otherwise it is now
	Unix   int64         // seconds since 1970-01-01 UTC
	Offset time.Duration // added to either; whole seconds count
}

// ParseRequestTime reads "now", a Unix time in seconds such as "1741000000", or a distance from now with its unit
// such as "-90s" or "+1h". The error is for the user.
func ParseRequestTime(s string) (RequestTime, error) {
	if s == "now" {
		return RequestTime{}, nil
	}
	if s != "" && strings.Trim(s, "0123456789") == "" {
		unix, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return RequestTime{}, fmt.Errorf("request time: got %q, want seconds that fit 64 bits", s)
		}
		return RequestTime{Fixed: true, Unix: unix}, nil
	}
	offset, err := time.ParseDuration(s)
	if err != nil || s[0] != '-' && s[0] != '+' {
		const want = `want "now", Unix seconds, or a distance such as "-90s"`
		return RequestTime{}, fmt.Errorf("request time: got %q, %s", s, want)
	}
	return RequestTime{Offset: offset}, nil
}

// String returns the text that ParseRequestTime reads.
func (t RequestTime) String() string {
	switch {
	case t.Fixed:
		return strconv.FormatInt(t.At(time.Time{}), 10)
	case t.Offset == 0:
		return "now"
	case t.Offset > 0:
		return "+" + t.Offset.String()
	}
	return t.Offset.String()
}

// At returns the time in seconds since 1970-01-01 UTC.
func (t RequestTime) At(now time.Time) int64 {
	unix := t.Unix
	if !t.Fixed {
		unix = now.Unix()
	}
	return unix + int64(t.Offset/time.Second)
}
