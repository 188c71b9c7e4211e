package backend

import (
	"cmp"
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/signer"
)

const (
	defaultMaxBody    = 1 << 20
	defaultMaxEntries = 1 << 16
)

// Reference is a right backend: it takes callbacks on any path, refuses forged, stale and unreadable ones, tolerates
// everything that the documentation leaves open, and answers at once. Of a request it repeats only what a
// documented answer to it has: whom a result is about, and what a rewrite keeps.
//
// The checks run in the order method, size, signature, SdkAppid, command, packet. A refusal is HTTP 4xx
// with a response packet of FAIL and ErrorCode 1.
func Reference(o Options) http.Handler {
	return &reference{
		Options: o,
		maxBody: cmp.Or(o.MaxBody, defaultMaxBody),
		known:   newMemory(cmp.Or(o.MaxEntries, defaultMaxEntries)),
		handled: handled(o.Callbacks),
	}
}

type reference struct {
	Options
	maxBody int64
	known   *memory
	handled map[string]*callback // by their names
}

// Reasons that some faults take for none.
const (
	notObject = "the packet is not one JSON object"
	foreign   = "SdkAppid is not the application of this backend"
)

// refusal is why a request is not accepted. Its text is fixed, so that no answer echoes a request.
type refusal struct {
	status int
	reason string
}

func (ref *reference) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e := Event{Time: time.Now(), RemoteAddr: r.RemoteAddr, Status: http.StatusOK}
	c, packet, refused := ref.take(w, r, &e)
	text := accepted
	switch {
	case refused != nil:
		e.Outcome, e.Reason, e.Status = Refused, refused.reason, refused.status
		text = refused.packet()
	case c != nil:
		text = c.answerTo(packet, ref.decide(c, packet, &e))
		ref.Store.keep(c, packet, e.Outcome)
	}
	if kept, ok := w.(*keptAnswer); ok {
		kept.token, kept.callback = ref.Token, ref.handled[e.Command]
	}
	if ref.Log != nil {
		ref.Log(e)
	}
	if e.Status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", http.MethodPost)
	}
	answer(w, e.Status, text)
}

func (ref *reference) decide(c *callback, packet jsontree.Value, e *Event) Decision {
	if !c.Answer.Decides() {
		return Decision{}
	}
	e.Decision = &Decision{}
	if ref.Decide != nil {
		*e.Decision = ref.Decide(c.Command, packet)
	}
	return *e.Decision
}

// take checks the request and notes its outcome in e. It returns the callback with its packet, or a refusal.
func (ref *reference) take(w http.ResponseWriter, r *http.Request, e *Event) (*callback, jsontree.Value, *refusal) {
	var none jsontree.Value
	// A broken pair is left out and the others count: nothing that is checked here may depend on a stranger's
	// parameter.
	query, _ := url.ParseQuery(r.URL.RawQuery)
	e.Command = query.Get("CallbackCommand")
	if r.Method != http.MethodPost {
		return nil, none, &refusal{http.StatusMethodNotAllowed, "the method is not POST"}
	}
	body, refused := ref.readBody(w, r)
	e.Bytes = len(body)
	if refused != nil {
		return nil, none, refused
	}
	if refused := ref.authenticate(query, e.Time); refused != nil {
		return nil, none, refused
	}
	return ref.accept(body, query, e)
}

func (ref *reference) readBody(w http.ResponseWriter, r *http.Request) ([]byte, *refusal) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, ref.maxBody))
	_, isTooLarge := errors.AsType[*http.MaxBytesError](err)
	switch {
	case isTooLarge:
		return body, &refusal{http.StatusRequestEntityTooLarge, "the packet is too large"}
	case err != nil:
		return body, &refusal{http.StatusBadRequest, "the packet did not arrive whole"}
	}
	return body, nil
}

func (ref *reference) authenticate(query url.Values, now time.Time) *refusal {
	if ref.Token != "" {
		if len(query["Sign"]) > 1 || len(query["RequestTime"]) > 1 {
			return &refusal{http.StatusForbidden, "Sign or RequestTime is there more than once"}
		}
		if err := signer.Verify(ref.Token, query.Get("Sign"), query.Get("RequestTime"), now); err != nil {
			return &refusal{http.StatusForbidden, signReason(err)}
		}
	}
	if !ref.isOurs(query["SdkAppid"]) {
		return &refusal{http.StatusForbidden, foreign}
	}
	return nil
}

// signReason leaves out the values that an error of signer holds.
func signReason(err error) string {
	for _, known := range []error{
		signer.ErrNoSign, signer.ErrNoRequestTime, signer.ErrRequestTime,
		signer.ErrMismatch, signer.ErrStale, signer.ErrFuture,
	} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return "Sign is refused"
}

// isOurs wants exactly one value, spelt as Chat spells numbers: no sign, no blank, no leading zero.
func (ref *reference) isOurs(values []string) bool {
	if len(values) != 1 {
		return false
	}
	id, err := strconv.ParseUint(values[0], 10, 64)
	if err != nil || id == 0 || strconv.FormatUint(id, 10) != values[0] {
		return false
	}
	want := strconv.FormatUint(ref.SDKAppID, 10)
	return ref.SDKAppID == 0 || subtle.ConstantTimeCompare([]byte(values[0]), []byte(want)) == 1
}

// packet is the response packet. ErrorInfo is one of this package's fixed texts.
func (r *refusal) packet() string {
	return `{"ActionStatus":"FAIL","ErrorInfo":` + strconv.Quote(r.reason) + `,"ErrorCode":1}`
}

func answer(w http.ResponseWriter, status int, packet string) {
	header := w.Header()
	header.Set("Content-Type", "application/json")
	header.Set("Content-Length", strconv.Itoa(len(packet)))
	w.WriteHeader(status)
	_, _ = io.WriteString(w, packet) // the sender may be gone
}

// accepted is the documented answer to a callback that allows its event or decides nothing.
const accepted = `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`
