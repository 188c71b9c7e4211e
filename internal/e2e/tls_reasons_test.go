package e2e_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// identity is a certificate with its key.
type identity struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// issue makes an identity for 127.0.0.1, signed by another one; with by nil it signs itself.
func issue(t *testing.T, name string, by *identity, change func(*x509.Certificate)) *identity {
	t.Helper()
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), BasicConstraintsValid: true,
		IsCA: strings.HasPrefix(name, "CA"),
	}
	if change != nil {
		change(c)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
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
	return &identity{signed, key}
}

// TestEachReasonOfTLSIsToldOnTheScreen runs send against servers of which each has one thing wrong with its TLS. The
// sentences themselves, and many more reasons, are in webhook.
func TestEachReasonOfTLSIsToldOnTheScreen(t *testing.T) {
	root := issue(t, "CA root", nil, nil)
	between := issue(t, "CA between", root, nil)
	file := filepath.Join(t.TempDir(), "root.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.certificate.Raw})
	if err := os.WriteFile(file, block, 0o600); err != nil {
		t.Fatal(err)
	}
	valid := func(from, to time.Duration) func(*x509.Certificate) {
		return func(c *x509.Certificate) { c.NotBefore, c.NotAfter = time.Now().Add(from), time.Now().Add(to) }
	}
	elsewhere := func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"im.example.com"} }
	right := issue(t, "server", root, nil)
	const day = 24 * time.Hour
	for _, tt := range []struct {
		name, want string // empty: it passes
		shows      *identity
		change     func(*tls.Config)
		scheme     string // of the URL; empty: that of the server
		args       []string
	}{
		{name: "right", shows: right, args: []string{"--cacert", file}},
		{name: "http to a TLS port", want: "speaks TLS, and the URL is http: use https://", shows: right, scheme: "http"},
		{name: "TLS to an http port", want: "the server does not speak TLS: use http://", scheme: "https"},
		{name: "self-signed", want: "is self-signed", shows: issue(t, "server", nil, nil)},
		{name: "unknown authority", want: `signed by "CA root", which is not trusted here`, shows: right},
		{
			name: "missing intermediate", want: "lacks the intermediate certificate",
			shows: issue(t, "server", between, nil), args: []string{"--cacert", file},
		},
		{
			name: "expired", want: "renew it", shows: issue(t, "server", root, valid(-2*day, -day)),
			args: []string{"--cacert", file},
		},
		{
			name: "not yet valid", want: "set the clock", shows: issue(t, "server", root, valid(day, 2*day)),
			args: []string{"--cacert", file},
		},
		{
			name: "wrong host", want: "is for im.example.com and not for 127.0.0.1",
			shows: issue(t, "server", root, elsewhere), args: []string{"--cacert", file},
		},
		{
			name: "TLS 1.0", want: "versions of TLS before 1.2", shows: right, args: []string{"-k"},
			change: func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS10 },
		},
		{
			name: "a client certificate", want: "the server wants a client certificate", shows: right, args: []string{"-k"},
			change: func(c *tls.Config) { c.ClientAuth = tls.RequireAnyClientCert },
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				_, _ = io.WriteString(w, `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`)
			}))
			server.Config.ErrorLog = log.New(io.Discard, "", 0)
			if tt.shows == nil {
				server.Start()
			} else {
				server.TLS = &tls.Config{Certificates: []tls.Certificate{{
					Certificate: [][]byte{tt.shows.certificate.Raw}, PrivateKey: tt.shows.key,
				}}}
				if tt.change != nil {
					tt.change(server.TLS)
				}
				server.StartTLS()
			}
			defer server.Close()
			scheme, address, _ := strings.Cut(server.URL, "://")
			if tt.scheme != "" {
				scheme = tt.scheme
			}
			args := append([]string{"send", "send", scheme + "://" + address + "/im", "--timeout", "5s"}, tt.args...)
			said, err := exec.Command("timhook", args...).CombinedOutput()
			text := strings.Join(strings.Fields(string(said)), " ") // in one line, however it was wrapped
			if (err == nil) != (tt.want == "") || !strings.Contains(text, tt.want) {
				t.Errorf("got %v, want %q in\n%s", err, tt.want, said)
			}
		})
	}
}
