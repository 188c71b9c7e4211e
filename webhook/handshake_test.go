package webhook_test

import (
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
	"time"

	"github.com/timhook/timhook/webhook"
)

// authority signs certificates.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// certify makes a certificate for 127.0.0.1 that is valid for a day around now. With by nil it signs itself.
func certify(t *testing.T, name string, by *authority, change func(*x509.Certificate)) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-12 * time.Hour), NotAfter: time.Now().Add(12 * time.Hour),
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true,
	}
	if change != nil {
		change(c)
	}
	parent, signer := c, key
	if by != nil {
		parent, signer = by.certificate, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &authority{signed, key}
}

// chain is what a server shows: its own certificate first.
func chain(list ...*authority) tls.Certificate {
	c := tls.Certificate{PrivateKey: list[0].key}
	for _, a := range list {
		c.Certificate = append(c.Certificate, a.certificate.Raw)
	}
	return c
}

const wantsOne = "the server wants a client certificate, and Chat sends none: let it ask for none. To test it as it is: " +
	"--cert FILE --key FILE"

func isAuthority(c *x509.Certificate) { c.IsCA = true }

// Each reason has a sentence and a cure of its own, and with -k alone each is trusted but for the version.
func TestWhyTLSCouldNotBeStarted(t *testing.T) {
	root := certify(t, "Root", nil, isAuthority)
	between := certify(t, "Between", root, isAuthority)
	other := certify(t, "Other", nil, isAuthority)
	trusted := x509.NewCertPool()
	trusted.AddCert(root.certificate)
	at := func(from, to time.Duration) func(*x509.Certificate) {
		return func(c *x509.Certificate) { c.NotBefore, c.NotAfter = time.Now().Add(from), time.Now().Add(to) }
	}
	elsewhere := func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"im.example.com"} }
	old := func(c *x509.Certificate) { c.IsCA = true; at(-48*time.Hour, -24*time.Hour)(c) }
	expired := certify(t, "Expired", root, old)
	hidden := certify(t, "Hidden", other, isAuthority)
	right := certify(t, "server", between, nil)
	shows := func(list ...*authority) *tls.Config {
		return &tls.Config{Certificates: []tls.Certificate{chain(list...)}}
	}
	for _, tt := range []struct {
		name, want string
		config     *tls.Config
		isRefused  bool // with -k as well
	}{
		{"right", "", &tls.Config{Certificates: []tls.Certificate{chain(right, between)}}, false},
		{
			"self-signed", "the certificate is self-signed. --cacert FILE trusts it",
			&tls.Config{Certificates: []tls.Certificate{chain(certify(t, "server", nil, nil))}},
			false,
		},
		{
			"unknown authority", `signed by "Other", which --cacert does not hold. --cacert FILE`,
			&tls.Config{Certificates: []tls.Certificate{chain(certify(t, "server", other, nil), other)}},
			false,
		},
		{
			"missing intermediate", `signed by "Between", which --cacert does not hold; if that is a public authority, the ` +
				"server lacks the intermediate certificate (send the full chain)",
			&tls.Config{Certificates: []tls.Certificate{chain(right)}},
			false,
		},
		{
			"expired", ": renew it; -k accepts it as it is",
			&tls.Config{Certificates: []tls.Certificate{chain(certify(t, "s", root, at(-48*time.Hour, -24*time.Hour)))}},
			false,
		},
		{
			"not yet valid", ": set the clock, or take another one",
			&tls.Config{Certificates: []tls.Certificate{chain(certify(t, "s", root, at(24*time.Hour, 48*time.Hour)))}},
			false,
		},
		{"self-signed, with the authority's name", "is self-signed", shows(certify(t, "Root", nil, nil)), false},
		{"an authority that is not shown", `signed by "Other", which --cacert does not`, shows(certify(t, "s", hidden, nil), hidden), false},
		{
			"another intermediate", `signed by "Between", which --cacert does not hold; if that is a public`,
			shows(right, hidden), false,
		},
		{
			"an authority of the same name", `signed by "Root", whose certificate does not fit: `,
			shows(certify(t, "s", certify(t, "Root", nil, isAuthority), nil)), false,
		},
		{
			"signed by no authority", `signed by "leaf", whose certificate does not fit: `,
			shows(func() (list []*authority) {
				leaf := certify(t, "leaf", root, nil)
				return []*authority{certify(t, "s", leaf, nil), leaf}
			}()...), false,
		},
		{
			"an expired authority", `the certificate of its authority "Expired" expired on ` +
				expired.certificate.NotAfter.UTC().Format(time.DateOnly) + ": renew it", shows(certify(t, "s", expired, nil), expired), false,
		},
		{
			"an old signature", "is ECDSA-SHA1, which clients refuse today: have it signed with SHA-256",
			shows(certify(t, "s", root, func(c *x509.Certificate) { c.SignatureAlgorithm = x509.ECDSAWithSHA1 })), false,
		},
		{
			"the common name alone", `names "127.0.0.1" as its Common Name alone`,
			shows(certify(t, "127.0.0.1", root, func(c *x509.Certificate) { c.IPAddresses = nil })), false,
		},
		{
			"for clients", "is not for servers: make one whose extended key usage has serverAuth",
			shows(certify(t, "s", root, func(c *x509.Certificate) { c.ExtKeyUsage[0] = x509.ExtKeyUsageClientAuth })), false,
		},
		{
			"wrong host", "the certificate is for im.example.com and not for 127.0.0.1",
			&tls.Config{Certificates: []tls.Certificate{chain(certify(t, "server", root, elsewhere))}},
			false,
		},
		{
			"an old version", "speaks only versions of TLS before 1.2",
			&tls.Config{
				Certificates: []tls.Certificate{chain(right, between)}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS10,
			},
			true,
		},
		{
			"a client certificate", wantsOne,
			&tls.Config{Certificates: []tls.Certificate{chain(right, between)}, ClientAuth: tls.RequireAnyClientCert},
			true,
		},
		{
			"a client certificate, with TLS 1.2", wantsOne,
			&tls.Config{
				Certificates: []tls.Certificate{chain(right, between)}, ClientAuth: tls.RequireAnyClientCert, MaxVersion: tls.VersionTLS12,
			},
			true,
		},
		{
			"no cipher in common", "found no cipher, curve or signature in common",
			&tls.Config{
				Certificates: []tls.Certificate{chain(right, between)}, MaxVersion: tls.VersionTLS12,
				CipherSuites: []uint16{tls.TLS_RSA_WITH_RC4_128_SHA},
			},
			true,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
			s.TLS, s.Config.ErrorLog = tt.config, discardLog()
			s.StartTLS()
			defer s.Close()
			client := patient(&webhook.Client{TLS: &tls.Config{RootCAs: trusted}})
			defer client.Close()
			failure := send(t, client, request(t, s.URL)).Failure
			if (failure == nil) != (tt.want == "") {
				t.Fatalf("got failure %v, want %q", failure, tt.want)
			}
			if failure != nil && (failure.Class != webhook.TLS || !strings.Contains(failure.Error(), tt.want)) {
				t.Errorf("got %v, want a failure of TLS that says %q", failure, tt.want)
			}
			trusting := patient(&webhook.Client{TLS: &tls.Config{InsecureSkipVerify: true}})
			defer trusting.Close()
			if x := send(t, trusting, request(t, s.URL)); (x.Failure != nil) != tt.isRefused {
				t.Errorf("with -k: got failure %v, want one: %v", x.Failure, tt.isRefused)
			}
		})
	}
}

// Without a --cacert, the system's authorities are what the certificate is held against.
func TestAnAuthorityThatTheSystemDoesNotKnow(t *testing.T) {
	backend, _ := tlsBackend(t, tls.NoClientCert)
	client := patient(new(webhook.Client))
	defer client.Close()
	root := certify(t, "Root", nil, isAuthority)
	backend.TLS.Certificates = []tls.Certificate{chain(certify(t, "s", root, nil), root)}
	const want = `the certificate is signed by "Root", which is not trusted here. --cacert FILE trusts it`
	if x := send(t, client, request(t, backend.URL)); class(x) != webhook.TLS || !strings.Contains(x.Failure.Error(), want) {
		t.Errorf("got %v, want %s", x.Failure, want)
	}
}

// A certificate of the client that the server refuses is told from one that is missing, in every version.
func TestAClientCertificateThatIsRefused(t *testing.T) {
	root := certify(t, "Root", nil, func(c *x509.Certificate) { c.IsCA, c.ExtKeyUsage = true, nil })
	wanted := x509.NewCertPool()
	wanted.AddCert(root.certificate)
	forClients := func(c *x509.Certificate) { c.ExtKeyUsage[0] = x509.ExtKeyUsageClientAuth }
	for _, tt := range []struct {
		name    string
		by      *authority
		version uint16
		want    string
	}{
		{"right", root, tls.VersionTLS13, ""},
		{"right, TLS 1.2", root, tls.VersionTLS12, ""},
		{"of another authority", nil, tls.VersionTLS13, "does not accept the client certificate of --cert ("},
		{"of another authority, TLS 1.2", nil, tls.VersionTLS12, "does not accept the client certificate of --cert ("},
	} {
		t.Run(tt.name, func(t *testing.T) {
			backend, config := tlsBackend(t, tls.RequireAndVerifyClientCert)
			backend.TLS.ClientCAs, backend.TLS.MaxVersion = wanted, tt.version
			config.Certificates = []tls.Certificate{chain(certify(t, "client", tt.by, forClients))}
			client := patient(&webhook.Client{TLS: config})
			defer client.Close()
			switch x := send(t, client, request(t, backend.URL)); {
			case tt.want == "" && x.Failure != nil:
				t.Errorf("got %v, want an answer", x.Failure)
			case tt.want != "" && (class(x) != webhook.TLS || !strings.Contains(x.Failure.Error(), tt.want)):
				t.Errorf("got %v, want a failure of TLS that says %q", x.Failure, tt.want)
			}
		})
	}
}

// Where the protocol is another one, the first bytes say which, or their absence that it may be.
func TestHTTPSToAServerWithoutTLS(t *testing.T) {
	for name, tt := range map[string]struct {
		says, want string
	}{
		"HTTP":   {"HTTP/1.1 400 Bad Request\r\n\r\n", "the server does not speak TLS: use http://127.0.0.1:"},
		"a page": {"<!DOCTYPE HTML>\n", "the server does not speak TLS: use http://127.0.0.1:"},
		"SSH":    {"SSH-2.0-x\r\n", `neither TLS nor HTTP, since its first bytes are "SSH-2": is it the right port?`},
		"closes": {"", "closed the connection: if it does not speak TLS, use http://"},
		"waits":  {"", "not done within 100ms: if the server does not speak TLS, use http://127.0.0.1:"},
	} {
		t.Run(name, func(t *testing.T) {
			url := listen(t, func(c net.Conn) {
				c.Read(make([]byte, 4096))
				if io.WriteString(c, tt.says); name == "waits" {
					io.Copy(io.Discard, c)
				}
			})
			client := &webhook.Client{ConnectTimeout: 100 * time.Millisecond}
			if name != "waits" {
				client = patient(client)
			}
			x := send(t, client, request(t, "https"+strings.TrimPrefix(url, "http")))
			if class(x) != webhook.TLS || !strings.Contains(x.Failure.Error(), tt.want) {
				t.Errorf("got %v, want %s", x.Failure, tt.want)
			}
		})
	}
}

// nginx tells in an answer what is wrong with the certificate of the client.
func TestAClientCertificateThatAnAnswerAsksFor(t *testing.T) {
	backend, config := tlsBackend(t, tls.NoClientCert)
	backend.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		io.WriteString(w, "<center>No required SSL certificate was sent</center>")
	})
	client := patient(&webhook.Client{TLS: config})
	defer client.Close()
	if x := send(t, client, request(t, backend.URL)); class(x) != webhook.TLS || x.Failure.Error() != wantsOne {
		t.Errorf("got %v, want %s", x.Failure, wantsOne)
	}
}
