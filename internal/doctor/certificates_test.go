package doctor_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"testing"
	"time"
)

// signed is a certificate with its key.
type signed struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// authority is a root, and what it has signed that signs servers.
type authority struct{ root, middle signed }

func newAuthority(t *testing.T) authority {
	t.Helper()
	ca := func(name string) *x509.Certificate {
		return &x509.Certificate{
			Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
			KeyUsage: x509.KeyUsageCertSign, NotAfter: time.Now().Add(1000 * time.Hour),
		}
	}
	root := issue(t, ca("Test Root"), nil)
	return authority{root, issue(t, ca("Test Middle"), &root)}
}

// pool trusts the root alone.
func (a authority) pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.root.cert)
	return pool
}

// server is a certificate for a server that is good for so long, with the chain that the server sends.
func (a authority) server(t *testing.T, name string, good time.Duration, chain ...signed) tls.Certificate {
	t.Helper()
	return pairOf(issue(t, serving(name, good), &a.middle), chain...)
}

func serving(name string, good time.Duration) *x509.Certificate {
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: name}, NotAfter: time.Now().Add(good),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if ip := net.ParseIP(name); ip != nil {
		template.IPAddresses = []net.IP{ip}
	} else {
		template.DNSNames = []string{name}
	}
	return template
}

func pairOf(leaf signed, chain ...signed) tls.Certificate {
	pair := tls.Certificate{Certificate: [][]byte{leaf.cert.Raw}, PrivateKey: leaf.key}
	for _, c := range chain {
		pair.Certificate = append(pair.Certificate, c.cert.Raw)
	}
	return pair
}

// issue signs a certificate; by is nil for one that signs itself.
func issue(t *testing.T, template *x509.Certificate, by *signed) signed {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template.NotBefore = time.Now().Add(-2000 * time.Hour)
	template.SerialNumber = big.NewInt(time.Now().UnixNano())
	if by == nil {
		by = &signed{template, key}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, by.cert, &key.PublicKey, by.key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return signed{cert, key}
}
