package load

import (
	"bytes"
	"sync/atomic"
	"time"

	"github.com/timhook/timhook/webhook"
)

// template is a request in the bytes of the wire, with the places that change from second to second.
type template struct {
	wire       []byte
	sign, date slot
}

// slot is the place of a query parameter's value; the zero slot is none.
type slot struct{ start, length int }

func unix(second int64) time.Time { return time.Unix(second, 0) }

// newTemplate renders a callback for some second.
func newTemplate(t webhook.Target, c webhook.Callback) template {
	r := t.Request(c, unix(someSecond))
	tpl := template{wire: bytes.Clone(r.AppendWire(make([]byte, 0, 512+len(c.Body))))} // a copy has no room to spare
	before := *r
	for i := range r.Query {
		param := &r.Query[i]
		if param.Raw != "" || param.Name != signParam && param.Name != dateParam {
			continue
		}
		before.Query = r.Query[:i+1]
		end := len(r.Method) + len(" ") + len(before.RequestTarget())
		place := slot{end - len(param.Value), len(param.Value)} // neither value has a character to escape
		if param.Name == signParam {
			tpl.sign = place
		} else {
			tpl.date = place
		}
	}
	return tpl
}

const (
	signParam  = "Sign"
	dateParam  = "RequestTime"
	someSecond = 1_700_000_000 // RequestTime has ten digits until 2286
)

// stamp is a target's Sign and RequestTime in one second.
type stamp struct {
	second     int64
	sign, date string
}

// stamps are the Sign and RequestTime of the second. The first worker to send in a new second renews them; no other
// waits.
type stamps struct {
	base    webhook.Target
	current [int(webhook.SignFuture) + 1]atomic.Pointer[stamp] // by the way to sign
}

func newStamps(t webhook.Target) *stamps { return &stamps{base: t} }

// target is the run's target for deliveries that are signed in some way.
func (s *stamps) target(signing webhook.Signing) webhook.Target {
	t := s.base
	t.Signing = signing
	return t
}

func (s *stamps) at(signing webhook.Signing, second int64) *stamp {
	if is := s.current[signing].Load(); is != nil && is.second == second {
		return is
	}
	is := &stamp{second: second}
	for _, param := range s.target(signing).Request(webhook.Callback{}, unix(second)).Query {
		switch {
		case param.Raw != "":
		case param.Name == signParam:
			is.sign = param.Value
		case param.Name == dateParam:
			is.date = param.Value
		}
	}
	s.current[signing].Store(is)
	return is
}

// append appends the request as it is in the stamp's second. It reports whether the template has room for the stamp;
// if not, the request has to be made anew.
func (t *template) append(dst []byte, s *stamp) ([]byte, bool) {
	if t.sign.length != len(s.sign) || t.date.length != len(s.date) {
		return dst, false
	}
	start := len(dst)
	dst = append(dst, t.wire...)
	copy(dst[start+t.sign.start:], s.sign)
	copy(dst[start+t.date.start:], s.date)
	return dst, true
}
