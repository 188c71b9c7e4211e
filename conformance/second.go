package conformance

import (
	"time"

	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
)

// Second is now, or a moment up to three seconds before it: one whose Sign does not begin with a zero. A backend that
// loses leading zeros, as a big integer in hexadecimal does, refuses one callback in sixteen. The case that is about such
// a Sign blames it; in all others it would look like chance.
func (run *CaseRun) Second() time.Time { return plainSecond(&run.Options.Target, time.Now()) }

const secondsTried = 3 // so that a RequestTime of 55 or 65 seconds ago stays on its side of a minute

// plainSecond is the moment at which a request to the target is dated. A RequestTime before now becomes younger, one
// ahead nearer.
func plainSecond(t *webhook.Target, now time.Time) time.Time {
	if t.Token == "" || t.At.Fixed {
		return now
	}
	step := -time.Second
	if t.At.Offset < 0 {
		step = time.Second
	}
	at := now
	for range secondsTried {
		if signer.Sign(t.Token, at.Add(t.At.Offset).Unix())[0] != '0' {
			break
		}
		at = at.Add(step)
	}
	return at
}
