package webhook

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/internal/phrase"
)

// Signing is how a request is signed, correctly or with a mistake.
type Signing uint8

// The ways to sign.
const (
	SignAuto    Signing = iota // signed if there is a token
	SignOff                    // neither Sign nor RequestTime
	SignMissing                // RequestTime without Sign
	SignWrong                  // the last digit of Sign changed
	SignStale                  // RequestTime 90 s too old, with the Sign that belongs to it
	SignFuture                 // RequestTime 90 s ahead, with the Sign that belongs to it
)

// skew is well outside the window of a minute, whatever a backend does at its edge.
const skew = 90

// SigningModes lists the ways to sign; the first is the default. Wrong, stale and future mean nothing without a token:
// they sign with the empty token, which a backend refuses whatever the time.
func SigningModes() []Signing {
	return []Signing{SignAuto, SignOff, SignMissing, SignWrong, SignStale, SignFuture}
}

// ParseSigning returns the way to sign with that name. The error lists the names.
func ParseSigning(name string) (Signing, error) { return named("signing", name, SigningModes()) }

// String returns the name that ParseSigning reads.
func (s Signing) String() string {
	return nameOf("Signing", uint8(s), "auto", "off", "missing", "wrong", "stale", "future")
}

// Doc describes the way to sign for help.
func (s Signing) Doc() string {
	return [...]string{
		"signed if a token is given", "neither Sign nor RequestTime", "RequestTime without Sign",
		"one digit of Sign is changed", "RequestTime is 90 s too old", "RequestTime is 90 s ahead",
	}[s]
}

// nameOf is the n-th name of a type's values. A number without a name is shown as "Signing(99)".
func nameOf(kind string, n uint8, names ...string) string {
	if int(n) < len(names) {
		return names[n]
	}
	return fmt.Sprintf("%s(%d)", kind, n)
}

// named is the value with that name; the error lists the names as "a, b or c".
func named[T fmt.Stringer](what, name string, values []T) (value T, err error) {
	names := make([]string, len(values))
	for i, v := range values {
		if names[i] = v.String(); names[i] == name {
			return v, nil
		}
	}
	return value, fmt.Errorf("%s: got %q, want %s", what, name, phrase.Or(names))
}

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
		const want = `want "now", Unix seconds, or an offset such as "-90s"`
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
