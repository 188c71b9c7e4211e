package webhook

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// handshakeFailed explains why TLS could not be started, and names the cure. Chat gives up in the same way, and no page
// of it shows the reason.
func handshakeFailed(e *Endpoint, err error) *step {
	failed := &step{TLS, "TLS handshake with " + e.Addr, brief(err)}
	text := ""
	var record tls.RecordHeaderError
	var certificate *tls.CertificateVerificationError
	switch {
	case IsTimeout(err):
	case errors.As(err, &record):
		text = "the server does not speak TLS: use " + withScheme(e, "http")
	case isClosed(err):
		text = "the server closed the connection: if it does not speak TLS, use " + withScheme(e, "http")
	case errors.As(err, &certificate):
		text = certificateFailed(certificate)
	case isAlert(err) && strings.Contains(err.Error(), "no application protocol"):
		failed.class, text = Protocol, "the server "+onlyHTTP2
	case strings.Contains(err.Error(), "protocol version not supported"),
		strings.Contains(err.Error(), "unsupported protocol version"):
		text = "the server speaks only versions of TLS before 1.2, which clients refuse today: allow TLS 1.2 and 1.3"
	case isAlert(err) && strings.Contains(err.Error(), "certificate required"):
		text = "the server wants a client certificate: --cert FILE --key FILE; Chat sends none"
	}
	if text != "" {
		failed.err = &said{text, err}
	}
	return failed
}

// certificateFailed is what is wrong with the server's certificate.
func certificateFailed(err *tls.CertificateVerificationError) string {
	const cure = ". --cacert FILE trusts it, -k accepts any; Chat wants one of a public authority"
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	leaf := err.UnverifiedCertificates[0]
	switch {
	case errors.As(err, &host):
		return fmt.Sprintf("the certificate is for %s and not for %s%s", namesOf(leaf), host.Host, cure)
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		if now := time.Now(); now.Before(leaf.NotBefore) {
			return fmt.Sprintf("the certificate is not valid before %s%s", leaf.NotBefore.Format(time.RFC3339), cure)
		}
		return fmt.Sprintf("the certificate expired on %s%s", leaf.NotAfter.Format(time.DateOnly), cure)
	case errors.As(err, &unknown) && bytes.Equal(leaf.RawIssuer, leaf.RawSubject):
		return "the certificate is self-signed" + cure
	case errors.As(err, &unknown) && len(err.UnverifiedCertificates) == 1:
		return fmt.Sprintf("the certificate is signed by %q, which is not trusted here; if that is a public "+
			"authority, the server lacks the intermediate certificate (send the full chain)%s", issuerOf(leaf), cure)
	case errors.As(err, &unknown):
		return fmt.Sprintf("the certificate is signed by %q, which is not trusted here%s", issuerOf(leaf), cure)
	}
	return ""
}

// namesOf are the first hosts that a certificate is for.
func namesOf(c *x509.Certificate) string {
	const enough = 3
	names := append([]string(nil), c.DNSNames...)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	switch {
	case len(names) == 0:
		return "no host"
	case len(names) > enough:
		return strings.Join(names[:enough], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

func issuerOf(c *x509.Certificate) string {
	if c.Issuer.CommonName != "" {
		return c.Issuer.CommonName
	}
	return c.Issuer.String()
}

// withScheme is the endpoint's URL with another scheme, and with the same port.
func withScheme(e *Endpoint, scheme string) string {
	there := *e
	if there.Scheme = scheme; !hasPort(e.Host) {
		_, port, _ := net.SplitHostPort(e.Addr)
		there.Host += ":" + port
	}
	return there.Public()
}

// speaksTLS is the failure of a request in plain HTTP to a port for https.
func speaksTLS(e *Endpoint) *Failure {
	return &Failure{Protocol, &said{fmt.Sprintf("%s speaks TLS, and the URL is http: use %s", e.Addr,
		withScheme(e, "https")), io.ErrUnexpectedEOF}}
}

// speaksHTTP2 is the failure of a server that takes nothing else.
func speaksHTTP2(e *Endpoint) *Failure {
	return &Failure{Protocol, &said{e.Addr + " " + onlyHTTP2, io.ErrUnexpectedEOF}}
}

const onlyHTTP2 = "speaks HTTP/2 only, and Chat sends HTTP/1.1: allow both (Node: http.createServer, or allowHTTP1: " +
	"true; Go: Protocols.SetHTTP1(true); nginx: http2 only with TLS)"

// beginsTLS reports whether what came is a TLS record, for instance the alert that refuses an HTTP request.
func beginsTLS(got []byte) bool { return len(got) > 2 && got[0] == 0x15 && got[1] == 3 }

// beginsHTTP2 reports whether what came is the SETTINGS frame that begins each connection of HTTP/2 (RFC 9113, 3.4).
func beginsHTTP2(got []byte) bool {
	const settings = 4
	return len(got) >= 9 && got[3] == settings && bytes.Equal(got[5:9], make([]byte, 4))
}

// wantsTLS reports whether an answer is what servers say to plain HTTP on a port for https: Go, nginx, Apache httpd,
// Tomcat.
func wantsTLS(x *Exchange) bool {
	if x.Status != 400 || x.Request.Endpoint.Scheme != "http" {
		return false
	}
	for _, text := range []string{
		"Client sent an HTTP request to an HTTPS server", "plain HTTP request was sent to HTTPS port",
		"speaking plain HTTP to an SSL-enabled server port", "combination of host and port requires TLS",
	} {
		if bytes.Contains(x.Body, []byte(text)) {
			return true
		}
	}
	return false
}
