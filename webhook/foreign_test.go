package webhook_test

import (
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
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/timhook/timhook/webhook"
)

// serveOn serves 200 in the protocols that are given, over TLS where there is a certificate.
func serveOn(t *testing.T, certificate *tls.Certificate, allow func(*http.Protocols)) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.NotFoundHandler(), ErrorLog: discardLog(), Protocols: new(http.Protocols)}
	allow(server.Protocols)
	t.Cleanup(func() { server.Close() })
	if certificate == nil {
		go server.Serve(l)
		return l.Addr().String()
	}
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{*certificate}}
	go server.ServeTLS(l, "", "")
	return l.Addr().String()
}

func http1(p *http.Protocols)    { p.SetHTTP1(true) }
func http2(p *http.Protocols)    { p.SetHTTP2(true) }
func plainTwo(p *http.Protocols) { p.SetUnencryptedHTTP2(true) }

// issue makes a certificate; without an issuer it signs itself.
func issue(t *testing.T, edit func(*x509.Certificate), issuer *tls.Certificate) *tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "ours"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		BasicConstraintsValid: true, IsCA: true,
	}
	if edit != nil {
		edit(template)
	}
	parent, signer := template, any(key)
	if issuer != nil {
		parent, signer = issuer.Leaf, issuer.PrivateKey
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}

// closesUnlessTLS is what Node's https does to a request without TLS: it closes the connection without a word.
func closesUnlessTLS(certificate *tls.Certificate) script {
	return func(c net.Conn) {
		tls.Server(c, &tls.Config{Certificates: []tls.Certificate{*certificate}}).Handshake()
	}
}

func says(text string) script {
	return func(c net.Conn) {
		readRequest(c)
		io.WriteString(c, text)
	}
}

func TestAServerOfAnotherProtocolIsNamedWithTheCure(t *testing.T) {
	own := issue(t, nil, nil)
	const settings = "\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64"
	const toTLS, toHTTP, twoOnly = " speaks TLS, and the URL is http: use https://ADDR/im",
		"TLS handshake with ADDR: the server does not speak TLS: use http://ADDR/im", " speaks HTTP/2 only, and Chat sends HTTP/1.1: "
	for _, tt := range []struct {
		name, scheme, address, want string
		class                       webhook.FailureClass
	}{
		{"http, a server of Go over TLS", "http", serveOn(t, own, http1), "ADDR" + toTLS, webhook.Protocol},
		{"http, a server that closes unless it is TLS", "http", host(listen(t, closesUnlessTLS(own))), "ADDR" + toTLS, webhook.Protocol},
		{"http, an alert of TLS", "http", host(listen(t, says("\x15\x03\x01\x00\x02\x02\x46"))), "ADDR" + toTLS, webhook.Protocol},
		{
			"http, nginx over TLS", "http", host(listen(t, says("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"+
				"<center>The plain HTTP request was sent to HTTPS port</center>"))), "ADDR" + toTLS, webhook.Protocol,
		},
		{"https, a server of Go without TLS", "https", serveOn(t, nil, http1), toHTTP, webhook.TLS},
		{
			"https, a server that closes", "https", host(listen(t, func(c net.Conn) { c.Read(make([]byte, 2000)) })),
			"TLS handshake with ADDR: the server closed the connection: if it does not speak TLS, use http://ADDR/im", webhook.TLS,
		},
		{"http, a server of Go for HTTP/2 alone", "http", serveOn(t, nil, plainTwo), "ADDR" + twoOnly, webhook.Protocol},
		{"http, frames of HTTP/2", "http", host(listen(t, says(settings))), "ADDR" + twoOnly, webhook.Protocol},
		{"https, a server of Go for HTTP/2 alone", "https", serveOn(t, own, http2), "ADDR" + twoOnly, webhook.Protocol},
		{
			"https, no protocol in common", "https", host(listen(t, func(c net.Conn) {
				tls.Server(c, &tls.Config{Certificates: []tls.Certificate{*own}, NextProtos: []string{"h3"}}).Handshake()
			})), "TLS handshake with ADDR: the server" + twoOnly, webhook.Protocol,
		},
		{"http, a server that only closes", "http", host(listen(t, says(""))), "connection closed: no answer", webhook.Closed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			client := patient(&webhook.Client{TLS: &tls.Config{InsecureSkipVerify: true}, Diagnose: true})
			defer client.Close()
			want := strings.ReplaceAll(tt.want, "ADDR", tt.address)
			for range 2 {
				x := send(t, client, request(t, tt.scheme+"://"+tt.address+"/im"))
				if class(x) != tt.class || !strings.HasPrefix(x.Failure.Error(), want) {
					t.Errorf("got class %v (%v), want class %v (%s)", class(x), x.Failure, tt.class, want)
				}
			}
		})
	}
}

func host(url string) string { return strings.TrimPrefix(url, "http://") }

// A server that has answered once and closes later is not asked: it may die of what it is sent.
func TestAServerThatAnsweredIsNotAsked(t *testing.T) {
	extra := make(chan []byte, 8)
	url := listen(t, answers(okAnswer), says(""), func(c net.Conn) {
		b := make([]byte, 100)
		n, _ := c.Read(b)
		extra <- b[:n]
	})
	client := patient(&webhook.Client{Diagnose: true, NoKeepAlive: true})
	for i, want := range []webhook.FailureClass{0, webhook.Closed} {
		if x := send(t, client, request(t, url)); class(x) != want {
			t.Errorf("exchange %d: got class %v (%v), want %v", i, class(x), x.Failure, want)
		}
	}
	select {
	case got := <-extra:
		t.Errorf("the server was sent %q as well", got)
	case <-time.After(50 * time.Millisecond):
	}
}

func TestACertificateThatFailsIsNamedWithTheCure(t *testing.T) {
	authority := issue(t, func(c *x509.Certificate) { c.Subject.CommonName = "Our Authority" }, nil)
	trusting := x509.NewCertPool()
	trusting.AddCert(authority.Leaf)
	const cure = ". --cacert FILE trusts it, -k accepts any; Chat wants one of a public authority"
	const accept = "; -k accepts it as it is, and Chat may not"
	date := time.Now().UTC().Add(-time.Minute).Format(time.DateOnly)
	for _, tt := range []struct {
		name        string
		certificate *tls.Certificate
		roots       *x509.CertPool
		want        string
	}{
		{"signs itself", issue(t, nil, nil), x509.NewCertPool(), "the certificate is self-signed" + cure},
		{
			"of an authority that is unknown", issue(t, nil, authority), x509.NewCertPool(),
			`the certificate is signed by "Our Authority", which --cacert does not hold; if that is a public authority, ` +
				"the server lacks the intermediate certificate (send the full chain)" + cure,
		},
		{
			"for another host", issue(t, func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"a.test", "b.test"} }, authority),
			trusting, "the certificate is for a.test, b.test and not for 127.0.0.1: use a name of the certificate in the URL, " +
				"or make one for 127.0.0.1" + accept,
		},
		{
			"expired", issue(t, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) }, authority), trusting,
			"the certificate expired on " + date + ": renew it" + accept,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			address := serveOn(t, tt.certificate, http1)
			x := send(t, patient(&webhook.Client{TLS: &tls.Config{RootCAs: tt.roots}}), request(t, "https://"+address))
			want := "TLS handshake with " + address + ": " + tt.want
			if class(x) != webhook.TLS || x.Failure.Error() != want {
				t.Errorf("got class %v\n%v\nwant\n%s", class(x), x.Failure, want)
			}
			if x.Sent != nil {
				t.Errorf("sent %q", x.Sent)
			}
		})
	}
}

// Several exchanges may be under way when the first of them fails; the server is greeted for one of them.
func TestOneGreetingForManyExchanges(t *testing.T) {
	var greetings atomic.Int64
	url := listen(t, func(c net.Conn) {
		b := make([]byte, 4)
		if io.ReadFull(c, b); string(b) != "POST" {
			greetings.Add(1)
		}
	})
	client := patient(&webhook.Client{Diagnose: true})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { client.Send(context.Background(), request(t, url)) })
	}
	all.Wait()
	if n := greetings.Load(); n != 2 {
		t.Errorf("got %d greetings, want one in TLS and one in HTTP/2", n)
	}
}
