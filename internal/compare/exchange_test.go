package compare_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/internal/compare"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

func TestWhatOfAnExchangeDiffersIsTold(t *testing.T) {
	for _, c := range []struct {
		name    string
		options compare.Options
		edit    func(old, new *read.Entry)
		want    []string
	}{
		{"nothing", compare.Options{Headers: true, Requests: true}, func(_, _ *read.Entry) {}, nil},
		{"the answer", compare.Options{}, func(_, n *read.Entry) {
			n.Answer.Status, n.Answer.Body = 500, []byte(`{"ActionStatus":"FAIL","ErrorInfo":"","ErrorCode":0}`)
		}, []string{"changed status 200 -> 500", `changed /ActionStatus "OK" -> "FAIL"`}},
		{"no answer", compare.Options{}, func(_, n *read.Entry) {
			n.Answer, n.Failure = nil, "timeout after 2s"
		}, []string{"removed status 200 ->", "added failure  -> timeout after 2s"}},
		{"the same failure elsewhere", compare.Options{}, func(o, n *read.Entry) {
			o.Failure, o.FailureClass, n.Failure, n.FailureClass = "read 127.0.0.1:5: reset", "reset", "read 127.0.0.1:6: reset", "reset"
		}, nil},
		{"another failure", compare.Options{}, func(o, n *read.Entry) {
			o.Failure, o.FailureClass, n.Failure, n.FailureClass = "reset", "reset", "late", "timeout"
		}, []string{"changed failure reset -> late"}},
		{"text by lines", compare.Options{}, func(o, n *read.Entry) {
			o.Answer.Body, n.Answer.Body = []byte("<html>\n<p>\n</html>\n"), []byte("<html>\n</html>\n<!-- -->\n")
		}, []string{"removed body line 2 <p>\n ->", "added body line 3  -> <!-- -->"}},
		{
			"JSON and text",
			compare.Options{},
			func(_, n *read.Entry) { n.Answer.Body = []byte("OK") },
			[]string{`changed body {"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0} -> OK`},
		},
		{
			"a body that was cut",
			compare.Options{},
			func(_, n *read.Entry) { n.Answer.Truncated = true },
			[]string{"added failure  -> only the beginning of the body was kept"},
		},
		{"header fields are left", compare.Options{}, headers, nil},
		{"header fields on request", compare.Options{Headers: true}, headers, []string{"changed header server one -> two", "added header Via  -> proxy"}},
		{"header fields that are ignored", compare.Options{Headers: true, Ignore: []jsontree.Path{{"server"}}}, headers, []string{"added header Via  -> proxy"}},
		{"requests are left", compare.Options{}, requests, nil},
		{"requests on request", compare.Options{Requests: true}, requests, []string{
			"changed query ClientIP 192.0.2.1 -> 192.0.2.2", "added query a  -> b", "changed packet /a 1 -> 2",
		}},
		{"verdicts are left to compare", compare.Options{}, func(o, n *read.Entry) {
			o.Verdict, n.Verdict = "pass", "fail"
			n.Findings = []capture.Finding{{Check: "resp-errorcode-integer", Path: "/ErrorCode", Want: "an integer"}}
		}, nil},
		{"another spelling", compare.Options{}, spelling, nil},
		{"another spelling on request", compare.Options{Spelling: true, Headers: true}, spelling, []string{"changed header server server -> Server", "changed /ErrorCode 0 -> 0.0"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			old, new := entry(1, "X", `{"a":1}`, "0"), entry(2, "X", `{"a":1}`, "0")
			c.edit(old, new)
			old.Case, new.Case = "c", "c"
			x := compare.NewIndex(c.options, true)
			if err := x.Add(old); err != nil {
				t.Fatal(err)
			}
			before, after := x.Take(new)
			if before == nil {
				t.Fatalf("got no match")
			}
			if diff := cmp.Diff(c.want, told(c.options.Exchanges(before, &after))); diff != "" {
				t.Errorf("%s:\n%s", c.name, diff)
			}
		})
	}
}

func headers(o, n *read.Entry) {
	o.Answer.Header = []webhook.HeaderField{{Name: "Date", Value: "today"}, {Name: "server", Value: "one"}}
	n.Answer.Header = []webhook.HeaderField{{Name: "Server", Value: "two"}, {Name: "Date", Value: "tomorrow"}, {Name: "Via", Value: "proxy"}}
}

func requests(o, n *read.Entry) {
	o.Request.Query += "&ClientIP=192.0.2.1&Sign=masked&RequestTime=1"
	n.Request.Query += "&ClientIP=192%2e0.2.2&RequestTime=2&a=b"
	n.Request.Body = []byte(`{"a":2}`)
}

func spelling(o, n *read.Entry) {
	headers(o, n)
	n.Answer.Header = []webhook.HeaderField{{Name: "Server", Value: "one"}}
	n.Answer.Body = []byte(strings.Replace(string(n.Answer.Body), ":0", ":0.0", 1))
}
