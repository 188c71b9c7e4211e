package request_test

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/webhook"
)

// curlOf is the curl line of a finding about a request, in a run with that command line.
func curlOf(t testing.TB, request *webhook.Request, command string, change func(*conformance.Result)) string {
	t.Helper()
	r := reporttest.Outcome(t, judge.Fail, "x", reporttest.Found(reporttest.HostileCheck("x"), payloads.Must, "x", 0))
	r.Exchange.Request = request
	r.Packet.Body = request.Body
	if change != nil {
		change(&r)
	}
	return report.NewDocument(&conformance.Report{Command: command, Results: []conformance.Result{r}}).Findings[0].Curl
}

// The line signs afresh when it runs, by a timhook that is stood in for here.
func TestTheCurlLineOfAFindingIsNeverStale(t *testing.T) {
	needCurl(t)
	tools := t.TempDir()
	script := "#!/bin/sh\necho \"Sign=fresh-of-$3&RequestTime=$#\"\n"
	if err := os.WriteFile(filepath.Join(tools, "timhook"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", tools+string(os.PathListSeparator)+os.Getenv("PATH"))
	for _, shell := range shells(t) {
		for name, body := range bodies() {
			if len(body) > 64<<10 {
				continue
			}
			t.Run(shell[0]+"/"+name, func(t *testing.T) {
				l := listen(t, "tcp", "127.0.0.1:0")
				request := addressed(t, "http://"+l.Addr().String()+"/im$x`y`\"", body)
				want := split(request.AppendWire(nil))
				signed, _, _ := strings.Cut(want.Line, "&Sign=")
				want.Line = signed + "&Sign=fresh-of-env:IM&RequestTime=3 HTTP/1.1"
				got := received(l, len(body))
				run(t, shell, curlOf(t, request, "timhook send --token env:IM -u x", nil))
				if diff := cmp.Diff(want, split(<-got)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		}
	}
}

func TestTheBackendsOwnQueryStaysOutOfTheCurlLine(t *testing.T) {
	needCurl(t)
	l := listen(t, "tcp", "127.0.0.1:0")
	address := "http://" + l.Addr().String() + "/im?key=top%20secret&b"
	request := addressed(t, address, "{}")
	request.Query = request.Query[:len(request.Query)-2] // unsigned
	line := curlOf(t, request, "timhook send", nil)
	if strings.Contains(line, "secret") {
		t.Errorf("got %s", line)
	}
	got := received(l, 2)
	run(t, shells(t)[0], "TIMHOOK_URL='"+address+"'; "+line)
	if diff := cmp.Diff(split(request.AppendWire(nil)), split(<-got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestThereIsNoCurlLineForWhatIsWrongOnTheWireOnPurpose(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	request := func() *webhook.Request { return addressed(t, "http://"+l.Addr().String()+"/im", "{}") }
	broken := request()
	broken.Wire = []webhook.Piece{{Bytes: []byte("GET")}}
	long := request()
	long.SetBody(make([]byte, 64<<10+1))
	for name, line := range map[string]string{
		"bytes of its own":  curlOf(t, broken, "", nil),
		"a wrong signature": curlOf(t, request(), "", func(r *conformance.Result) { r.Signing = webhook.SignWrong }),
		"a tamper":          curlOf(t, request(), "", func(r *conformance.Result) { r.Tamper = "neg-sign-twice" }),
		"a long body":       curlOf(t, long, "", nil),
	} {
		t.Run(name, func(t *testing.T) {
			if line != "" {
				t.Errorf("got %.200s, want none", line)
			}
		})
	}
}
