package conformance

import (
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
