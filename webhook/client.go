package webhook

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/url"
	"time"
)

// Client sends requests over kept HTTP/1.1 connections. Its zero value works, all its methods may
// be called concurrently, and its fields must not change once it is in use. [Client.Close] closes
// the connections that it keeps.
type Client struct {
	// Dial makes connections; nil: a [net.Dialer]. It must end when its context does.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
	// TLS is the configuration for https; nil: the system's certificates. It is not changed; the
	// server name is taken from the URL if it is empty, and only HTTP/1.1 is negotiated.
	TLS *tls.Config
	// Resolve replaces addresses before dialing: from "host:port" to an address, whose port is the
	// same if it has none.
	Resolve map[string]string
	// Proxy returns the proxy for a URL, which holds no query, or nil for none; see
	// [ProxyFromEnvironment]. It is not asked for loopback addresses and Unix sockets.
	Proxy func(*url.URL) (*url.URL, error)

	// Limits; zero or less is the default.
	Timeout        time.Duration // for a whole exchange, connecting included; default 2 s, as Chat's
	ConnectTimeout time.Duration // for connecting, proxy and TLS included; default 1 s
	MaxResponse    int64         // bytes of a decoded body that are kept; default 1 MiB
	MaxHeader      int64         // bytes of the answer's head, interim answers included; default 64 KiB
	// NoKeepAlive gives each exchange its own connection. It adds no header; a backend that shall
	// be told needs "Connection: close" in the request.
	NoKeepAlive bool

	idle pool
}

const (
	defaultTimeout        = 2 * time.Second // Webhook Overview (1047/34354), Timeout
	defaultConnectTimeout = time.Second
	defaultMaxResponse    = 1 << 20
	defaultMaxHeader      = 64 << 10 // several times what common backends can send
)

func orDefault[T time.Duration | int64](value, byDefault T) T {
	if value > 0 {
		return value
	}
	return byDefault
}

// Send sends r and returns what came of it. It returns when the answer is whole, at the first
// failure, at Timeout, or when ctx is done, whichever is first; it never returns nil.
//
// A request is written a second time in one case only: a kept connection turns out to be closed
// or reset before a byte of the answer came (RFC 9112, 9.3.1), which Redialed reports.
func (c *Client) Send(ctx context.Context, r *Request) *Exchange {
	x := &Exchange{Request: r, Start: time.Now()}
	s := sending{Client: c, ctx: ctx, x: x, deadline: x.Start.Add(orDefault(c.Timeout, defaultTimeout))}
	if d, ok := ctx.Deadline(); ok && d.Before(s.deadline) {
		s.deadline = d
	}
	x.Failure = s.run()
	x.Timing.Whole = time.Since(x.Start)
	return x
}

// Close closes the connections that are not in use. Exchanges under way go on, and later ones work
// without keeping their connections.
func (c *Client) Close() { c.idle.close() }

// sending is one call of Send.
type sending struct {
	*Client
	ctx      context.Context
	x        *Exchange
	deadline time.Time
	route    route
}

// run tries a kept connection first and a new one if there is none or it was closed meanwhile.
func (s *sending) run() *Failure {
	if err := s.x.Request.check(); err != nil {
		return &Failure{Unsendable, err}
	}
	if err := s.ctx.Err(); err != nil {
		return s.gaveUp()
	}
	var failure *Failure
	if s.route, failure = s.findRoute(s.x.Request.Endpoint); failure != nil {
		return failure
	}
	wire, err := s.render()
	if err != nil {
		return &Failure{Unsendable, err}
	}
	if s.x.Request.keepable() && !s.NoKeepAlive {
		if k := s.idle.take(s.route.key); k != nil {
			s.x.Reused = true
			failure, silent := s.exchange(k, wire)
			if failure == nil || !silent || failure.Class != Closed && failure.Class != Reset {
				return failure
			}
			s.x.Reused, s.x.Redialed, s.x.Sent = false, true, nil
		}
	}
	k, failure := s.connect()
	if failure != nil {
		return failure
	}
	s.x.Timing.Connect = time.Since(s.x.Start)
	failure, _ = s.exchange(k, wire)
	return failure
}

// render returns the bytes to write, or nil for a request in pieces.
func (s *sending) render() ([]byte, error) {
	r := s.x.Request
	if r.Wire != nil {
		if s.route.origin != "" {
			return nil, errors.New("a request in pieces cannot go to a proxy for http, which needs it in another form")
		}
		return nil, nil
	}
	buf := make([]byte, 0, 512+len(r.Body))
	buf = r.appendMessage(buf, s.route.origin, s.route.header)
	return buf, r.checkHead(buf[:len(buf)-len(r.Body)], len(s.route.header))
}

// exchange writes the request to k and reads the answer. It reports whether not a byte came, and
// leaves k kept or closed.
func (s *sending) exchange(k *conn, wire []byte) (failure *Failure, silent bool) {
	k.begin(s)
	var stop func() bool
	if s.ctx.Done() != nil {
		stop = context.AfterFunc(s.ctx, k.cut)
	}
	written, sound, err, writeErr := k.roundTrip(s.x, wire)
	if stop != nil && !stop() {
		sound = false // cut runs, perhaps only just now: the deadline of k is spoilt
	}
	s.x.Sent, s.x.Raw, s.x.RemoteAddr = written, k.in.kept, k.remote
	if k.in.total > 0 {
		s.x.Timing.FirstByte = k.in.first.Sub(s.x.Start)
	}
	if err != nil {
		failure = s.explain(k, err, writeErr)
	}
	silent = k.in.total == 0
	sound = sound && err == nil && writeErr == nil && s.x.Request.keepable() && !s.NoKeepAlive
	if !sound || !s.idle.put(k) { // once put back, k may be another's
		k.Close()
	}
	return failure, silent
}

// roundTrip writes wire, or the request's pieces, and reads the answer. An answer that came is
// good even if the request could not be written to its end.
func (k *conn) roundTrip(x *Exchange, wire []byte) (written []byte, sound bool, err, writeErr error) {
	if pieces := x.Request.Wire; pieces != nil || k.socket == nil || len(wire) > smallWrite {
		w := k.writeBehind(pieces, wire)
		sound, err = k.readAnswer(x)
		written, writeErr = w.finish()
		return written, sound, err, writeErr
	}
	n, writeErr := k.Write(wire)
	sound, err = k.readAnswer(x)
	return wire[:n], sound, err, writeErr
}
