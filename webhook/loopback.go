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

const localhost = "localhost"

// siblings are the other loopback addresses with the same port. The name localhost has both: a hosts file often knows
// one of them only.
func siblings(addr string) (list []string) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil || host != localhost && host != loopback4 && host != loopback6 {
		return nil
	}
	for _, other := range []string{loopback4, loopback6} {
		if other != host {
			list = append(list, net.JoinHostPort(other, port))
		}
	}
	return list
}

// ErrElsewhere is the reason of a refused connection where the other loopback address accepts one.
var ErrElsewhere = errors.New("a server listens")

// dialOther tries the other loopback addresses where the one of the endpoint refused. A program that listens on
// "localhost" may listen on ::1 alone. The connection is used where the URL leaves the address open, as :8080 does;
// otherwise the failure names the address that would have answered.
func (s *sending) dialOther(ctx context.Context, failed *step) (net.Conn, *step) {
	e := s.route.endpoint
	if _, fixed := s.Resolve[e.Addr]; fixed || !errors.Is(failed.err, syscall.ECONNREFUSED) {
		return nil, failed
	}
	others := siblings(e.Addr)
	for _, other := range others {
		c, missed := s.dial(ctx, e.Network, other)
		switch {
		case missed != nil:
		case e.Loopback:
			s.other = other
			return c, nil
		default:
			c.Close()
			there := *e
			there.Host = other
			failed.err = fmt.Errorf("%w; %w on %s only: use %s, or let it listen on %s as well", failed.err,
				ErrElsewhere, other, there.Public(), e.hostname())
			return nil, failed
		}
	}
	if e.Loopback && len(others) == 1 {
		failed.what += " and " + others[0]
	}
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
		if s.other != "" {
			found.Addr, found.Host = s.other, s.other
		}
	}
	return &found, nil
}
