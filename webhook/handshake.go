package webhook

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"syscall"
)

// handshakeFailed explains why TLS could not be started with the endpoint, and names the cure. Chat gives up in the
// same way, and no page of it shows the reason.
func (s *sending) handshakeFailed(err error) *step {
	e := s.route.endpoint
	return s.notSecured(e.Addr, withScheme(e, "http"), false, err)
}

// notSecured is handshakeFailed for any server; plain is what to use where it speaks no TLS.
func (s *sending) notSecured(addr, plain string, isProxy bool, err error) *step {
	failed := &step{class: TLS, what: "TLS handshake with " + addr, err: brief(err)}
	text := ""
	var record tls.RecordHeaderError
	var certificate *tls.CertificateVerificationError
	switch {
	case IsTimeout(err):
		failed.late = ": if the server does not speak TLS, use " + plain
	case errors.As(err, &record):
		text = speaksOther(record.RecordHeader[:], plain)
	case isClosed(err), errors.Is(err, syscall.ECONNRESET):
		text = "the server closed the connection: if it does not speak TLS, use " + plain
	case errors.As(err, &certificate):
		text = certificateFailed(certificate, s.TLS != nil && s.TLS.RootCAs != nil, cure(isProxy))
	case isAlert(err) && strings.Contains(err.Error(), "no application protocol"):
		failed.class, text = Protocol, "the server "+onlyHTTP2
	case strings.Contains(err.Error(), "protocol version not supported"),
		strings.Contains(err.Error(), "unsupported protocol version"):
		text = "the server speaks only versions of TLS before 1.2, which clients refuse today: allow TLS 1.2 and 1.3"
	case isAlert(err) && (s.asked || strings.Contains(err.Error(), "certificate required")):
		text = s.clientCertificateFailed(brief(err).Error())
	case isAlert(err) && strings.Contains(err.Error(), "handshake failure"):
		text = "the server found no cipher, curve or signature in common: allow the usual ones of TLS 1.2 and 1.3"
	}
	if text != "" {
		failed.err = &said{text, err}
	}
	return failed
}

// speaksOther is said of a server whose first bytes are no TLS.
func speaksOther(begin []byte, plain string) string {
	if bytes.HasPrefix(begin, []byte("HTTP/")) || bytes.HasPrefix(begin, []byte("<")) { // or a page without a head
		return "the server does not speak TLS: use " + plain
	}
	return fmt.Sprintf("the server speaks neither TLS nor HTTP, since its first bytes are %q: is it the right port?",
		begin)
}

// clientCertificateFailed is said of a server that has asked for the client's certificate and then refused it, with
// the reason that it gave.
func (s *sending) clientCertificateFailed(why string) string {
	if s.TLS != nil && len(s.TLS.Certificates) > 0 {
		return fmt.Sprintf("the server does not accept the client certificate of --cert (%s): take one that its "+
			"authority has signed; Chat sends none", strings.TrimPrefix(why, "tls: "))
	}
	return "the server wants a client certificate, and Chat sends none: let it ask for none. To test it as it is: " +
		"--cert FILE --key FILE"
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

// toldInAnswer is the failure that a server tells of in an HTTP answer, since the two did not agree on TLS: Go, nginx,
// Apache httpd and Tomcat do.
func (s *sending) toldInAnswer(x *Exchange) *Failure {
	if x.Status != 400 {
		return nil
	}
	said := func(texts ...string) bool {
		return slices.ContainsFunc(texts, func(text string) bool { return bytes.Contains(x.Body, []byte(text)) })
	}
	isTLS := x.Request.Endpoint.Scheme == "https"
	switch {
	case !isTLS && said("Client sent an HTTP request to an HTTPS server", "plain HTTP request was sent to HTTPS port",
		"speaking plain HTTP to an SSL-enabled server port", "combination of host and port requires TLS"):
		return speaksTLS(x.Request.Endpoint)
	case isTLS && said("No required SSL certificate was sent", "The SSL certificate error"):
		return &Failure{TLS, errors.New(s.clientCertificateFailed("answer 400"))}
	}
	return nil
}
