package webhook_test

import (
	"net"
	"net/url"
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook"
)

// listenOn runs a script on each connection to a loopback address and returns the port.
func listenOn(t *testing.T, address string, each script) (port string) {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Skipf("this system does not listen on %s: %v", address, err)
	}
	serve(t, l, each)
	_, port, _ = net.SplitHostPort(l.Addr().String())
	return port
}

func TestAServerOnOneLoopbackAddressAlone(t *testing.T) {
	six := listenOn(t, "[::1]:0", answers(okAnswer))
	four := listenOn(t, "127.0.0.1:0", answers(okAnswer))
	for _, tt := range []struct{ name, url, reached, failure string }{
		{"both are open to :PORT", ":" + six + "/im", "[::1]:" + six, ""},
		{"localhost has both", "localhost:" + six + "/im", "[::1]:" + six, ""},
		{"127.0.0.1 comes first", ":" + four + "/im", "127.0.0.1:" + four, ""},
		{
			"127.0.0.1, and it is on ::1", "http://127.0.0.1:" + six + "/im", "",
			"connect to 127.0.0.1:" + six + ": connection refused; a server listens on [::1]:" + six +
				" only: use http://[::1]:" + six + "/im, or let it listen on 127.0.0.1 as well",
		},
		{
			"::1, and it is on 127.0.0.1", "[::1]:" + four + "/im", "",
			"connect to [::1]:" + four + ": connection refused; a server listens on 127.0.0.1:" + four +
				" only: use http://127.0.0.1:" + four + "/im, or let it listen on ::1 as well",
		},
		{"nowhere", ":1/im", "", "connect to 127.0.0.1:1 and [::1]:1: connection refused"},
		{"an address that is none of the two", "http://127.0.0.2:" + six, "", "connect to 127.0.0.2:" + six + ": connection refused"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			client := patient(new(webhook.Client))
			x := send(t, client, request(t, tt.url))
			got := ""
			if x.Failure != nil {
				got = x.Failure.Error()
			}
			if got != tt.failure || x.RemoteAddr != tt.reached {
				t.Errorf("got %q at %s, want %q at %s", got, x.RemoteAddr, tt.failure, tt.reached)
			}
			e, failure := client.Probe(t.Context(), endpoint(t, tt.url))
			if (failure == nil) != (tt.failure == "") || failure == nil && (e.Addr != tt.reached || e.Loopback || !strings.Contains(e.String(), tt.reached+"/im")) {
				t.Errorf("Probe: got %v (%v), want %s", e, failure, tt.reached)
			}
		})
	}
}

// A probe is a connection and nothing else, over TLS too.
func TestAProbeSendsNothing(t *testing.T) {
	got := make(chan int, 2)
	port := listenOn(t, "127.0.0.1:0", func(c net.Conn) {
		n, _ := c.Read(make([]byte, 10))
		got <- n
	})
	for _, scheme := range []string{"http", "https"} {
		if _, failure := new(webhook.Client).Probe(t.Context(), endpoint(t, scheme+"://127.0.0.1:"+port)); failure != nil {
			t.Error(failure)
		}
		if n := <-got; n != 0 {
			t.Errorf("%s: got %d bytes, want none", scheme, n)
		}
	}
}

func TestTheProxyOfAnEndpointIsNamedWithoutItsPassword(t *testing.T) {
	via := func(*url.URL) (*url.URL, error) { return url.Parse("http://me:word@proxy.example") }
	for _, tt := range []struct {
		name, endpoint string
		proxy          func(*url.URL) (*url.URL, error)
		want           string
		class          webhook.FailureClass // 0: none
	}{
		{"a host elsewhere", "http://im.example.com/im", via, "proxy.example:80", 0},
		{"over TLS", "https://im.example.com/im", via, "proxy.example:80", 0},
		{"this machine", "http://localhost:8080/im", via, "", 0},
		{"a name below localhost", "http://im.localhost/im", via, "", 0},
		{"without a proxy", "http://im.example.com/im", nil, "", 0},
		{
			"a proxy of another kind", "http://im.example.com/im",
			func(*url.URL) (*url.URL, error) { return url.Parse("socks5://proxy.example") }, "", webhook.Proxy,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e, err := webhook.ParseEndpoint(tt.endpoint)
			if err != nil {
				t.Fatal(err)
			}
			client := &webhook.Client{Proxy: tt.proxy}
			got, failure := client.ProxyOf(e)
			if got != tt.want || (failure != nil) != (tt.class != 0) || failure != nil && failure.Class != tt.class {
				t.Errorf("got %q, %v, want %q and a failure of class %v", got, failure, tt.want, tt.class)
			}
		})
	}
}
