package webhook

import (
	"bytes"
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// cures are the ends of the sentences on certificates.
type cures struct{ trust, accept string }

// cure is for a certificate of the backend, which Chat sees too, whatever the flags here accept, or of a proxy.
func cure(isProxy bool) cures {
	if isProxy {
		return cures{trust: ". --cacert FILE trusts it, -k accepts any", accept: "; -k accepts it as it is"}
	}
	return cures{
		trust:  ". --cacert FILE trusts it, -k accepts any; Chat wants one of a public authority",
		accept: "; -k accepts it as it is, and Chat may not",
	}
}

// certificateFailed is what is wrong with the server's certificate, and what cures it. isOwn is true where --cacert
// has taken the place of the system's authorities.
func certificateFailed(err *tls.CertificateVerificationError, isOwn bool, end cures) string {
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	leaf := err.UnverifiedCertificates[0]
	switch {
	case errors.As(err, &host):
		return otherHost(leaf, host.Host) + end.accept
	case errors.As(err, &invalid):
		return invalidCertificate(leaf, invalid) + end.accept
	case errors.As(err, &unknown):
		return untrusted(err.UnverifiedCertificates, unknown, isOwn, end)
	}
	return withoutPackage(err.Err) + end.accept
}

// otherHost is said of a certificate that does not name the host of the URL.
func otherHost(leaf *x509.Certificate, host string) string {
	names := namesOf(leaf)
	if names == "" {
		return fmt.Sprintf("the certificate names %q as its Common Name alone, which clients no longer read: "+
			"make one with %s as its Subject Alternative Name (SAN)", leaf.Subject.CommonName, host)
	}
	return fmt.Sprintf("the certificate is for %s and not for %s: use a name of the certificate in the URL, or make "+
		"one for %s", names, host, host)
}

// invalidCertificate is said of a certificate that is wrong whoever has signed it: the server's, or one above it.
func invalidCertificate(leaf *x509.Certificate, err x509.CertificateInvalidError) string {
	bad, what := cmp.Or(err.Cert, leaf), "the certificate"
	if !bad.Equal(leaf) {
		what = fmt.Sprintf("the certificate of its authority %q", commonName(bad.Subject))
	}
	switch now := time.Now(); {
	case err.Reason == x509.Expired && now.Before(bad.NotBefore):
		return fmt.Sprintf("%s is not valid before %s, and the clock here says %s: set the clock, or take another one",
			what, bad.NotBefore.UTC().Format(time.RFC3339), now.UTC().Format(time.RFC3339))
	case err.Reason == x509.Expired:
		return fmt.Sprintf("%s expired on %s: renew it", what, bad.NotAfter.UTC().Format(time.DateOnly))
	case err.Reason == x509.IncompatibleUsage:
		return what + " is not for servers: make one whose extended key usage has serverAuth"
	}
	return fmt.Sprintf("%s cannot be used: %s", what, withoutPackage(err))
}

// untrusted is said of a certificate that leads to no trusted authority.
func untrusted(shown []*x509.Certificate, err x509.UnknownAuthorityError, isOwn bool, end cures) string {
	leaf := shown[0]
	top := topOf(shown)
	trust := "which is not trusted here"
	if isOwn {
		trust = "which --cacert does not hold"
	}
	switch old := withOldSignature(shown); {
	case old != nil:
		return fmt.Sprintf("the signature of the certificate is %s, which clients refuse today: have it signed with "+
			"SHA-256%s", old.SignatureAlgorithm, end.accept)
	case hasSignedItself(leaf):
		return "the certificate is self-signed" + end.trust
	}
	switch why, candidate := hintOf(err); {
	case why != "":
		return fmt.Sprintf("the certificate is signed by %q, whose certificate does not fit: %s. It may be another "+
			"one of that name, or an older one%s", candidate, why, end.trust)
	case top == leaf:
		return fmt.Sprintf("the certificate is signed by %q, %s; if that is a public authority, the server lacks the "+
			"intermediate certificate (send the full chain)%s", commonName(leaf.Issuer), trust, end.trust)
	}
	return fmt.Sprintf("the certificate is signed by %q, %s%s", commonName(top.Issuer), trust, end.trust)
}

// topOf is the last certificate on the way up from the server's, of those that the server has shown.
func topOf(shown []*x509.Certificate) *x509.Certificate {
	top := shown[0]
	for range shown {
		above := slices.IndexFunc(shown, func(c *x509.Certificate) bool {
			return c != top && bytes.Equal(c.RawSubject, top.RawIssuer)
		})
		if above < 0 || bytes.Equal(top.RawSubject, top.RawIssuer) {
			break
		}
		top = shown[above]
	}
	return top
}

// withOldSignature is the first certificate below a root whose signature is of a kind that nobody takes any more.
func withOldSignature(shown []*x509.Certificate) *x509.Certificate {
	old := []x509.SignatureAlgorithm{
		x509.MD2WithRSA, x509.MD5WithRSA, x509.SHA1WithRSA, x509.DSAWithSHA1, x509.ECDSAWithSHA1,
	}
	for _, c := range shown {
		if slices.Contains(old, c.SignatureAlgorithm) && !bytes.Equal(c.RawSubject, c.RawIssuer) {
			return c
		}
	}
	return nil
}

// hasSignedItself tells a certificate of nobody else from one whose authority has the same name.
func hasSignedItself(c *x509.Certificate) bool {
	return bytes.Equal(c.RawIssuer, c.RawSubject) &&
		c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
}

// hintOf is why an authority of the right name was passed over, and its name. crypto/x509 says it in its text alone.
func hintOf(err x509.UnknownAuthorityError) (why, name string) {
	_, rest, _ := strings.Cut(err.Error(), "(possibly because of ")
	quoted, _ := strconv.QuotedPrefix(rest)
	why, _ = strconv.Unquote(quoted)
	_, rest, _ = strings.Cut(rest[len(quoted):], "authority certificate ")
	quoted, _ = strconv.QuotedPrefix(rest)
	name, _ = strconv.Unquote(quoted)
	return strings.TrimPrefix(why, "x509: "), name
}

func withoutPackage(err error) string { return strings.TrimPrefix(err.Error(), "x509: ") }

// namesOf are the first hosts that a certificate is for.
func namesOf(c *x509.Certificate) string {
	const enough = 3
	names := append([]string(nil), c.DNSNames...)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) > enough {
		return strings.Join(names[:enough], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

func commonName(n pkix.Name) string { return cmp.Or(n.CommonName, n.String()) }
