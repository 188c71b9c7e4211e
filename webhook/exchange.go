package webhook

import (
	"strings"
	"time"
)

// Exchange is one request and what came of it.
//
// A failed exchange keeps what it got: the status when the status line came, the header fields
// that were complete, the beginning of the body.
type Exchange struct {
	Request *Request
	// Sent is exactly what was written, head and body. Through a proxy for http, that is the
	// absolute form and holds the proxy's credentials.
	Sent []byte

	// The final answer.
	Proto  string // e.g. "HTTP/1.1"
	Status int
	Reason string        // the text after the status code
	Header []HeaderField // spelling and order of the wire; folded lines are unfolded
	Body   []byte        // decoded from chunks

	Raw       []byte   // every byte that came, interim answers included, up to the limits
	Interim   int      // interim (1xx) answers before the final one
	Truncated bool     // the body was longer than MaxResponse: Body holds the first MaxResponse bytes
	Stray     []byte   // bytes that came after the end of the answer on the same connection
	Framing   []string // what the framing of the answer got wrong although it could be read, in words
	// Unasked is what had come on kept connections to this backend after the answers before this one, while
	// nothing was asked: the first [MaxUnasked] bytes of each connection. It is no part of this answer.
	Unasked []byte

	Start      time.Time
	Timing     Timing
	Reused     bool   // the request went over a connection that had carried another one
	Redialed   bool   // a kept connection was found closed while sending, so the request was sent again over a new one
	RemoteAddr string // where the bytes went: the backend, or the proxy
	Proxy      string // host:port of the proxy that the way led through; empty: none

	Failure *Failure // nil: a whole answer was read (or, if Truncated, as much of it as was wanted)
}

// Timing holds the moments of an exchange, each as the time since its Start.
type Timing struct {
	Connect   time.Duration // connection, proxy and TLS ready; 0 on a reused connection
	FirstByte time.Duration // first byte of any answer; 0 if none came
	Total     time.Duration // end of the exchange
}

// Forwarded reports whether a proxy passed the request on as its own, as it does for http, so that an answer
// may be the proxy's. Through a tunnel, as for https, all answers are the backend's.
func (x *Exchange) Forwarded() bool {
	return x.Proxy != "" && x.Request != nil && x.Request.Endpoint != nil && x.Request.Endpoint.Scheme == "http"
}

// Get returns the value of the first header field of that name in any case, or "".
func (x *Exchange) Get(name string) string {
	if i := IndexField(x.Header, name); i >= 0 {
		return x.Header[i].Value
	}
	return ""
}

// Values returns the values of all header fields of that name in any case, in the order of the wire.
func (x *Exchange) Values(name string) []string {
	var values []string
	for i := range x.Header {
		if strings.EqualFold(x.Header[i].Name, name) {
			values = append(values, x.Header[i].Value)
		}
	}
	return values
}

// FailureClass is how an exchange failed.
type FailureClass uint8

// The classes, roughly in the order in which an exchange meets them.
const (
	Unsendable     FailureClass = iota + 1 // the request cannot be written: no endpoint, line breaks in a header
	Canceled                               // the caller gave up
	Resolve                                // the host name does not resolve
	Connect                                // refused, unreachable, or no connection in time
	Proxy                                  // the proxy could not be used or refused to connect
	TLS                                    // the handshake failed, for instance over the certificate
	Timeout                                // connected, but no whole answer in time
	Closed                                 // the connection was closed before or within the answer
	Reset                                  // the connection was reset before or within the answer
	Malformed                              // the answer is not HTTP, or its framing is broken
	HeaderTooLarge                         // the answer's head, interim answers included, exceeds MaxHeader
	Protocol                               // the server speaks TLS to plain HTTP, or HTTP/2 alone
)

// String returns a short stable name, for instance "header-too-large".
func (c FailureClass) String() string {
	return nameOf("FailureClass", uint8(c), "none", "unsendable", "canceled", "resolve", "connect", "proxy", "tls",
		"timeout", "closed", "reset", "malformed", "header-too-large",
		"protocol")
}

// Failure is the reason why no whole answer was read. Its text is a sentence for people: "connect to 127.0.0.1:9:
// connection refused".
type Failure struct {
	Class FailureClass
	Err   error
}

// Error implements error.
func (f *Failure) Error() string { return f.Err.Error() }

// Unwrap returns the cause.
func (f *Failure) Unwrap() error { return f.Err }

// Reached reports whether the backend was reached, so that the failure is the backend's: a late, cut or unreadable
// answer. A failed TLS handshake and another protocol do not count, since their fault may be on this side, for instance
// a missing CA certificate or a URL with http for https.
func (c FailureClass) Reached() bool {
	switch c {
	case Timeout, Closed, Reset, Malformed, HeaderTooLarge:
		return true
	}
	return false
}
