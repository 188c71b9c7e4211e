package capture

import (
	"bytes"
	"strings"

	"github.com/timhook/timhook/webhook"
)

// NewRecord makes a record of an exchange that was sent. The result shares bytes with x where nothing is masked.
func NewRecord(x *webhook.Exchange, hide Redaction) *Record { return Unmasked(x).Redact(hide) }

// Unmasked is a record of an exchange that is to be completed, for instance by findings, before [Record.Redact] masks
// it.
func Unmasked(x *webhook.Exchange) *Record {
	r := &Record{
		Start:   x.Start,
		Request: sentRequest(x.Request),
		Answer:  NewAnswer(x),
		Timing:  Timing{Connect: x.Timing.Connect, FirstByte: x.Timing.FirstByte, Total: x.Timing.Total},
	}
	r.Failure, r.FailureClass = failureOf(x)
	return r
}

// failureOf is why there is no whole answer.
func failureOf(x *webhook.Exchange) (text, class string) {
	if x.Failure == nil {
		return "", ""
	}
	return x.Failure.Error(), x.Failure.Class.String()
}

func sentRequest(sent *webhook.Request) Request {
	r := Request{Method: sent.Method, Proto: sent.Proto, Header: sent.Header, Body: sent.Body}
	if sent.Endpoint != nil {
		endpoint := *sent.Endpoint
		endpoint.RawQuery = ""
		r.URL = endpoint.String()
		_, r.Query, _ = strings.Cut(sent.RequestTarget(), "?")
	}
	if sent.Wire != nil {
		if wire := sent.AppendWire(nil); !bytes.Equal(wire, r.appendMessage(nil)) {
			r.Wire = wire
		}
	}
	return r
}

// NewAnswer is what came in answer to a request, or nil when no status line came. Nothing is masked; see
// [Record.Redact].
func NewAnswer(x *webhook.Exchange) *Answer {
	if x.Status == 0 {
		return nil
	}
	a := &Answer{
		Proto: x.Proto, Status: x.Status, Reason: x.Reason, Header: x.Header, Body: x.Body, Truncated: x.Truncated,
	}
	// What came may be kept only up to a limit, or not at all in an exchange that was made by hand.
	plain := a.appendMessage(nil)
	isSame := bytes.Equal(x.Raw, plain) || a.Truncated && bytes.HasPrefix(x.Raw, plain)
	if len(x.Raw) > 0 && !isSame {
		a.Wire = x.Raw
	}
	return a
}
