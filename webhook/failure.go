package webhook

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
)

// String returns a short stable name, for instance "header-too-large".
func (c FailureClass) String() string {
	return nameOf("FailureClass", uint8(c), "none", "unsendable", "canceled", "resolve", "connect", "proxy", "tls",
		"timeout", "closed", "reset", "malformed", "header-too-large")
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
// answer. A failed TLS handshake does not count, since its fault may be on this side, for instance a missing CA
// certificate.
func (c FailureClass) Reached() bool {
	switch c {
	case Timeout, Closed, Reset, Malformed, HeaderTooLarge:
		return true
	}
	return false
}
