package report_test

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/webhook"
)

func TestWhatWasNotReachedHasAHint(t *testing.T) {
	const plain, secure = "http://backend.example:8080/im", "https://backend.example/im"
	verify := func(err error) error { return &tls.CertificateVerificationError{Err: err} }
	for _, c := range []struct {
		name, address string
		class         webhook.FailureClass
		err           error
		want          string
	}{
		{
			"refused", plain, webhook.Connect,
			&net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)},
			"nothing listens on backend.example:8080: is the server up, is the port right?",
		},
		{"unreachable", plain, webhook.Connect, syscall.EHOSTUNREACH, ""},
		{
			"no such host", plain, webhook.Resolve, &net.DNSError{Name: "backend.example", IsNotFound: true},
			"no address is known for backend.example: is the name right? --resolve HOST:PORT:ADDR goes without one",
		},
		{"no resolver", plain, webhook.Resolve, &net.DNSError{Name: "backend.example", IsTimeout: true}, ""},
		{"unknown authority", secure, webhook.TLS, verify(x509.UnknownAuthorityError{}), "--cacert FILE trusts the certificate's issuer, -k any certificate; Chat itself wants one of a public CA"},
		{"expired", secure, webhook.TLS, verify(x509.CertificateInvalidError{Reason: x509.Expired}), "the certificate's time is over or has not come; -k accepts it, Chat itself does not"},
		{"another name", secure, webhook.TLS, verify(x509.HostnameError{}), "the certificate is for another name; -k accepts it, Chat itself does not"},
		{"no TLS there", secure, webhook.TLS, tls.RecordHeaderError{}, "what answered speaks no TLS: is this http://?"},
		{"another TLS error", secure, webhook.TLS, errPlain, ""},
		{"late", plain, webhook.Timeout, os.ErrDeadlineExceeded, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := failed(t, c.address, c.class, c.err)
			d := report.NewDocument(&conformance.Report{Results: []conformance.Result{r, r}})
			var want []string
			if c.want != "" {
				want = []string{c.want}
			}
			if diff := cmp.Diff(want, d.Hints); diff != "" {
				t.Errorf("hints (-want +got):\n%s", diff)
			}
			if got := formatted(t, "text", d); c.want != "" && strings.Count(got, "\nhint: ") != 1 {
				t.Errorf("the text has no hint:\n%s", got)
			}
		})
	}
}

func TestPlainHTTPToAPortOfTLSHasAHint(t *testing.T) {
	const hint = "the backend speaks TLS on this port: is this https://?"
	for _, c := range []struct {
		name, address string
		status        int
		body, raw     string
		want          bool
	}{
		{"Go", "http://backend.example:1", 400, "Client sent an HTTP request to an HTTPS server.\n", "", true},
		{
			"nginx", "http://backend.example:1", 400, "<center>The plain HTTP request was sent to HTTPS port</center>",
			"", true,
		},
		{"an alert", "http://backend.example:1", 0, "", "\x15\x03\x01\x00\x02\x02\x46", true},
		{"another 400", "http://backend.example:1", 400, "bad request", "", false},
		{"a 403", "http://backend.example:1", 403, "HTTPS only", "", false},
		{"it is https", "https://backend.example:1", 400, "no HTTPS", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := failed(t, c.address, webhook.Malformed, errPlain)
			r.Exchange.Status, r.Exchange.Body, r.Exchange.Raw = c.status, []byte(c.body), []byte(c.raw)
			if c.status != 0 {
				r.Exchange.Failure = nil
			}
			var want []string
			if c.want {
				want = []string{hint}
			}
			if diff := cmp.Diff(want, report.NewDocument(&conformance.Report{Results: []conformance.Result{r}}).Hints); diff != "" {
				t.Errorf("hints (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTokenAndAppAreOnlyHintedAtWhereTheyMayBeMissing(t *testing.T) {
	const token, app = "nothing was signed", "SdkAppid was"
	for _, c := range []struct {
		name, command string
		status        int
		signed        bool
		want          []string
	}{
		{"FAIL", "timhook send", 200, false, []string{token, app}},
		{"401", "timhook send", 401, false, []string{token, app}},
		{"403, signed", "timhook send", 403, true, []string{app}},
		{"404", "timhook send", 404, false, nil},
		{"415", "timhook send", 415, false, nil},
		{"the app is given", "timhook send --sdk-app-id 1400000001 -u x", 403, false, []string{token}},
		{"both are given", "timhook test --sdk-app-id 1400000001", 200, true, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := reporttest.Outcome(t, judge.Fail, "plain")
			r.Exchange.Status = c.status
			got := report.NewDocument(&conformance.Report{
				Results: []conformance.Result{r}, Command: c.command, Signed: c.signed,
			}).Hints
			if len(got) != len(c.want) {
				t.Errorf("got the hints %q, want %q", got, c.want)
				return
			}
			for i := range got {
				if !strings.HasPrefix(got[i], c.want[i]) {
					t.Errorf("got the hint %q, want %q", got[i], c.want[i])
				}
			}
		})
	}
}
