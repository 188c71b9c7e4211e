package webhook_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/webhook"
)

// tlsBackend is a backend whose certificate is good for example.com and 127.0.0.1. It answers with
// the protocol, the server name and the number of client certificates that it saw.
func tlsBackend(t *testing.T, auth tls.ClientAuthType) (*httptest.Server, *tls.Config) {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		io.WriteString(w,
			r.Proto+" "+r.TLS.NegotiatedProtocol+" "+r.TLS.ServerName+" "+strings.Repeat("cert", len(r.TLS.PeerCertificates)))
	}))
	s.EnableHTTP2 = true
	s.TLS = &tls.Config{ClientAuth: auth, NextProtos: []string{"h2", "http/1.1"}}
	s.Config.ErrorLog = discardLog()
	s.StartTLS()
	t.Cleanup(s.Close)
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return s, &tls.Config{RootCAs: roots}
}

func TestOverTLS(t *testing.T) {
	backend, config := tlsBackend(t, tls.RequestClientCert)
	addr := backend.Listener.Addr().String()
	for _, tc := range []struct {
		name, url, want string
		client          *webhook.Client
	}{
		{"by address", backend.URL, "HTTP/1.1 http/1.1  ", &webhook.Client{TLS: config}},
		{
			"by name", "https://example.com/im", "HTTP/1.1 http/1.1 example.com ",
			&webhook.Client{TLS: config, Resolve: map[string]string{"example.com:443": addr}},
		},
		{
			"with a server name of its own", backend.URL, "HTTP/1.1 http/1.1 example.com ",
			&webhook.Client{TLS: &tls.Config{RootCAs: config.RootCAs, ServerName: "example.com"}},
		},
		{
			"unverified", "https://other.example/", "HTTP/1.1 http/1.1 other.example ",
			&webhook.Client{TLS: &tls.Config{InsecureSkipVerify: true}, Resolve: map[string]string{"other.example:443": addr}},
		},
		{
			"with a client certificate", backend.URL, "HTTP/1.1 http/1.1  cert",
			&webhook.Client{TLS: &tls.Config{RootCAs: config.RootCAs, Certificates: []tls.Certificate{clientCertificate(t)}}},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			defer patient(tc.client).Close()
			for i := range 3 {
				r := request(t, tc.url)
				r.SetBody(bytes.Repeat([]byte("x"), 30_000*i))
				x := send(t, tc.client, r)
				if x.Failure != nil || string(x.Body) != tc.want || x.Reused != (i > 0) {
					t.Errorf("got %q, reused %v, failure %v, want %q", x.Body, x.Reused, x.Failure, tc.want)
				}
			}
		})
	}
	if config.ServerName != "" || config.NextProtos != nil {
		t.Error("the caller's configuration was changed")
	}
}

func TestAHandshakeThatIsNotAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial, _ := scripted(func(c net.Conn) { io.Copy(io.Discard, c) })
		x := send(t, &webhook.Client{Dial: dial}, request(t, "https://h.test"))
		const want = "TLS handshake with h.test:443: not done within 1s: if the server does not speak TLS, use http://h.test:443/"
		if class(x) != webhook.TLS || x.Failure.Error() != want || x.Timing.Total != time.Second {
			t.Errorf("got class %v (%v) after %v, want a TLS failure after 1s", class(x), x.Failure, x.Timing.Total)
		}
	})
}

// With TLS 1.3 the client learns only while reading that its certificate was wanted.
func TestAClientCertificateThatIsWantedAndMissing(t *testing.T) {
	backend, config := tlsBackend(t, tls.RequireAnyClientCert)
	url := listen(t, func(c net.Conn) {
		if tls.Server(c, backend.TLS).Handshake() != nil {
			io.Copy(io.Discard, c) // to close with bytes unread would reset the connection
		}
	})
	x := send(t, patient(&webhook.Client{TLS: config}), request(t, "https"+strings.TrimPrefix(url, "http")))
	if want := "TLS handshake with " + strings.TrimPrefix(url, "http://") + ": " + wantsOne; class(x) != webhook.TLS || x.Failure.Error() != want {
		t.Errorf("got class %v (%v), want %s", class(x), x.Failure, want)
	}
}

// corked holds writes back until it is opened, so that they arrive together.
type corked struct {
	*net.TCPConn
	closed bool
	held   []byte
}

func (c *corked) Write(b []byte) (int, error) {
	if !c.closed {
		return c.TCPConn.Write(b)
	}
	c.held = append(c.held, b...)
	return len(b), nil
}

func (c *corked) open() {
	c.closed = false
	c.SetWriteDeadline(time.Time{}) // which CloseWrite leaves in the past
	c.TCPConn.Write(c.held)
}

// What came together with the answer waits within the TLS connection and does not show on the
// socket.
func TestOverTLSAConnectionIsCheckedBeforeItIsUsedAgain(t *testing.T) {
	backend, config := tlsBackend(t, tls.NoClientCert)
	server := &tls.Config{Certificates: backend.TLS.Certificates}
	for name, more := range map[string]func(*tls.Conn){
		"end":           func(c *tls.Conn) { c.CloseWrite() },
		"unasked bytes": func(c *tls.Conn) { io.WriteString(c, "HTTP/1.1 408 Request Timeout\r\n\r\n") },
	} {
		t.Run(name, func(t *testing.T) {
			url := listen(t, func(c net.Conn) {
				cork := &corked{TCPConn: c.(*net.TCPConn)}
				s := tls.Server(cork, server)
				if !readRequest(s) {
					return
				}
				cork.closed = true
				io.WriteString(s, okAnswer)
				more(s)
				cork.open()
				io.Copy(io.Discard, c)
			}, func(c net.Conn) { always(okAnswer)(tls.Server(c, server)) })
			c := patient(&webhook.Client{TLS: config})
			defer c.Close()
			for i, reused := range []bool{false, false, true} {
				x := send(t, c, request(t, "https"+strings.TrimPrefix(url, "http")))
				if x.Failure != nil || string(x.Raw) != okAnswer || x.Reused != reused || x.Redialed {
					t.Errorf("exchange %d: got %q, reused %v, redialed %v, failure %v; want an answer, reused %v", i,
						x.Raw, x.Reused, x.Redialed, x.Failure, reused)
				}
			}
		})
	}
}

// The end may come together with the last bytes.
func TestOverTLSAnAnswerEndsWithTheConnection(t *testing.T) {
	backend, config := tlsBackend(t, tls.NoClientCert)
	for _, tc := range []struct {
		name, answer string
		class        webhook.FailureClass
		body         string
	}{
		{"whole", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok", 0, "ok"},
		{"cut", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok", webhook.Closed, "ok"},
		{"broken", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokok", webhook.Malformed, "ok"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			url := listen(t, func(c net.Conn) {
				cork := &corked{TCPConn: c.(*net.TCPConn)}
				// Only up to TLS 1.2 does Read return bytes and end at once.
				s := tls.Server(cork, &tls.Config{Certificates: backend.TLS.Certificates, MaxVersion: tls.VersionTLS12})
				if readRequest(s) {
					cork.closed = true
					io.WriteString(s, tc.answer)
					s.CloseWrite()
					cork.open()
					io.Copy(io.Discard, c)
				}
			})
			x := send(t, patient(&webhook.Client{TLS: config}), request(t, "https"+strings.TrimPrefix(url, "http")))
			if class(x) != tc.class || string(x.Body) != tc.body || string(x.Raw) != tc.answer {
				t.Errorf("got class %v (%v), %q; want class %v", class(x), x.Failure, x.Raw, tc.class)
			}
		})
	}
}

// What came is told in clear, and a TLS connection that closes says nothing that could be taken for bytes.
func TestOverTLSUnaskedBytesAreDecrypted(t *testing.T) {
	for _, extra := range []string{"", "late"} {
		backend, config := tlsBackend(t, tls.NoClientCert)
		spoil, spoilt := make(chan bool), make(chan bool)
		answered := func(c net.Conn) *tls.Conn {
			s := tls.Server(c, &tls.Config{Certificates: backend.TLS.Certificates})
			always1(s, okAnswer)
			return s
		}
		path := strings.TrimPrefix(listenUnix(t, func(c net.Conn) {
			s := answered(c)
			<-spoil
			io.WriteString(s, extra)
			if extra == "" {
				s.Close()
			}
			close(spoilt)
			io.Copy(io.Discard, c)
		}, func(c net.Conn) { answered(c) }), "unix:")
		c := patient(&webhook.Client{TLS: config, Dial: func(context.Context, string, string) (net.Conn, error) { return net.Dial("unix", path) }})
		r := request(t, "https://example.com/im")
		send(t, c, r)
		close(spoil)
		<-spoilt
		if x := send(t, c, r); x.Failure != nil || x.Reused || string(x.Unasked) != extra {
			t.Errorf("got %q unasked, reused %v, failure %v; want %q", x.Unasked, x.Reused, x.Failure, extra)
		}
		c.Close()
	}
}

func clientCertificate(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "timhook"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}
