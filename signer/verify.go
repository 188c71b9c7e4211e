package signer

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Window is how far RequestTime may be from now, before or after it (Webhook Authentication, 269/32431; the English
// overview does not mention it).
const Window = time.Minute

// The reasons for which [Verify] refuses a signature. Test for them with [errors.Is].
var (
	ErrNoToken       = errors.New("no token is configured, so no Sign can be right")
	ErrNoSign        = errors.New("no Sign, or an empty one")
	ErrNoRequestTime = errors.New("no RequestTime, or an empty one")
	ErrRequestTime   = errors.New("the RequestTime is not a decimal number of seconds")
	ErrMismatch      = errors.New("the Sign does not match")
	ErrStale         = errors.New("the RequestTime is more than a minute old")
	ErrFuture        = errors.New("the RequestTime is more than a minute ahead")
)

// Verify checks a callback's Sign and RequestTime, both as they are in the query after unescaping, at the time now. It
// returns nil or one of this package's errors, some with what was got.
//
// An empty token refuses everything, since a backend that lost its token must not accept what anybody can sign. The
// text of requestTime is hashed as it is: digits only, of which the first may be zero. A RequestTime exactly a
// [Window] away is accepted; receivers differ there, so test no backend at the edge. Sign is compared in constant
// time and by its case: Chat sends lower case.
func Verify(token, sign, requestTime string, now time.Time) error {
	switch {
	case token == "":
		return ErrNoToken
	case sign == "":
		return ErrNoSign
	case requestTime == "":
		return ErrNoRequestTime
	case strings.Trim(requestTime, "0123456789") != "":
		return fmt.Errorf("%w: got %q", ErrRequestTime, requestTime)
	}
	seconds, err := strconv.ParseInt(requestTime, 10, 64)
	if err != nil {
		return fmt.Errorf("%w that fits 64 bits: got %q", ErrRequestTime, requestTime)
	}
	if subtle.ConstantTimeCompare([]byte(sign), []byte(SignText(token, requestTime))) != 1 {
		return ErrMismatch
	}
	return checkWindow(seconds, now)
}

// checkWindow computes no difference, which a RequestTime of many digits would overflow.
func checkWindow(seconds int64, now time.Time) error {
	const maxSeconds = 1 << 40 // some 35,000 years, well within what time.Time can hold
	at := time.Unix(min(seconds, maxSeconds), 0)
	switch {
	case at.Before(now.Add(-Window)):
		return fmt.Errorf("%w: got %d at %d", ErrStale, seconds, now.Unix())
	case at.After(now.Add(Window)):
		return fmt.Errorf("%w: got %d at %d", ErrFuture, seconds, now.Unix())
	}
	return nil
}
