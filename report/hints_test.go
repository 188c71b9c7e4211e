package report_test

import (
	"fmt"
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
		{
			"on the other loopback address", plain, webhook.Connect,
			fmt.Errorf("%w; %w", syscall.ECONNREFUSED, webhook.ErrElsewhere), "",
		},
		{"TLS, which names its cure itself", secure, webhook.TLS, errPlain, ""},
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
