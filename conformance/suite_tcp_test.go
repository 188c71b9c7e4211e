package conformance_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/webhook"
)

// listening serves a handler on loopback and gives options for a run against it.
func listening(t testing.TB, h http.Handler, config *tls.Config) conformance.Options {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	url := "http://" + listener.Addr().String() + "/im"
	if config != nil {
		url = "https://" + listener.Addr().String() + "/im"
		listener = tls.NewListener(listener, config)
	}
	server := backend.NewServer(h)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	client := &webhook.Client{Timeout: 20 * time.Second, ConnectTimeout: 20 * time.Second} // a slow machine is no finding
	t.Cleanup(client.Close)
	o := suiteOptions(t, client)
	if o.Target.URL, err = webhook.ParseEndpoint(url); err != nil {
		t.Fatal(err)
	}
	return o
}

// unhurried leaves out what judges a slow machine rather than the suite: warnings of an answer that took its time, and
// of callbacks that took turns. In a bubble, where no machine is slow, the right backend draws neither.
func unhurried(lines []string) []string {
	var rest []string
	for _, line := range lines {
		if !strings.Contains(line, "resp-under-2s") && !strings.Contains(line, "WARN behave-side-by-side") {
			rest = append(rest, line)
		}
	}
	return rest
}

// Pipes in a bubble are not sockets: the whole suite, stress included, has to pass on those too.
func TestTheReferenceBackendPassesTheWholeSuiteOverTCP(t *testing.T) {
	t.Parallel()
	results := conformance.RunSuite(t.Context(), cases.Suite(), listening(t, reference(), nil))
	if lines, _ := complaints(results); len(unhurried(lines)) > 0 {
		t.Errorf("got %d complaints:\n%s", len(lines), strings.Join(lines, "\n"))
	}
}

// certified makes a certificate authority and a configuration for 127.0.0.1 under it.
func certified(t testing.TB) (server *tls.Config, roots *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	authority, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots = x509.NewCertPool()
	roots.AddCert(authority)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, roots
}

func TestTheReferenceBackendPassesOverTLS(t *testing.T) {
	t.Parallel()
	config, roots := certified(t)
	o := listening(t, reference(), config)
	o.Client.TLS = &tls.Config{RootCAs: roots}
	cases := only(func(c *conformance.Case) bool {
		return c.Waits == 0 && c.Command.Short == "send" || c.Needs&conformance.NeedsTLS != 0
	})
	results := conformance.RunSuite(t.Context(), cases, o)
	if lines, _ := complaints(results); len(unhurried(lines)) > 0 {
		t.Errorf("got %d complaints:\n%s", len(lines), strings.Join(lines, "\n"))
	}
	want := map[string]judge.Outcome{"tls-valid-cert": judge.Pass, "tls-bad-cert": judge.Pass, "neg-plain-http-on-tls": judge.Info}
	found := 0
	for _, r := range results {
		if outcome, ok := want[r.Case.ID]; ok {
			found++
			if r.Outcome() != outcome {
				t.Errorf("%s: got %v %s, want %v", r.Case.Name(), r.Outcome(), r.Skip, outcome)
			}
		}
	}
	if found != 12 {
		t.Errorf("got %d cases about TLS, want three for each of the four commands", found)
	}
}

// Who turns verification off does not hear that the certificate is in order.
func TestAnUnverifiedCertificateIsNotCalledValid(t *testing.T) {
	t.Parallel()
	config, _ := certified(t)
	o := listening(t, reference(), config)
	o.Client.TLS = &tls.Config{InsecureSkipVerify: true}
	for _, r := range conformance.RunSuite(t.Context(), the("tls-valid-cert", "tls-bad-cert"), o) {
		if want := map[string]judge.Outcome{"tls-valid-cert": judge.Skip, "tls-bad-cert": judge.Pass}[r.Case.ID]; r.Outcome() != want {
			t.Errorf("%s: got %v, want %v", r.Case.Name(), r.Outcome(), want)
		}
	}
}

// BenchmarkSuite is a default run over TCP: all of it, and what does not wait by design.
func BenchmarkSuite(b *testing.B) {
	for name, cases := range map[string][]*conformance.Case{
		"default": byDefault(),
		"without waiting": only(func(c *conformance.Case) bool {
			return c.Tags&conformance.TagStress == 0 && c.Waits == 0
		}),
	} {
		b.Run(name, func(b *testing.B) {
			o := listening(b, reference(), nil)
			for b.Loop() {
				conformance.RunSuite(context.Background(), cases, o)
			}
		})
	}
}
