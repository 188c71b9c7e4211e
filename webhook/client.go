package webhook

import (
	"context"
	"crypto/tls"
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

	// Limits; zero is the default.
	Timeout        time.Duration // for a whole exchange, connecting included; default 2 s, as Chat's; or NoLimit
	ConnectTimeout time.Duration // for connecting, proxy and TLS included; default 1 s
	MaxResponse    int64         // bytes of a decoded body that are kept; default 1 MiB
	MaxHeader      int64         // bytes of the answer's head, interim answers included; default 64 KiB
	// NoKeepAlive gives each exchange its own connection. It adds no header; a backend that has to
	// know needs "Connection: close" in the request.
	NoKeepAlive bool
	// Diagnose asks a server once in which protocol it speaks, when it closed the first connections without a byte of
	// an answer: one TLS greeting or one of HTTP/2, on a connection of its own. The failure then names the protocol.
	Diagnose bool

	idle    pool
	foreign foreign
}

// NoLimit is a Timeout that never comes, for a backend that waits in a debugger.
const NoLimit time.Duration = -1

// longest is as good as no limit, and no time overflows with it.
const longest = 100 * 365 * 24 * time.Hour

// Limit is the longest time that an exchange of the client may take.
func (c *Client) Limit() time.Duration {
	if c.Timeout < 0 {
		return longest
	}
	return orDefault(c.Timeout, defaultTimeout)
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
func (c *Client) Send(ctx context.Context, r *Request) *Exchange { return c.send(ctx, r, nil) }

func (c *Client) send(ctx context.Context, r *Request, series *Series) *Exchange {
	x := &Exchange{Request: r, Start: time.Now()}
	s := sending{Client: c, series: series, x: x, deadline: x.Start.Add(c.Limit())}
	if d, ok := ctx.Deadline(); ok && d.Before(s.deadline) {
		s.deadline = d
	}
	x.Failure = s.run(ctx)
	x.Timing.Total = time.Since(x.Start)
	if c.Diagnose {
		x.Failure = c.foreign.diagnose(ctx, c, x)
	}
	return x
}

// Close closes the connections that are not in use. Exchanges under way go on, and later ones work
// without keeping their connections.
func (c *Client) Close() { c.idle.close() }
