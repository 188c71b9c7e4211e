package webhook

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/signer"
)

// Callback is one webhook delivery before it has an address: the event, and the client that caused it.
type Callback struct {
	Command     string // callback command, e.g. "Group.CallbackAfterSendMsg"
	ClientIP    string // address of the client that caused the event; "": the parameter is left out
	OptPlatform string // platform of that client, e.g. "Android"; "": the parameter is left out
	Body        []byte // request packet, sent as it is
	// Order are the parameters in the order of the callback's page, where that is another than that of most callbacks.
	Order []string
}

// Target is the backend of an application: its address, the application, and how its callbacks are signed. It is what
// the console has: URL, SDKAppID and token.
type Target struct {
	URL      *Endpoint
	SDKAppID uint64
	Token    string     // authentication token; "": unsigned under [SignAuto]
	Order    QueryOrder // of the query parameters
	Extra    []Param    // further query parameters, before Sign and RequestTime in the documented order
	// Header replaces default fields of the same name in place, in the spelling given here, and appends the others.
	// Check fields from outside with [CheckHeader].
	Header  []HeaderField
	Omit    []string // names of default fields to leave out
	Signing Signing
	At      RequestTime // the time in the query
}

// Request gives a callback its address, its time and its signature (Webhook Overview, 1047/34354; Webhook
// Authentication, 269/32431). now is the time at which At counts.
func (t Target) Request(c Callback, now time.Time) *Request {
	return &Request{
		Method:   "POST",
		Endpoint: t.URL,
		Query:    t.query(c, now),
		Header:   t.header(len(c.Body)),
		Body:     c.Body,
	}
}

// query returns all parameters in order.
func (t Target) query(c Callback, now time.Time) []Param {
	params := slices.Grow(ParseQuery(t.URL.RawQuery), 7+len(t.Extra))
	before := len(params)
	params = append(params,
		Param{Name: "SdkAppid", Value: strconv.FormatUint(t.SDKAppID, 10)},
		Param{Name: "CallbackCommand", Value: c.Command},
		Param{Name: "contenttype", Value: "json"})
	if c.ClientIP != "" {
		params = append(params, Param{Name: "ClientIP", Value: c.ClientIP})
	}
	if c.OptPlatform != "" {
		params = append(params, Param{Name: "OptPlatform", Value: c.OptPlatform})
	}
	if c.Order != nil {
		place := func(p Param) int {
			if i := slices.Index(c.Order, p.Name); i >= 0 {
				return i
			}
			return len(c.Order) // the page does not have it, and the user has asked for it
		}
		slices.SortStableFunc(params[before:], func(a, b Param) int { return place(a) - place(b) })
	}
	params = append(params, t.Extra...)
	return t.Order.arrange(t.sign(params, now))
}

// sign appends Sign and RequestTime, or what Signing leaves of them.
func (t Target) sign(params []Param, now time.Time) []Param {
	at := t.At.At(now)
	switch {
	case t.Signing == SignOff, t.Signing == SignAuto && t.Token == "":
		return params
	case t.Signing == SignMissing:
		return append(params, Param{Name: "RequestTime", Value: strconv.FormatInt(at, 10)})
	case t.Signing == SignStale:
		at -= skew
	case t.Signing == SignFuture:
		at += skew
	}
	sign := signer.Sign(t.Token, at)
	if t.Signing == SignWrong {
		sign = spoil(sign)
	}
	return append(params,
		Param{Name: "Sign", Value: sign},
		Param{Name: "RequestTime", Value: strconv.FormatInt(at, 10)})
}

// spoil changes the last digit. A backend that compares only the beginning of Sign does not see that.
func spoil(sign string) string {
	last := byte('0')
	if sign[len(sign)-1] == last {
		last = '1'
	}
	return sign[:len(sign)-1] + string(last)
}

// header returns the default fields with the target's own merged in. Host comes first, as RFC 9110, 7.2 recommends.
// Nothing asks for compression, which no source shows Chat to do.
func (t Target) header(length int) []HeaderField {
	fields := make([]HeaderField, 0, 4+len(t.Header))
	for _, f := range [...]HeaderField{
		{"Host", t.URL.Host},
		{"User-Agent", "timhook"},
		{"Content-Type", "application/json"},
		{"Content-Length", strconv.Itoa(length)},
	} {
		if !slices.ContainsFunc(t.Omit, func(name string) bool { return strings.EqualFold(name, f.Name) }) {
			fields = append(fields, f)
		}
	}
	defaults := len(fields)
	for _, f := range t.Header {
		if i := IndexField(fields[:defaults], f.Name); i >= 0 {
			fields[i] = f
		} else {
			fields = append(fields, f)
		}
	}
	return fields
}
