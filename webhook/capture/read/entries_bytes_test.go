package read_test

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

func TestAHAROfChromiumKeepsTheRequest(t *testing.T) {
	e := readAll(t, sample(t, "captures", "chromium.har"))[0]
	want := capture.Record{
		Start: time.Date(2026, 3, 1, 8, 0, 1, 250_000_000, time.UTC),
		Request: capture.Request{
			Method: "POST", URL: "https://www.example.com/im",
			Query: "SdkAppid=1400000001&CallbackCommand=Group.CallbackAfterSendMsg&contenttype=json" +
				"&ClientIP=203.0.113.24&OptPlatform=Android",
			Header: []webhook.HeaderField{
				{Name: "Host", Value: "www.example.com"},
				{Name: "accept", Value: "*/*"},
				{Name: "accept-encoding", Value: "gzip, deflate, br, zstd"},
				{Name: "content-type", Value: "application/json"},
				{Name: "content-length", Value: "341"},
				{Name: "origin", Value: "https://example.com"},
				{Name: "sec-fetch-mode", Value: "cors"},
				{Name: "user-agent", Value: "Mozilla/5.0 (X11; Linux x86_64)"},
			},
			Body: readAll(t, sample(t, "captures", "packets.jsonl"))[0].Request.Body,
		},
		Answer: &capture.Answer{
			Proto: "HTTP/1.1", Status: 200, Header: []webhook.HeaderField{
				{Name: "content-type", Value: "application/json"},
			},
			Body: []byte(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`),
		},
		Timing: capture.Timing{
			Connect:   10500 * time.Microsecond,
			FirstByte: 20750 * time.Microsecond,
			Total:     21500 * time.Microsecond,
		},
	}
	if diff := cmp.Diff(want, e.Record); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !e.Dated || e.Place(false, 100) != (capture.Place{Line: 133, Column: 7}) {
		t.Errorf("dated %v, place %v; want a date, and the place of the entry", e.Dated, e.Place(false, 100))
	}
}

// TestAHARKeepsBytesThatAreNoText in the ways of mitmproxy and of this program.
func TestAHARKeepsBytesThatAreNoText(t *testing.T) {
	e := readAll(t, sample(t, "captures", "mitmproxy.har"))[1]
	want := "{\"CallbackCommand\":\"Group.CallbackAfterRecallMsg\",\"Operator_Account\":\"\xff\xfe\",\"GroupId\":\"1\"}"
	if string(e.Request.Body) != want {
		t.Errorf("got %q, want %q", e.Request.Body, want)
	}
	for _, test := range []struct{ name, post, want string }{
		{"base64", `{"text":"/w==","encoding":"base64"}`, "\xff"},
		{"base64 as timhook names it", `{"text":"/w==","_encoding":"base64"}`, "\xff"},
		{"escapes", `{"text":"\ud83e\udde7\ud800\/\"\\\b\u0000"}`, "🧧\ufffd/\"\\\b\x00"},
		{"a form", `{"params":[{"name":"a b","value":"c&d"},{"name":"e","value":""}]}`, "a+b=c%26d&e="},
		{"null", `{"text":null}`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := `{"log":{"entries":[{"request":{"method":"POST","url":"http://h/?a#b","postData":` + test.post +
				`},"response":{"status":0,"_error":"net::ERR_TIMED_OUT"}}]}}`
			e := readAll(t, textInput("x", text))[0]
			if string(e.Request.Body) != test.want || e.Answer != nil {
				t.Errorf("%s: got %q and the answer %+v; want %q", test.post, e.Request.Body, e.Answer, test.want)
			}
			if e.Failure != "net::ERR_TIMED_OUT" || e.Request.Query != "a" {
				t.Errorf("got the failure %q and the query %q", e.Failure, e.Request.Query)
			}
		})
	}
}

// TestAMessageKeepsItsBytes where its fields would be written otherwise.
func TestAMessageKeepsItsBytes(t *testing.T) {
	list := readAll(t, sample(t, "captures", "request.http"))
	for i, want := range []string{"Content-Type:application/json\r\n", "Transfer-Encoding: chunked\r\n\r\ndf\r\n"} {
		if !strings.Contains(string(list[i].Request.Wire), want) {
			t.Errorf("message %d: got %q, want %q in it", i+1, list[i].Request.Wire, want)
		}
		if body := list[i].Request.Body; !json.Valid(body) || len(body) != 223 {
			t.Errorf("message %d: got %q, want the packet", i+1, body)
		}
	}
	plain := "POST /im HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}"
	if e := readAll(t, textInput("x", plain))[0]; e.Request.Wire != nil {
		t.Errorf("got %q, want nothing: the fields give the same bytes", e.Request.Wire)
	}
	if e := readAll(t, textInput("x", strings.ReplaceAll(plain, "\r\n", "\n")))[0]; e.Request.Wire != nil {
		t.Errorf("got %q, want nothing: the line feeds are an editor's", e.Request.Wire)
	}
}

// TestAnAnswerBelongsToTheRequestBeforeIt also behind an interim one, or alone.
func TestAnAnswerBelongsToTheRequestBeforeIt(t *testing.T) {
	const request = "POST /im HTTP/1.1\nContent-Length: 2\n\n{}\n"
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{
			"interim", request + "HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\n\nyes\n\n" + request,
			[]string{"POST 200 yes", "POST"},
		},
		{"alone", "HTTP/1.1 204 No Content\n\n" + request, []string{" 204 ", "POST"}},
		{
			"in chunks", request + request + "HTTP/1.0 500 Oh\nTransfer-Encoding: chunked\n\n2\r\nno\r\n0\r\n\r\n",
			[]string{"POST", "POST 500 no"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var list []string
			for _, e := range readAll(t, textInput("x", test.text)) {
				text := e.Request.Method
				if e.Answer != nil {
					text += fmt.Sprintf(" %d %s", e.Answer.Status, e.Answer.Body)
				}
				list = append(list, text)
			}
			if diff := cmp.Diff(test.want, list); diff != "" {
				t.Errorf("%q (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

func TestARunGivesItsExchanges(t *testing.T) {
	const line = `{"case":{"case":"send/text","callback":"Group.CallbackAfterSendMsg","exchanges":[
		{"label":"first","outcome":"fail","checks":["a"],"found":[{"check":"a","path":"/b","want":"c","got":"d"}],
		 "start":"2026-01-02T03:04:05Z",
		 "request":{"method":"POST","url":"http://h/im","query":"…&SdkAppid=1&Sign=…&RequestTime=1",
		 "header":[["Cookie","…"],["A","b"]],"bodyBase64":"/w==","bytes":1},
		 "answer":{"status":200,"proto":"HTTP/1.1","reason":"OK","header":[["C","d"]],
		 "body":"no","bodyCut":true,"connectMs":0.5,"firstByteMs":1,"wholeMs":2.25}},
		{"outcome":"error","error":"refused","request":{"method":"POST","url":"http://h/im"},"answer":{}}]}}`
	list := readAll(t, textInput("x", strings.ReplaceAll(line, "\n", " ")+"\n{\"run\":{}}\n"))
	if len(list) != 2 {
		t.Fatalf("got %d entries, want 2", len(list))
	}
	want := capture.Record{
		Start: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Verdict: "fail", Findings: []capture.Finding{
			{Check: "a", Path: "/b", Want: "c"},
		},
		Request: capture.Request{
			Method: "POST", URL: "http://h/im", Query: "SdkAppid=1&Sign=masked&RequestTime=1",
			Header: []webhook.HeaderField{
				{Name: "Cookie", Value: "masked"},
				{Name: "A", Value: "b"},
			}, Body: []byte{0xff},
		},
		Answer: &capture.Answer{
			Proto:     "HTTP/1.1",
			Status:    200,
			Reason:    "OK",
			Header:    []webhook.HeaderField{{Name: "C", Value: "d"}},
			Body:      []byte("no"),
			Truncated: true,
		},
		Timing: capture.Timing{
			Connect:   500 * time.Microsecond,
			FirstByte: time.Millisecond,
			Total:     2250 * time.Microsecond,
		},
		Redacted: []string{"Cookie", "Sign"},
	}
	if diff := cmp.Diff(want, list[0].Record); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if e := list[0]; e.Case != "send/text" || e.Label != "first" || !e.Dated || e.Number != 1 {
		t.Errorf("got %q, %q, dated %v, number %d", e.Case, e.Label, e.Dated, e.Number)
	}
	e := list[1]
	if e.Failure != "refused" || e.Answer != nil || e.Dated || e.Command() != "Group.CallbackAfterSendMsg" {
		t.Errorf("got %+v, want the failure and no answer", e)
	}
}

// TestPlacesOfPacketsAreThoseOfTheirText cuts each text at the place.
func TestPlacesOfPacketsAreThoseOfTheirText(t *testing.T) {
	checked := 0
	for _, input := range []read.Input{
		sample(t, "captures", "array.json"), sample(
			t,
			"captures",
			"packets.jsonl",
		), sample(t, "captures", "pasted.txt"),
		sample(t, "captures", "request.http"), sample(t, "captures", "editor.http"), sample(
			t,
			"doc-samples",
			"Bot.OnGroupMessage.jsonc",
		),
		textInput("capture", recordLine(t)+recordLine(t)),
	} {
		text := textOf(t, input)
		lines := strings.SplitAfter(text, "\n")
		for e, err := range read.Entries([]read.Input{input}, read.ReadOptions{All: true}) {
			if err != nil || strings.Contains(string(e.Request.Wire), "chunked") || e.Kind == read.KindCapture {
				continue
			}
			for offset, c := range e.Request.Body {
				p := e.Place(false, offset)
				if got := lines[p.Line-1][p.Column-1]; got != c && c != ' ' {
					t.Fatalf("%s: byte %d of the body is %q, and %q stands at %v", input.Name, offset, c, got, p)
				}
				checked++
			}
		}
	}
	if checked < 3000 {
		t.Errorf("%d bytes were looked at, want thousands", checked)
	}
}

func textOf(t testing.TB, input read.Input) string {
	t.Helper()
	file, err := input.Open()
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func BenchmarkEntries(b *testing.B) {
	line := recordLine(b)
	text := strings.Repeat(line, 2000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range read.Entries([]read.Input{textInput("x", text)}, read.ReadOptions{All: true}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
