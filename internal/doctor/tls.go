package doctor

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/words"
	"github.com/timhook/timhook/webhook"
)

// soon is how long before its end a certificate that renews itself is long renewed: the usual robots do so a month
// before.
const soon = 14 * 24 * time.Hour

// secured looks at the certificate as Chat does, whatever the flags accept.
func (e *examination) secured(ctx context.Context) Look {
	l := Look{Name: tlsLook, Outcome: judge.Pass}
	if e.Target.URL.Scheme != "https" {
		return e.plain(l)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	client := &webhook.Client{
		Dial: e.Client.Dial, Resolve: e.Client.Resolve, Proxy: e.Client.Proxy,
		ConnectTimeout: e.Client.ConnectTimeout, TLS: verifying(e.Client.TLS),
	}
	defer client.Close()
	conn, failure := client.Connect(ctx, e.Target.URL, time.Now().Add(patience))
	if failure != nil {
		return e.unsecured(l, failure)
	}
	defer conn.Close()
	if secure, isTLS := conn.Conn.(*tls.Conn); isTLS {
		return e.certificate(l, secure.ConnectionState())
	}
	l.Outcome, l.Found = judge.Skip, "the connection shows no certificate"
	return l
}

// verifying is a configuration that accepts no certificate without looking at it.
func verifying(given *tls.Config) *tls.Config {
	config := new(tls.Config)
	if given != nil {
		config = given.Clone()
	}
	config.InsecureSkipVerify = false
	return config
}

// plain is said of a URL without TLS.
func (e *examination) plain(l Look) Look {
	l.Outcome, l.Found = judge.Skip, "the URL is http"
	for _, ip := range e.addresses {
		if !isPrivate(ip) {
			l.Outcome = judge.Info
			l.Found += ": anyone on the way can read callbacks, and use a signed URL again for a minute"
			l.Fix = "Chat takes http and recommends https: let a proxy with a certificate stand in front"
			break
		}
	}
	return l
}

// certificate is said of a certificate that is good, and warns where it will not be for long.
func (e *examination) certificate(l Look, state tls.ConnectionState) Look {
	end := state.PeerCertificates[0].NotAfter
	for _, c := range state.PeerCertificates {
		if c.NotAfter.Before(end) {
			end = c.NotAfter
		}
	}
	left := time.Until(end)
	l.Found = fmt.Sprintf("%s, the certificate is good until %s (%s)", tls.VersionName(state.Version),
		end.UTC().Format(time.DateOnly), words.Plural(int(left/(24*time.Hour)), "day"))
	if e.Client.TLS != nil && e.Client.TLS.RootCAs != nil {
		l.Found += ", trusted through --cacert; Chat wants one of a public authority"
	}
	if left < soon {
		l.Outcome = judge.Warn
		l.Cause = "a certificate that renews itself would be renewed by now"
		l.Fix = "renew it, let the server load the new one, and look at why the renewal did not run"
	}
	return l
}

// unsecured is said where no TLS connection came about. The client's sentence has the cause and the change.
func (e *examination) unsecured(l Look, failure *webhook.Failure) Look {
	l.Found = "no connection over TLS that Chat would accept"
	l.Cause = strings.TrimPrefix(failure.Error(), "TLS handshake with "+e.Target.URL.Addr+": ")
	l.Fix = cmp.Or(howTo(failure), "correct TLS of the server or of what stands in front of it")
	switch {
	case failure.Class == webhook.Proxy, failure.Class == webhook.Connect, failure.Class == webhook.Resolve:
		l.Outcome = judge.Error
	case e.Client.TLS != nil && e.Client.TLS.InsecureSkipVerify:
		l.Outcome = judge.Warn
		l.Found += "; -k goes on with it"
	default:
		l.Outcome = judge.Fail
	}
	return l
}

// howTo is how the usual servers are set right; empty: there is nothing to add to the sentence.
func howTo(failure *webhook.Failure) string {
	var record tls.RecordHeaderError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.As(failure, &host):
		return "put a name of the certificate into the URL of the console, or order one for this name " +
			"(certbot -d NAME)"
	case errors.As(failure, &record):
		return "take that URL, or let a server with a certificate stand in front"
	case errors.As(failure, &invalid) && invalid.Reason == x509.Expired && time.Now().Before(invalid.Cert.NotBefore):
		return "set the clock of this machine, or load a certificate that is good already"
	case errors.As(failure, &invalid) && invalid.Reason == x509.Expired:
		return "renew it and let the server load it: certbot renew --deploy-hook 'nginx -s reload'"
	case errors.As(failure, &unknown) && unknown.Cert != nil && isOwn(unknown.Cert):
		return "take one of a public authority, for instance of Let's Encrypt; a tunnel brings its own " +
			"(docs/tunnels.md)"
	case errors.As(failure, &unknown):
		return "if it is of a public authority, send the whole chain: fullchain.pem and not cert.pem in nginx " +
			"(ssl_certificate), Node (cert) and Go (ListenAndServeTLS)"
	}
	return ""
}

// isOwn is true of a certificate that nobody else has signed.
func isOwn(c *x509.Certificate) bool {
	return c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
}
