package webhook

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"time"
)

// step is a failed step of connecting.
type step struct {
	class FailureClass
	what  string // "connect to 127.0.0.1:9"
	err   error
	late  string // what follows where err is a timeout
}

// connect makes a connection along the route, proxy and TLS included.
func (s *sending) connect(ctx context.Context) (*conn, *Failure) {
	start := time.Now()
	limit := start.Add(orDefault(s.ConnectTimeout, defaultConnectTimeout))
	if s.deadline.Before(limit) {
		limit = s.deadline
	}
	within, cancel := context.WithDeadline(ctx, limit)
	defer cancel()
	c, failed := s.connectWithin(within)
	switch {
	case failed == nil:
		return newConn(c, s.route.key), nil
	case errors.Is(ctx.Err(), context.Canceled):
		return nil, gaveUp(ctx)
	case within.Err() != nil || IsTimeout(failed.err):
		// Each step has another error for its timeout.
		patience := limit.Sub(start).Round(time.Millisecond)
		failed.err = &said{fmt.Sprintf("not done within %v%s", patience, failed.late), os.ErrDeadlineExceeded}
	}
	return nil, &Failure{failed.class, fmt.Errorf("%s: %w", failed.what, failed.err)}
}

// connectWithin takes the steps one after another; the connection is closed if one fails.
func (s *sending) connectWithin(ctx context.Context) (c net.Conn, failed *step) {
	e := s.route.endpoint
	if s.route.proxy == nil {
		if c, failed = s.dial(ctx, e.Network, e.Addr); failed != nil {
			c, failed = s.dialOther(ctx, failed)
		}
	} else {
		c, failed = s.dialProxy(ctx, s.route.proxy)
	}
	if failed != nil {
		return nil, failed
	}
	if s.route.tunnel() {
		if err := s.openTunnel(ctx, c); err != nil {
			c.Close()
			what := fmt.Sprintf("proxy %s: CONNECT %s", s.route.proxy.Host, e.Addr)
			return nil, &step{class: Proxy, what: what, err: err}
		}
	}
	if e.Scheme != "https" || s.withoutTLS {
		return c, nil
	}
	t, err := s.secure(ctx, c, e.hostname())
	if err != nil {
		return nil, s.handshakeFailed(err)
	}
	return t, nil
}

// dial connects to an address, or to the one that Resolve has for it.
func (c *Client) dial(ctx context.Context, network, addr string) (net.Conn, *step) {
	real, what := addr, "connect to "+addr
	if to, ok := c.Resolve[addr]; ok && network == "tcp" {
		if real = to; !hasPort(to) {
			_, port, _ := net.SplitHostPort(addr)
			real = net.JoinHostPort(unbracket(to), port)
		}
		what += " at " + real
	}
	dial := c.Dial
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	conn, err := dial(ctx, network, real)
	if err == nil {
		return conn, nil
	}
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return nil, &step{class: Resolve, what: "resolve " + dns.Name, err: brief(err)}
	}
	return nil, &step{class: Connect, what: what, err: brief(err)}
}

func hasPort(addr string) bool {
	_, _, err := net.SplitHostPort(addr)
	return err == nil
}

func unbracket(host string) string {
	if len(host) > 1 && host[0] == '[' && host[len(host)-1] == ']' {
		return host[1 : len(host)-1]
	}
	return host
}

// dialProxy connects to the proxy, over TLS if its URL is https. Each failure is the proxy's.
func (s *sending) dialProxy(ctx context.Context, proxy *url.URL) (net.Conn, *step) {
	conn, failed := s.dial(ctx, "tcp", proxyAddr(proxy))
	if failed != nil {
		return nil, &step{class: Proxy, what: "proxy: " + failed.what, err: failed.err}
	}
	if proxy.Scheme != "https" {
		return conn, nil
	}
	t, err := s.secure(ctx, conn, proxy.Hostname())
	if err != nil {
		failed := s.notSecured(proxyAddr(proxy), "http://"+proxyAddr(proxy)+" as the proxy", true, err)
		failed.class, failed.what = Proxy, "proxy: "+failed.what
		return nil, failed
	}
	return t, nil
}

// secure starts TLS on conn, which it closes if the handshake fails.
func (s *sending) secure(ctx context.Context, conn net.Conn, host string) (net.Conn, error) {
	config := new(tls.Config)
	if s.TLS != nil {
		config = s.TLS.Clone()
	}
	config.ServerName = cmp.Or(config.ServerName, host)
	config.NextProtos = []string{"http/1.1"}
	if s.asked = false; config.GetClientCertificate == nil {
		config.GetClientCertificate = s.clientCertificate
	}
	t := tls.Client(conn, config)
	if err := t.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	return t, nil
}

// clientCertificate gives what crypto/tls would give by itself, and notes that the server has asked: an alert behind
// that does not say what is missing.
func (s *sending) clientCertificate(ask *tls.CertificateRequestInfo) (*tls.Certificate, error) {
	s.asked = true
	if s.TLS != nil {
		for i := range s.TLS.Certificates {
			if ask.SupportsCertificate(&s.TLS.Certificates[i]) == nil {
				return &s.TLS.Certificates[i], nil
			}
		}
	}
	return new(tls.Certificate), nil
}
