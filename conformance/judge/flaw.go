package judge

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
)

// Flaw is what is wrong with a request that a backend has to refuse. Each flaw has a check of its own, since each has
// its own cure.
type Flaw uint8

// The flaws, those that hide others first: a GET with a wrong Sign, for example, has a [FlawMethod].
const (
	NoFlaw        Flaw = iota // nothing that the request itself shows
	FlawMethod                // the method is not POST
	FlawBody                  // the body is not one JSON object
	FlawIdentity              // SdkAppid is missing, unreadable or another application's
	FlawTime                  // RequestTime is no number of seconds within a minute of the sending
	FlawSignature             // Sign is missing or is not that of token and RequestTime
)

// flaw is the request's flaw. The judge knows neither token nor SdkAppid: of a request without any visible flaw, which
// has to be refused nevertheless, the signature must be wrong.
func (t *Trial) flaw() Flaw {
	if f := t.visibleFlaw(); f != NoFlaw || !OnRefuse.Includes(t.Expect) {
		return f
	}
	return FlawSignature
}

func (t *Trial) visibleFlaw() Flaw {
	r := t.Exchange.Request
	switch {
	case t.Under == OtherApplication:
		return FlawIdentity
	case r == nil:
		return NoFlaw
	case r.Method != "" && r.Method != http.MethodPost:
		return FlawMethod
	}
	query, _ := queryOf(r)
	switch {
	case len(query) == 0:
		return FlawSignature
	case !isNumber(query["SdkAppid"]):
		return FlawIdentity
	case !isObject(r.Body):
		return FlawBody
	case query.Has("RequestTime") && !t.isTimely(query.Get("RequestTime")):
		return FlawTime
	}
	return NoFlaw
}

// isOdd reports whether the request shows that Chat has not sent it: it has a visible flaw, its query or packet cannot
// be read, or they name different commands.
func (t *Trial) isOdd() bool {
	r := t.Exchange.Request
	if r == nil || t.visibleFlaw() != NoFlaw {
		return r != nil
	}
	query, err := queryOf(r)
	packet, unread := t.request, error(nil)
	if packet.IsAbsent() {
		packet, unread = jsontree.ParseLoose(r.Body) // which gives up at 10,000 levels, as other readers do sooner
	}
	named, command := packet.Get("CallbackCommand"), query.Get("CallbackCommand")
	return err != nil || unread != nil || command != "" && named.Kind() == jsontree.KindString &&
		named.Text() != command
}

// queryOf leaves out the pairs that cannot be read.
func queryOf(r *webhook.Request) (url.Values, error) {
	bare := webhook.Request{Endpoint: &webhook.Endpoint{}, Query: r.Query}
	return url.ParseQuery(strings.TrimPrefix(bare.RequestTarget(), "?"))
}

// isNumber wants one value, spelt as Chat spells numbers.
func isNumber(values []string) bool {
	if len(values) != 1 {
		return false
	}
	n, err := strconv.ParseUint(values[0], 10, 64)
	return err == nil && strconv.FormatUint(n, 10) == values[0]
}

func isObject(body []byte) bool {
	if len(body) > KeptBytes {
		return true // a large body is judged for its size
	}
	v, err := jsontree.Parse(body)
	return err == nil && v.Kind() == jsontree.KindObject
}

// isTimely compares with the start of the exchange, which one that was read from elsewhere may lack.
func (t *Trial) isTimely(requestTime string) bool {
	seconds, err := strconv.ParseInt(requestTime, 10, 64)
	if err != nil {
		return false
	}
	if t.Exchange.Start.IsZero() {
		return true
	}
	now := t.Exchange.Start.Unix()
	const window = int64(signer.Window / time.Second)
	return now-window <= seconds && seconds <= now+window
}
