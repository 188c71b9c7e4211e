package conformance

import (
	"strings"
	"time"

	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
)

// Second is now, or a moment up to three seconds before it: one whose Sign does not begin with a zero. A backend that
// loses leading zeros, as a big integer in hexadecimal does, refuses one callback in sixteen. A case of its own blames
// it for that; in all others it would look like chance.
func (run *CaseRun) Second() time.Time { return plainSecond(&run.Options.Target, time.Now()) }

const secondsTried = 3 // four such Signs in a row come once in 65,536 seconds

// plainSecond is the moment at which a request to the target is dated. A RequestTime that somebody has chosen stays.
func plainSecond(t *webhook.Target, now time.Time) time.Time {
	if t.Token == "" || t.At != (webhook.RequestTime{}) {
		return now
	}
	at := now
	for range secondsTried {
		if signer.Sign(t.Token, at.Unix())[0] != '0' {
			break
		}
		at = at.Add(-time.Second)
	}
	return at
}

// keepsDate reports whether a RequestTime is within a minute, or outside, both at the time of its sending and now, by
// some seconds.
func keepsDate(dated int64, sent, now time.Time) bool {
	const inside, outside = 57, 63 // seconds
	then, since := time.Unix(dated, 0).Sub(sent).Abs().Seconds(), time.Unix(dated, 0).Sub(now).Abs().Seconds()
	return max(then, since) < inside || min(then, since) > outside
}

// likeSecond is the second nearest to one, at most 50 away, whose Sign begins with as many zeros; without any, that
// one.
func likeSecond(token string, at int64, zeros int) int64 {
	for off := range int64(50) {
		for _, near := range []int64{at - off, at + off} {
			if leadingZeros(signer.Sign(token, near)) == zeros {
				return near
			}
		}
	}
	return at
}

func leadingZeros(sign string) int { return len(sign) - len(strings.TrimLeft(sign, "0")) }
