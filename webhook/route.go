package webhook

import (
	"bufio"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// route is the way to an endpoint.
type route struct {
	key      poolKey
	endpoint *Endpoint
	proxy    *url.URL // nil: none
	// A proxy for http gets another request than the endpoint:
	origin string        // in front of the target
	header []HeaderField // behind the request's own fields
}

// tunnel reports whether the way leads through a CONNECT to the proxy.
func (r *route) tunnel() bool { return r.proxy != nil && r.endpoint.Scheme == "https" }

// ProxyFromEnvironment returns the proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name for u, as
// [http.ProxyFromEnvironment] does.
func ProxyFromEnvironment(u *url.URL) (*url.URL, error) {
	return http.ProxyFromEnvironment(&http.Request{URL: u})
}

func (c *Client) findRoute(e *Endpoint) (route, *Failure) {
	r := route{key: poolKey{e.Scheme, e.Network, e.Addr, ""}, endpoint: e}
	if c.Proxy == nil || e.Network != "tcp" || IsLoopback(e.hostname()) {
		return r, nil
	}
	proxy, err := c.Proxy(&url.URL{Scheme: e.Scheme, Host: e.Host, Path: "/"})
	if err != nil {
		return r, &Failure{Proxy, fmt.Errorf("proxy for %s: %w", e.Host, err)}
	}
	if proxy == nil {
		return r, nil
	}
	if proxy.Scheme != "http" && proxy.Scheme != "https" {
		return r, &Failure{Proxy, fmt.Errorf("proxy %s: got scheme %q, want http or https", proxy.Host, proxy.Scheme)}
	}
	if proxy.Hostname() == "" {
		return r, &Failure{Proxy, fmt.Errorf("proxy for %s has no host", e.Host)}
	}
	r.proxy, r.key.proxy = proxy, proxy.String()
	if !r.tunnel() {
		r.key.addr = "" // one connection to the proxy serves all http endpoints
		r.origin, r.header = "http://"+e.Host, proxyHeader(proxy)
	}
	return r, nil
}

// ProxyOf is the host:port of the proxy that the way to e leads through; empty: none.
func (c *Client) ProxyOf(e *Endpoint) (addr string, failure *Failure) {
	r, failure := c.findRoute(e)
	if failure != nil || r.proxy == nil {
		return "", failure
	}
	return proxyAddr(r.proxy), nil
}

// proxyHeader returns the credentials of the proxy's URL as a header field.
func proxyHeader(proxy *url.URL) []HeaderField {
	if proxy.User == nil {
		return nil
	}
	password, _ := proxy.User.Password()
	pair := base64.StdEncoding.EncodeToString([]byte(proxy.User.Username() + ":" + password))
	return []HeaderField{{"Proxy-Authorization", "Basic " + pair}}
}

// proxyAddr returns where to connect for a proxy.
func proxyAddr(proxy *url.URL) string {
	port := proxy.Port()
	if port == "" {
		port = defaultPort(proxy.Scheme)
	}
	return net.JoinHostPort(proxy.Hostname(), port)
}

// perhapsTLS is the cure for a proxy that ends a connection without a word, as servers of TLS do where HTTP comes.
func perhapsTLS(proxy *url.URL) string {
	if proxy.Scheme == "https" {
		return ""
	}
	return "; if the proxy speaks TLS, its URL is https://" + proxyAddr(proxy)
}

// IsLoopback reports whether a host is this machine: localhost, a name below it, or a loopback address.
func IsLoopback(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.Unmap().IsLoopback()
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// openTunnel asks the proxy on c for a connection to the endpoint (RFC 9110, 9.3.6).
func (s *sending) openTunnel(ctx context.Context, c net.Conn) error {
	stop := context.AfterFunc(ctx, func() { c.SetDeadline(longAgo()) })
	defer stop()
	if err := s.askTunnel(c); err != nil {
		if err = brief(err); isClosed(err) || errors.Is(err, syscall.ECONNRESET) {
			return fmt.Errorf("%w%s", err, perhapsTLS(s.route.proxy))
		}
		return err
	}
	if !stop() {
		return context.Cause(ctx)
	}
	return c.SetDeadline(time.Time{})
}

func (s *sending) askTunnel(c net.Conn) error {
	addr := s.route.endpoint.Addr
	ask := append([]byte("CONNECT "), addr...)
	ask = append(ask, " HTTP/1.1\r\n"...)
	ask = AppendFields(ask, []HeaderField{{"Host", addr}})
	ask = AppendFields(ask, proxyHeader(s.route.proxy))
	if _, err := c.Write(append(ask, "\r\n"...)); err != nil {
		return err
	}
	in := recorder{src: c, limit: defaultMaxHeader}
	buf := bufio.NewReader(&in)
	resp, err := http.ReadResponse(buf, &http.Request{Method: http.MethodConnect})
	switch {
	case err != nil && in.err == io.EOF:
		return &said{"connection closed", io.ErrUnexpectedEOF}
	case err != nil && in.err != nil:
		return in.err
	case err != nil:
		return err
	case resp.StatusCode != http.StatusOK:
		return fmt.Errorf("got status %q, want 200", resp.Status)
	case buf.Buffered() > 0:
		return errors.New("the proxy sent more than its answer")
	}
	return nil
}
