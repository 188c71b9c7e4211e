package webhook

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// foreign finds out which protocol a server speaks that never answered in HTTP/1.1. Node's https closes the connection
// of a plain request without a word, and a Go server for HTTP/2 alone resets it: both look like a crash.
type foreign struct {
	answered atomic.Bool // the server speaks HTTP/1.1; nothing is asked any more
	once     sync.Once
	endpoint *Endpoint // that was asked
	failure  *Failure  // nil: nothing was found out
}

// askedFor is how long a server has to answer a greeting.
const askedFor = 500 * time.Millisecond

// diagnose is the failure of x, which may become another one while nothing has ever come.
func (f *foreign) diagnose(ctx context.Context, c *Client, x *Exchange) *Failure {
	silent := x.Failure != nil && len(x.Raw) == 0 && (x.Failure.Class == Closed || x.Failure.Class == Reset)
	switch {
	case len(x.Raw) > 0:
		if !f.answered.Load() { // a store by every exchange would cost its neighbours
			f.answered.Store(true)
		}
	case silent && !f.answered.Load() && ctx.Err() == nil && x.Proxy == "":
		e := x.Request.Endpoint
		f.once.Do(func() { f.endpoint, f.failure = e, c.ask(ctx, e) })
		if f.failure != nil && f.endpoint.Addr == e.Addr {
			return f.failure
		}
	}
	return x.Failure
}

// ask greets the server in TLS, or in HTTP/2 where TLS is not the question.
func (c *Client) ask(ctx context.Context, e *Endpoint) *Failure {
	ctx, cancel := context.WithTimeout(ctx, askedFor)
	defer cancel()
	if e.Scheme == "https" {
		if protocol, err := c.greetTLS(ctx, e, "h2"); err == nil && protocol == "h2" {
			return speaksHTTP2(e)
		}
		return nil
	}
	switch _, err := c.greetTLS(ctx, e, ""); {
	case err == nil, isAlert(err):
		return speaksTLS(e)
	case c.greetHTTP2(ctx, e):
		return speaksHTTP2(e)
	}
	return nil
}

// greetTLS makes a handshake, whatever the certificate, and returns the protocol that was agreed on.
func (c *Client) greetTLS(ctx context.Context, e *Endpoint, protocol string) (agreed string, err error) {
	conn, failed := c.greet(ctx, e)
	if failed != nil {
		return "", failed
	}
	defer conn.Close()
	config := &tls.Config{InsecureSkipVerify: true, ServerName: e.hostname()} //nolint:gosec // nothing is sent over it
	if protocol != "" {
		config.NextProtos = []string{protocol}
	}
	t := tls.Client(conn, config)
	if err := t.HandshakeContext(ctx); err != nil {
		return "", err
	}
	return t.ConnectionState().NegotiatedProtocol, nil
}

// greetHTTP2 sends what begins a connection of HTTP/2 and reports whether its like comes back (RFC 9113, 3.4).
func (c *Client) greetHTTP2(ctx context.Context, e *Endpoint) bool {
	conn, failed := c.greet(ctx, e)
	if failed != nil {
		return false
	}
	defer conn.Close()
	const settings = "\x00\x00\x00\x04\x00\x00\x00\x00\x00"
	if _, err := io.WriteString(conn, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"+settings); err != nil {
		return false
	}
	var frame [9]byte
	_, err := io.ReadFull(conn, frame[:])
	return err == nil && beginsHTTP2(frame[:])
}

// greet makes a connection that ends with the context.
func (c *Client) greet(ctx context.Context, e *Endpoint) (net.Conn, error) {
	conn, failed := c.dial(ctx, e.Network, e.Addr)
	if failed != nil {
		return nil, failed.err
	}
	until, _ := ctx.Deadline()
	return conn, conn.SetDeadline(until)
}
