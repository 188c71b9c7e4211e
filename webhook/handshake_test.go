package webhook_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
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
	right := certify(t, "server", between, nil)
	for _, tt := range []struct {
		name, want string
		config     *tls.Config
		isRefused  bool // with -k as well
	}{
		{"right", "", &tls.Config{Certificates: []tls.Certificate{chain(right, between)}}, false},
		{
			"self-signed", "the certificate is self-signed. --cacert FILE",
			&tls.Config{Certificates: []tls.Certificate{chain(certify(t, "server", nil, nil))}},
			false,
		},
		{
			"unknown authority", `signed by "Other", which is not trusted here. --cacert FILE`,
			&tls.Config{Certificates: []tls.Certificate{chain(certify(t, "server", other, nil), other)}},
			false,
		},
		{
			"missing intermediate", `signed by "Between", which is not trusted here; if that is a public authority, the ` +
				"server lacks the intermediate certificate (send the full chain)",
			&tls.Config{Certificates: []tls.Certificate{chain(right)}},
			false,
		},
		{
			"expired", "the certificate expired on ",
			&tls.Config{Certificates: []tls.Certificate{chain(certify(t, "s", root, at(-48*time.Hour, -24*time.Hour)))}},
			false,
		},
		{
			"not yet valid", "the certificate is not valid before ",
			&tls.Config{Certificates: []tls.Certificate{chain(certify(t, "s", root, at(24*time.Hour, 48*time.Hour)))}},
			false,
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
			"a client certificate", "the server wants a client certificate: --cert FILE --key FILE; Chat sends none",
			&tls.Config{Certificates: []tls.Certificate{chain(right, between)}, ClientAuth: tls.RequireAnyClientCert},
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
