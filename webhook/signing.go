package webhook

import (
	"fmt"
	"strings"
)

// Signing says how a request is signed, rightly or wrongly on purpose.
type Signing uint8

// The ways to sign.
const (
	SignAuto    Signing = iota // signed if there is a token
	SignOff                    // neither Sign nor RequestTime
	SignMissing                // RequestTime without Sign
	SignWrong                  // one digit of Sign changed
	SignStale                  // RequestTime 90 s too old, with the Sign that belongs to it
	SignFuture                 // RequestTime 90 s ahead, with the Sign that belongs to it
)

// skew is well outside the window of a minute, on whichever side of its edge a backend stands.
const skew = 90

// SigningMode describes one way to sign for help and completion.
type SigningMode struct {
	Signing   Signing
	Name, Doc string
}

// SigningModes lists the ways to sign; the first is the default.
//
// Stale, future and wrong need a token to mean anything: without one they sign with the empty
// token, which a backend refuses whatever the time.
func SigningModes() []SigningMode {
	return []SigningMode{
		{SignAuto, "auto", "signed if a token is given"},
		{SignOff, "off", "neither Sign nor RequestTime"},
		{SignMissing, "missing", "RequestTime without Sign"},
		{SignWrong, "wrong", "one digit of Sign is changed"},
		{SignStale, "stale", "RequestTime is 90 s too old"},
		{SignFuture, "future", "RequestTime is 90 s ahead"},
	}
}

// ParseSigning returns the way to sign of that name.
func ParseSigning(name string) (Signing, error) {
	for _, mode := range SigningModes() {
		if mode.Name == name {
			return mode.Signing, nil
		}
	}
	return 0, fmt.Errorf("signing: got %q, want %s", name, oneOf(SigningModes(), SigningMode.name))
}

func (m SigningMode) name() string { return m.Name }

// String returns the name that ParseSigning reads.
func (s Signing) String() string {
	for _, mode := range SigningModes() {
		if mode.Signing == s {
			return mode.Name
		}
	}
	return fmt.Sprintf("Signing(%d)", uint8(s))
}

// oneOf lists names as "a, b or c".
func oneOf[T any](list []T, name func(T) string) string {
	var b strings.Builder
	for i, item := range list {
		switch {
		case i == 0:
		case i == len(list)-1:
			b.WriteString(" or ")
		default:
			b.WriteString(", ")
		}
		b.WriteString(name(item))
	}
	return b.String()
}
