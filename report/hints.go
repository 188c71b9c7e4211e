package report

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"syscall"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// hints are what to look at first when nothing is reached or the backend refuses everything, each of them once.
func hints(r *conformance.Report) []string {
	var list []string
	for _, result := range r.Results {
		if result.Exchange == nil {
			continue
		}
		if hint := reachHint(result.Exchange); hint != "" && !slices.Contains(list, hint) {
			list = append(list, hint)
		}
	}
	if !slices.ContainsFunc(r.Results, deniesUs) {
		return list
	}
	words := r.Command + " "
	if strings.Contains(words, " --as-captured ") {
		return list // the requests take nothing from flags
	}
	if !r.Signed {
		list = append(list, "nothing was signed; if the backend checks Sign, "+
			"give the console's token: --token env:NAME or --token file:PATH")
	}
	if !strings.Contains(words, " --sdk-app-id ") {
		was := fmt.Sprintf("was %d", r.SDKAppID)
		if r.Captured {
			was = "is as captured"
		}
		list = append(list, "SdkAppid "+was+"; a backend that checks it wants its own: --sdk-app-id N")
	}
	return list
}

// deniesUs is true of a refusal that may be meant for the sender. A 404 or a 415 has other reasons.
func deniesUs(r conformance.Result) bool {
	return r.Exchange != nil && r.Judgement.Reaction == judge.Refused && r.Expect.Accepts() &&
		slices.Contains([]int{200, 401, 403}, r.Exchange.Status)
}

// reachHint is what to try when the backend was not reached, or spoke TLS on a plain connection.
func reachHint(x *webhook.Exchange) string {
	e := x.Request.Endpoint
	if e.Scheme == "http" && wantsTLS(x) {
		return "the backend speaks TLS on this port: is this https://?"
	}
	if x.Failure == nil {
		return ""
	}
	switch x.Failure.Class {
	case webhook.Connect:
		if errors.Is(x.Failure, syscall.ECONNREFUSED) {
			return fmt.Sprintf("nothing listens on %s: is the server up, is the port right?", e.Addr)
		}
	case webhook.Resolve:
		if dns, ok := errors.AsType[*net.DNSError](x.Failure); ok && dns.IsNotFound {
			return "no address is known for " + dns.Name +
				": is the name right? --resolve HOST:PORT:ADDR goes without one"
		}
	case webhook.TLS:
		return handshakeHint(x.Failure)
	}
	return ""
}

// wantsTLS is true when plain HTTP was answered as servers of https do: with a TLS alert, or a 400 that names HTTPS.
func wantsTLS(x *webhook.Exchange) bool {
	alert := len(x.Raw) > 1 && x.Raw[0] == 0x15 && x.Raw[1] == 0x03
	return alert || x.Status == 400 && strings.Contains(string(x.Body), "HTTPS")
}

func handshakeHint(err error) string {
	var plain tls.RecordHeaderError
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var name x509.HostnameError
	switch {
	case errors.As(err, &plain):
		return "what answered speaks no TLS: is this http://?"
	case errors.As(err, &unknown):
		return "--cacert FILE trusts the certificate's issuer, -k any certificate; Chat itself wants one of a public CA"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "the certificate's time is over or has not come; -k accepts it, Chat itself does not"
	case errors.As(err, &name):
		return "the certificate is for another name; -k accepts it, Chat itself does not"
	}
	return ""
}
