package webhook

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"
	"time"
)

// Loopback addresses, in the order in which they are tried.
const (
	loopback4 = "127.0.0.1"
	loopback6 = "::1"
)

// sibling is the other loopback address with the same port; "" for an address that is none of the two.
func sibling(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	switch {
	case err != nil:
	case host == loopback4:
		return net.JoinHostPort(loopback6, port)
	case host == loopback6:
		return net.JoinHostPort(loopback4, port)
	}
	return ""
}

// dialOther tries the other loopback address where the one of the endpoint refused. A program that listens on
// "localhost" may listen on ::1 alone. The connection is used where the URL leaves the address open, as :8080 does;
// otherwise the failure names the address that would have answered.
func (s *sending) dialOther(ctx context.Context, failed *step) (net.Conn, *step) {
	e := s.route.endpoint
	other := sibling(e.Addr)
	if _, fixed := s.Resolve[e.Addr]; fixed || other == "" || !errors.Is(failed.err, syscall.ECONNREFUSED) {
		return nil, failed
	}
	c, missed := s.dial(ctx, e.Network, other)
	switch {
	case missed != nil && e.Loopback:
		failed.what += " and " + other
		return nil, failed
	case missed != nil:
		return nil, failed
	case e.Loopback:
		return c, nil
	}
	c.Close()
	failed.err = &said{fmt.Sprintf("%v; a server listens on %s only: use %s://%s, or let it listen on %s as well",
		failed.err, other, e.Scheme, other, e.hostname()), failed.err}
	return nil, failed
}

// Probe connects to an endpoint and closes the connection, without a byte in either direction. It returns the endpoint
// that accepted: of one that leaves the loopback address open, as ":8080" does, the address that answered is filled in.
func (c *Client) Probe(ctx context.Context, e *Endpoint) (*Endpoint, *Failure) {
	// TLS belongs to an exchange: a server that is up is ready, whatever its certificate.
	s := sending{Client: c, deadline: time.Now().Add(c.Limit()), withoutTLS: true}
	var failure *Failure
	if s.route, failure = c.findRoute(e); failure != nil {
		return nil, failure
	}
	k, failure := s.connect(ctx)
	if failure != nil {
		return nil, failure
	}
	defer k.Close()
	found := *e
	if found.Loopback {
		found.Loopback = false
		if other := sibling(e.Addr); other == k.remote {
			found.Addr, found.Host = other, other
		}
	}
	return &found, nil
}
