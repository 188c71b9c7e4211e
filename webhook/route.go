package webhook

import (
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
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
	if c.Proxy == nil || e.Network != "tcp" || isLoopback(e.hostname()) {
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

func isLoopback(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.Unmap().IsLoopback()
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}
