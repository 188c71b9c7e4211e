package webhook_test

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/timhook/timhook/webhook"
)

func TestTheWholeRequestIsAsExpected(t *testing.T) {
	target := webhook.Target{URL: endpoint(t, "http://www.example.com:8080/im?a=1"), SDKAppID: 1400187352, Token: token}
	want := "POST /im?a=1&SdkAppid=1400187352&CallbackCommand=Group.CallbackAfterSendMsg&contenttype=json&ClientIP=203.0.113.24&OptPlatform=Android" +
		"&Sign=" + sign + "&RequestTime=1741000000 HTTP/1.1\r\n" +
		"Host: www.example.com:8080\r\nUser-Agent: timhook\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
	if diff := cmp.Diff(want, string(target.Request(callback, now).AppendWire(nil))); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
}

func TestHeaderLinesReplaceAddAndRemove(t *testing.T) {
	defaults := []string{"Host: h", "User-Agent: timhook", "Content-Type: application/json", "Content-Length: 2"}
	replaced := func(i int, line string) []string {
		lines := append([]string(nil), defaults...)
		lines[i] = line
		return lines
	}
	for _, tc := range []struct {
		name  string
		lines []string
		want  []string
	}{
		{"none", nil, defaults},
		{
			"replaced in place, spelled as given",
			[]string{"content-TYPE:text/plain"},
			replaced(2, "content-TYPE: text/plain"),
		},
		{"the last of several", []string{"User-Agent: a", "user-agent: b"}, replaced(1, "user-agent: b")},
		{
			"appended, repeated ones, too",
			[]string{"X-B: 1", "X-A:  2 ", "x-b: 3"},
			append(defaults[:4:4], "X-B: 1", "X-A: 2", "x-b: 3"),
		},
		{"removed", []string{"content-type:", "USER-AGENT: "}, []string{"Host: h", "Content-Length: 2"}},
		{"removed and given", []string{"Host:", "Host: other"}, append(defaults[1:4:4], "Host: other")},
		{"empty", []string{"User-Agent;", "X-Empty;"}, append(replaced(1, "User-Agent: "), "X-Empty: ")},
		{"a wrong length", []string{"Content-Length: 9"}, replaced(3, "Content-Length: 9")},
		{"a colon in the value", []string{"X-Time: 12:30"}, append(defaults[:4:4], "X-Time: 12:30")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			target := webhook.Target{URL: endpoint(t, "http://h")}
			for _, line := range tc.lines {
				if err := target.SetHeader(line); err != nil {
					t.Fatal(err)
				}
			}
			var got []string
			for _, f := range target.Request(callback, now).Header {
				got = append(got, f.Name+": "+f.Value)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("header (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHeaderLinesThatAreNoneAreRefused(t *testing.T) {
	for line, want := range map[string]string{
		"X-A":            `header "X-A": no colon, want "Name: value"`,
		"X-Key b c":      `header "X-Key": no colon, want "Name: value"`,
		"":               `header "": no colon, want "Name: value"`,
		": b":            `header name: got "", want letters, digits and hyphens`,
		"X A: b":         `header name: got "X" and a blank, want letters, digits and hyphens`,
		"X-A : b":        `header name: got "X-A" and a blank, want letters, digits and hyphens`,
		"X-\r\nB: b":     `header name: got "X-\r\nB", want letters, digits and hyphens`,
		"X-A: b\r\nX: c": `header X-A: got '\r' at byte 1 of the value, want one line of text`,
		"X-A: b\nX: c":   `header X-A: got '\n' at byte 1 of the value, want one line of text`,
		"X-A: \x00":      `header X-A: got '\x00' at byte 0 of the value, want one line of text`,
		"X-A;b: c":       `header "X-A": semicolon after the name, want "Name: value", or "Name;" for an empty value`,
	} {
		t.Run(strconv.Quote(line), func(t *testing.T) {
			var target webhook.Target
			if err := target.SetHeader(line); err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
			if target.Header != nil || target.Omit != nil {
				t.Error("left something behind")
			}
		})
	}
}

func TestSetBodyKeepsTheLengthTrue(t *testing.T) {
	r := request(t, "http://h")
	r.SetBody([]byte("longer than before, much longer"))
	if !strings.Contains(string(r.AppendWire(nil)), "\r\nContent-Length: 31\r\n") {
		t.Errorf("got %q", r.AppendWire(nil))
	}
	r.Header = nil
	r.SetBody([]byte("x"))
	if r.Header != nil {
		t.Errorf("got %v, want no field where there was none", r.Header)
	}
	r.Proto, r.Method = "HTTP/1.0", "PUT"
	if got := string(r.AppendWire([]byte("before "))); !strings.HasPrefix(got, "before PUT /?SdkAppid=") || !strings.HasSuffix(got, " HTTP/1.0\r\n\r\nx") {
		t.Errorf("got %q", got)
	}
	r.Query = nil
	if got := r.RequestTarget(); got != "/" {
		t.Errorf("without a query: got %q", got)
	}
}

func TestARequestsHeaderCanBeEdited(t *testing.T) {
	r := request(t, "http://h")
	r.SetHeader("content-type", "text/plain")
	r.SetHeader("X-New", "")
	want := []webhook.HeaderField{{Name: "Host", Value: "h"}, {Name: "User-Agent", Value: "timhook"}, {Name: "content-type", Value: "text/plain"}, {Name: "Content-Length", Value: "12"}, {Name: "X-New"}}
	if diff := cmp.Diff(want, r.Header); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
}

// What net/http's server side reads from the wire is what went in.
func TestRequestsReadBackAsTheyWere(t *testing.T) {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("aZ09 -._~:/?#[]@!$&'()*+,;=%é令\"<>\\^`{|}\t\n\x00")), 0, 12, -1)
	name := rapid.StringMatching(`[A-Z][a-z]{0,5}(-[A-Z][a-z]{0,5})?`)
	value := rapid.StringMatching(`([!-~é]([ -~é]{0,10}[!-~é])?)?`)
	rapid.Check(t, func(t *rapid.T) {
		target := webhook.Target{
			URL:      &webhook.Endpoint{Scheme: "http", Host: "h:80", Network: "tcp", Addr: "h:80", Path: "/im", RawQuery: "a=%20b"},
			SDKAppID: rapid.Uint64().Draw(t, "SDKAppID"),
			Token:    text.Draw(t, "token"),
			Order:    rapid.SampledFrom([]webhook.QueryOrder{webhook.OrderDocumented, webhook.OrderSorted}).Draw(t, "order"),
			Signing:  rapid.SampledFrom(webhook.SigningModes()).Draw(t, "signing"),
			Extra:    []webhook.Param{{Name: "Extra", Value: text.Draw(t, "extra")}, {Name: text.Draw(t, "name") + "x"}},
			Header:   []webhook.HeaderField{{Name: "X" + name.Draw(t, "header"), Value: value.Draw(t, "value")}, {Name: "user-agent", Value: value.Draw(t, "agent")}},
		}
		c := webhook.Callback{
			Command: text.Draw(t, "command"), ClientIP: text.Draw(t, "ClientIP"), OptPlatform: text.Draw(t, "OptPlatform"),
			Body: rapid.SliceOf(rapid.Byte()).Draw(t, "body"),
		}
		r := target.Request(c, time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, "now"), 0))
		got, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(r.AppendWire(nil))))
		if err != nil {
			t.Fatal(err)
		}
		checkReadBack(t, r, got)
		body, err := io.ReadAll(got.Body)
		if err != nil || !bytes.Equal(body, c.Body) {
			t.Errorf("body: got %q, %v, want %q", body, err, c.Body)
		}
	})
}

func checkReadBack(t *rapid.T, r *webhook.Request, got *http.Request) {
	if got.Method != "POST" || got.RequestURI != r.RequestTarget() || got.URL.Path != "/im" || got.Host != "h:80" || got.ContentLength != int64(len(r.Body)) {
		t.Errorf("got %s %s, host %s, length %d", got.Method, got.RequestURI, got.Host, got.ContentLength)
	}
	query, err := url.ParseQuery(got.URL.RawQuery)
	if err != nil {
		t.Fatal(err)
	}
	wantQuery, wantHeader := url.Values{}, http.Header{}
	for _, p := range r.Query {
		wantQuery.Add(p.Name, p.Value)
	}
	if diff := cmp.Diff(wantQuery, query); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
	for _, f := range r.Header {
		if f.Name != "Host" {
			wantHeader.Add(f.Name, f.Value)
		}
	}
	if diff := cmp.Diff(wantHeader, got.Header); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
}
