package capture

import (
	"errors"

	"github.com/timhook/timhook/webhook"
)

// WebhookRequest is the request exactly as it came, with the captured request target and header, Host included, to be
// written to the address of another endpoint. What was masked stays masked, and what was truncated is.
func (r *Record) WebhookRequest(to *webhook.Endpoint) *webhook.Request {
	endpoint := *to
	endpoint.Path, endpoint.RawQuery = r.Request.path(), ""
	request := &webhook.Request{
		Method: r.Request.Method, Endpoint: &endpoint, Query: webhook.ParseQuery(r.Request.Query),
		Header: r.Request.Header, Body: r.Request.Body, Proto: r.Request.Proto,
	}
	if r.Request.Wire != nil {
		request.Wire = []webhook.Piece{{Bytes: r.Request.Wire}}
	}
	return request
}

// Exchange is the record as one that was sent just now, for conformance.Judge. Its request is written as its fields
// say.
func (r *Record) Exchange() *webhook.Exchange {
	to, err := webhook.ParseEndpoint(r.Request.URL)
	if err != nil {
		to = new(webhook.Endpoint) // which cannot be sent to
	}
	request := r.WebhookRequest(to)
	request.Wire = nil
	x := &webhook.Exchange{
		Request: request, Start: r.Start,
		Timing: webhook.Timing{Connect: r.Timing.Connect, FirstByte: r.Timing.FirstByte, Total: r.Timing.Total},
	}
	if r.Failure != "" || r.FailureClass != "" {
		x.Failure = &webhook.Failure{Class: classNamed(r.FailureClass), Err: errors.New(r.Failure)}
	}
	if a := r.Answer; a != nil {
		x.Proto, x.Status, x.Reason, x.Header = a.Proto, a.Status, a.Reason, a.Header
		x.Body, x.Truncated = a.Body, a.Truncated
		if x.Raw = a.Wire; x.Raw == nil {
			x.Raw = a.appendMessage(nil)
		}
	}
	return x
}

// classNamed is the class that [webhook.FailureClass.String] spells so, or 0.
func classNamed(name string) webhook.FailureClass {
	for c := webhook.Unsendable; c <= webhook.Protocol; c++ {
		if c.String() == name {
			return c
		}
	}
	return 0
}
