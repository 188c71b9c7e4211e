package judge_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

func TestBytesNobodyAskedForAreBlamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ex := send(t, answering(wire(row{answer: judge.Canonical})))
		ex.Unasked = []byte("late")
		j := judge.Judge(ex, judge.Options{})
		if got := brief(j); got != "FAIL resp-framing" ||
			j.Findings[0].Got != `4 bytes nobody asked for on the kept connection after the previous answer: "late"` {
			t.Errorf("got %s %v, want resp-framing and nothing else", got, j.Findings)
		}
	})
}

func TestA502ThroughAProxyNamesTheProxy(t *testing.T) {
	for url, want := range map[string]string{
		"http://backend.example/im":  "HTTP status 502 Bad Gateway through the proxy proxy.example:3128",
		"https://backend.example/im": "HTTP status 502 Bad Gateway", // the proxy has no part in what comes through a tunnel
	} {
		endpoint, err := webhook.ParseEndpoint(url)
		if err != nil {
			t.Fatal(err)
		}
		ex := &webhook.Exchange{Request: &webhook.Request{Endpoint: endpoint}, Status: 502, Reason: "Bad Gateway", Proxy: "proxy.example:3128"}
		if got := judge.Judge(ex, judge.Options{}).Findings[0].Got; got != want {
			t.Errorf("%s: got %q, want %q", url, got, want)
		}
	}
}

// What is known about a mismatch beyond its check is said in place of the check's own words.
func TestAdviceFitsTheMismatch(t *testing.T) {
	zipped := "\x1F\x8B\x08\x00\x00\x00\x00\x00"
	for _, c := range []struct {
		name   string
		client *webhook.Client
		asked  bool // for a compressed answer
		check  string
		mend   string // "" stands for the check's own
	}{
		{"a closed connection", closing(""), false, "resp-answer", ""},
		{"silence", answering(""), false, "resp-answer", "one request at a time"},
		{"half an answer", closing("HTTP/1.1 200 OK\r\nContent-Length: 51\r\n\r\n{}"), false, "resp-framing", ""},
		{"gzip", answering(wire(row{answer: zipped})), false, "resp-content-encoding", ""},
		{
			"a wrapped packet", answering(wire(row{answer: `{"code":0,"data":` + judge.Canonical + `}`})), false,
			"resp-unwrapped", "the packet is under /data: unwrap it",
		},
		{"gzip that was asked for", answering(wire(row{answer: zipped})), true, "resp-json", ""},
		{"no UTF-8", answering(wire(row{answer: "{\"a\":\"\xE9\"}"})), false, "resp-json", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				to := target(t)
				if c.asked {
					to.Header = []webhook.HeaderField{{Name: "accept-encoding", Value: "gzip"}}
				}
				ex := c.client.Send(t.Context(), to.Request(ordinary(sendCommand(t)), time.Now()))
				c.client.Close()
				f := judge.Judge(ex, judge.Options{}).Findings[0]
				impact, fix := f.Advice()
				if f.Check.ID != c.check || !strings.Contains(fix, c.mend) ||
					(fix == f.Check.Fix) != (c.mend == "") || impact == "" {
					t.Errorf("got %s, fix: %s", f.Check.ID, fix)
				}
			})
		})
	}
}
