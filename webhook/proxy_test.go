package webhook_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/webhook"
)

// testProxy is a proxy that takes every host for the backend at addr and notes what it was asked.
type testProxy struct {
	addr string
	mu   sync.Mutex
	asks []string // "METHOD target Proxy-Authorization"
}

func (p *testProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asks = append(p.asks, r.Method+" "+r.RequestURI+" "+r.Header.Get("Proxy-Authorization"))
	p.mu.Unlock()
	if r.Method != http.MethodConnect {
		io.Copy(io.Discard, r.Body)
		io.WriteString(w, "proxied "+r.Host)
		return
	}
	if r.Host == "forbidden.test:443" {
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	backend, err := net.Dial("tcp", p.addr)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer backend.Close()
	client, buf, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	defer client.Close()
	io.WriteString(client, "HTTP/1.1 200 Connection established\r\n\r\n")
	go io.Copy(backend, buf)
	io.Copy(client, backend)
}

func (p *testProxy) asked() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.asks, "\n")
}

// through returns a Proxy function that names proxyURL with credentials.
func through(t *testing.T, proxyURL string) func(*url.URL) (*url.URL, error) {
	t.Helper()
	u, err := url.Parse(proxyURL)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword("me", "p:w")
	return func(*url.URL) (*url.URL, error) { return u, nil }
}

func TestPlainRequestsGoToTheProxyInAbsoluteForm(t *testing.T) {
	for _, start := range []func(http.Handler) *httptest.Server{httptest.NewServer, httptest.NewTLSServer} {
		handler := new(testProxy)
		proxy := start(handler)
		defer proxy.Close()
		c := &webhook.Client{Proxy: through(t, proxy.URL), TLS: &tls.Config{InsecureSkipVerify: true}}
		patient(c)
		defer c.Close()
		for i, host := range []string{"one.test", "two.test:8080"} {
			r := request(t, "http://"+host+"/im")
			r.Query = nil
			x := send(t, c, r)
			if x.Failure != nil || string(x.Body) != "proxied "+host || x.Reused != (i > 0) {
				t.Errorf("got %q, reused %v, failure %v", x.Body, x.Reused, x.Failure)
			}
			if !strings.HasPrefix(string(x.Sent), "POST http://"+host+"/im HTTP/1.1\r\nHost: "+host+"\r\n") || !strings.Contains(string(x.Sent), "\r\nProxy-Authorization: Basic bWU6cDp3\r\n\r\n") {
				t.Errorf("sent %q", x.Sent)
			}
			if x.RemoteAddr != proxy.Listener.Addr().String() {
				t.Errorf("got remote address %s, want the proxy's", x.RemoteAddr)
			}
		}
		want := "POST http://one.test/im Basic bWU6cDp3\nPOST http://two.test:8080/im Basic bWU6cDp3"
		if got := handler.asked(); got != want {
			t.Errorf("the proxy was asked\n%s\nwant\n%s", got, want)
		}
	}
}

func TestAProxyThatRefusesAPlainRequestIsNoAnswerOfTheBackend(t *testing.T) {
	for status, want := range map[int]webhook.FailureClass{http.StatusProxyAuthRequired: webhook.Proxy, http.StatusBadGateway: 0, http.StatusForbidden: 0} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
			c := patient(&webhook.Client{Proxy: through(t, proxy.URL)})
			x := send(t, c, request(t, "http://one.test/im"))
			if class(x) != want || x.Status != status || x.Proxy != proxy.Listener.Addr().String() || !x.Forwarded() {
				t.Errorf("got class %v (%v), status %d, proxy %q; want class %v", class(x), x.Failure, x.Status,
					x.Proxy, want)
			}
			if want == webhook.Proxy && !strings.Contains(x.Failure.Error(), "proxy "+x.Proxy+": got status \"407 Proxy Authentication Required\"") {
				t.Errorf("got %v, want the proxy named", x.Failure)
			}
			x = send(t, c, request(t, proxy.URL+"/im"))
			if class(x) != 0 || x.Proxy != "" || x.Forwarded() {
				t.Errorf("without a proxy: got class %v and proxy %q, want an answer", class(x), x.Proxy)
			}
			c.Close()
			proxy.Close()
		})
	}
}

func TestSecureRequestsGoThroughATunnel(t *testing.T) {
	backend, config := tlsBackend(t, tls.NoClientCert)
	handler := &testProxy{addr: backend.Listener.Addr().String()}
	proxy := httptest.NewServer(handler)
	defer proxy.Close()
	c := &webhook.Client{Proxy: through(t, proxy.URL), TLS: config}
	defer patient(c).Close()
	for i := range 2 {
		x := send(t, c, request(t, "https://example.com/im"))
		if x.Failure != nil || !strings.HasPrefix(string(x.Sent), "POST /im?") || strings.Contains(string(x.Sent), "Proxy-") || x.Reused != (i > 0) {
			t.Errorf("sent %q, reused %v, failure %v", x.Sent, x.Reused, x.Failure)
		}
	}
	if got := handler.asked(); got != "CONNECT example.com:443 Basic bWU6cDp3" {
		t.Errorf("the proxy was asked %q", got)
	}
	x := send(t, c, request(t, "https://forbidden.test"))
	want := "proxy " + proxy.Listener.Addr().String() + `: CONNECT forbidden.test:443: got status "403 Forbidden", want 200`
	if class(x) != webhook.Proxy || x.Failure.Error() != want {
		t.Errorf("got class %v (%v), want %s", class(x), x.Failure, want)
	}
}

func TestProxiesThatCannotBeUsed(t *testing.T) {
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone.Close()
	over := make(chan struct{})
	defer close(over)
	garbage := listen(t, func(c net.Conn) { io.WriteString(c, "SSH-2.0\r\n"); <-over })
	chatty := listen(t, answers("HTTP/1.1 200 OK\r\n\r\nhello"))
	closing := listen(t, answers(""))
	secured, _ := tlsBackend(t, tls.NoClientCert)
	root := certify(t, "Root", nil, isAuthority)
	secured.TLS.Certificates = []tls.Certificate{chain(certify(t, "s", root, nil), root)}
	for _, tc := range []struct{ name, proxy, target, want string }{
		{
			"another scheme", "socks5://127.0.0.1:1080", "http://h.test",
			`proxy 127.0.0.1:1080: got scheme "socks5", want http or https`,
		},
		{"no host", "http://", "http://h.test", "proxy for h.test has no host"},
		{
			"refused", "http://" + gone.Addr().String(), "http://h.test",
			"proxy: connect to " + gone.Addr().String() + ": connection refused",
		},
		{"garbage", garbage, "https://h.test", `malformed HTTP response "SSH-2.0"`},
		{"chatty", chatty, "https://h.test", "the proxy sent more than its answer"},
		{
			"closing", closing, "https://h.test",
			"CONNECT h.test:443: connection closed; if the proxy speaks TLS, its URL is https" + strings.TrimPrefix(closing, "http"),
		},
		{
			"closing, for http", closing, "http://h.test",
			": connection closed: no answer; if the proxy speaks TLS, its URL is https" + strings.TrimPrefix(closing, "http"),
		},
		{
			"a certificate that is not trusted", secured.URL, "http://h.test",
			"which is not trusted here. --cacert FILE trusts it, -k accepts any",
		},
		{
			"no TLS", "https" + strings.TrimPrefix(garbage, "http"), "http://h.test",
			`the server speaks neither TLS nor HTTP, since its first bytes are "SSH-2": is it the right port?`,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			x := send(t, patient(&webhook.Client{Proxy: through(t, tc.proxy)}), request(t, tc.target))
			if class(x) != webhook.Proxy || !strings.HasSuffix(x.Failure.Error(), tc.want) || strings.Contains(x.Failure.Error(), "p:w") {
				t.Errorf("got class %v (%v), want %q", class(x), x.Failure, tc.want)
			}
		})
	}
	c := &webhook.Client{Proxy: through(t, closing)}
	r := request(t, "http://h.test")
	r.Wire = []webhook.Piece{{Bytes: []byte("x")}}
	if x := send(t, c, r); class(x) != webhook.Unsendable {
		t.Errorf("a request in pieces: got class %v (%v), want it refused", class(x), x.Failure)
	}
	c = &webhook.Client{Proxy: func(*url.URL) (*url.URL, error) { return nil, errors.New("no idea") }}
	if x := send(t, c, request(t, "http://h.test")); class(x) != webhook.Proxy || x.Failure.Error() != "proxy for h.test: no idea" {
		t.Errorf("got class %v (%v)", class(x), x.Failure)
	}
}

func TestAProxyThatDoesNotAnswer(t *testing.T) {
	for url, want := range map[string]string{
		"http://proxy.test:3128": "proxy proxy.test:3128: CONNECT h.test:443: not done within 1s",
		"https://proxy.test": "proxy: TLS handshake with proxy.test:443: not done within 1s" +
			": if the server does not speak TLS, use http://proxy.test:443 as the proxy",
	} {
		synctest.Test(t, func(t *testing.T) {
			dial, _ := scripted(func(c net.Conn) { io.Copy(io.Discard, c) })
			x := send(t, &webhook.Client{Dial: dial, Proxy: through(t, url)}, request(t, "https://h.test"))
			if class(x) != webhook.Proxy || x.Failure.Error() != want || x.Timing.Total != time.Second {
				t.Errorf("got class %v (%v) after %v, want %s", class(x), x.Failure, x.Timing.Total, want)
			}
		})
	}
}

func TestEachHostHasItsOwnProxyOrNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var addrs []string
		dial, _ := scripted(always(okAnswer))
		c := &webhook.Client{
			Dial: func(ctx context.Context, network, addr string) (net.Conn, error) {
				addrs = append(addrs, addr)
				return dial(ctx, network, addr)
			},
			Proxy: func(u *url.URL) (*url.URL, error) {
				if u.Host == "direct.test" {
					return nil, nil
				}
				return &url.URL{Scheme: "http", Host: "proxy-for-" + u.Host}, nil
			},
		}
		defer c.Close()
		direct, proxied := send(t, c, request(t, "http://direct.test")), send(t, c, request(t, "http://h.test"))
		send(t, c, request(t, "http://i.test"))
		if got := strings.Join(addrs, " "); got != "direct.test:80 proxy-for-h.test:80 proxy-for-i.test:80" {
			t.Errorf("connected to %s", got)
		}
		if !strings.HasPrefix(string(direct.Sent), "POST /?") || !strings.HasPrefix(string(proxied.Sent), "POST http://h.test/?") || strings.Contains(string(proxied.Sent), "Proxy-") {
			t.Errorf("sent %q and %q", direct.Sent, proxied.Sent)
		}
	})
}

func TestLoopbackIsNeverProxied(t *testing.T) {
	target := listen(t, always(okAnswer))
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(target, "http://"))
	for _, host := range []string{"127.0.0.1", "localhost", "LOCALHOST"} {
		t.Run(host, func(t *testing.T) {
			c := patient(&webhook.Client{Proxy: func(*url.URL) (*url.URL, error) { return nil, errors.New("asked for a proxy") }})
			if x := send(t, c, request(t, "http://"+host+":"+port)); x.Failure != nil {
				t.Error(x.Failure)
			}
			c.Close()
		})
	}
}

func TestTheProxyIsChosenWithoutTheQuery(t *testing.T) {
	var got string
	c := &webhook.Client{Proxy: func(u *url.URL) (*url.URL, error) { got = u.String(); return nil, errors.New("none") }}
	send(t, c, request(t, "https://h.test:8443/im?token=secret"))
	if got != "https://h.test:8443/" {
		t.Errorf("got %s", got)
	}
	t.Setenv("NO_PROXY", "*")
	if u, err := webhook.ProxyFromEnvironment(&url.URL{Scheme: "http", Host: "127.0.0.1:80"}); u != nil || err != nil {
		t.Errorf("got %v, %v, want no proxy for loopback", u, err)
	}
}
