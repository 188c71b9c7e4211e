package webhook_test

import (
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook"
)

// answerCase is a backend's behaviour on one connection and what an exchange makes of it.
type answerCase struct {
	name   string
	serve  script
	class  webhook.FailureClass
	text   string // of the failure
	whole  time.Duration
	status int
	body   string
	check  func(*testing.T, *webhook.Exchange)
}

// thenSilence sends text and leaves the connection open until the client closes it.
func thenSilence(text string) script {
	return func(c net.Conn) {
		answers(text)(c)
		c.Read(make([]byte, 1))
	}
}

// drip sends head and then piece again and again, every so often, until the client closes.
func drip(head, piece string, every time.Duration) script {
	return func(c net.Conn) {
		answers(head)(c)
		for range 100_000 {
			if _, err := io.WriteString(c, piece); err != nil {
				return
			}
			time.Sleep(every)
		}
	}
}

// headOf returns an answer without a body that is n bytes long.
func headOf(n int) string {
	const start, end = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA: ", "\r\n\r\n"
	return start + strings.Repeat("b", n-len(start)-len(end)) + end
}

var goodAnswers = []answerCase{
	{name: "length", serve: thenSilence(okAnswer), status: 200, body: okPacket},
	{
		name: "chunks", status: 200, body: "hello, world",
		serve: thenSilence("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;ext=1\r\nhello\r\n7\r\n, world\r\n0\r\nTrailer: t\r\n\r\n"),
	},
	{name: "until close", serve: answers("HTTP/1.1 500 No\r\nConnection: close\r\n\r\nno"), status: 500, body: "no"},
	{name: "HTTP/1.0", serve: answers("HTTP/1.0 200 OK\r\n\r\nten"), status: 200, body: "ten"},
	{name: "no reason", serve: thenSilence("HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok"), status: 200, body: "ok"},
	{name: "no body", serve: thenSilence("HTTP/1.1 204 No Content\r\n\r\n"), status: 204},
	{
		name: "redirect", serve: thenSilence("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"),
		status: 302,
	},
	{
		name: "interim answers", status: 200, body: "ok",
		serve: thenSilence("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
		check: func(t *testing.T, x *webhook.Exchange) {
			if x.Interim != 2 || x.Get("Link") != "" {
				t.Errorf("got %d interim answers and Link %q, want 2 and none", x.Interim, x.Get("Link"))
			}
		},
	},
	{
		name: "gzip is left alone", status: 200, body: "\x1f\x8b",
		serve: thenSilence("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b"),
	},
	{
		name: "two answers", status: 200, body: okPacket, serve: thenSilence(okAnswer + okAnswer),
		check: func(t *testing.T, x *webhook.Exchange) {
			if string(x.Stray) != okAnswer {
				t.Errorf("stray bytes: got %q, want the second answer", x.Stray)
			}
		},
	},
	{
		name: "stray bytes", status: 200, body: "ok", serve: thenSilence("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok\r\n"),
		check: func(t *testing.T, x *webhook.Exchange) {
			if string(x.Stray) != "\r\n" {
				t.Errorf("stray bytes: got %q, want a line break", x.Stray)
			}
		},
	},
	{
		name: "a body longer than wanted", status: 200, body: strings.Repeat("x", 1000),
		serve: drip("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", strings.Repeat("x", 400), 0),
		check: func(t *testing.T, x *webhook.Exchange) {
			if !x.Truncated || x.Stray != nil {
				t.Errorf("got truncated %v, stray %q, want true and none", x.Truncated, x.Stray)
			}
		},
	},
	{
		name: "an endless body", status: 200, body: strings.Repeat("y", 1000),
		serve: drip("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\ny\r\n", 0),
	},
	{name: "a body of the longest length", status: 200, body: strings.Repeat("z", 1000), serve: thenSilence("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + strings.Repeat("z", 1000)), check: func(t *testing.T, x *webhook.Exchange) {
		if x.Truncated {
			t.Error("truncated")
		}
	}},
	{name: "a head of the longest length", serve: thenSilence(headOf(2000)), status: 200},
	{
		name: "an answer before the request is read", status: 200, body: okPacket,
		serve: func(c net.Conn) {
			c.Read(make([]byte, 10))
			io.WriteString(c, okAnswer)
		},
	},
	{
		name: "slow, but in time", status: 200, body: "abc", whole: 1500 * time.Millisecond,
		serve: func(c net.Conn) {
			answers("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n")(c)
			for _, b := range "abc" {
				time.Sleep(500 * time.Millisecond)
				io.WriteString(c, string(b))
			}
		},
	},
}

var badAnswers = []answerCase{
	{name: "closed at once", serve: func(net.Conn) {}, class: webhook.Closed, text: "connection closed: no answer"},
	{name: "closed after the request", serve: answers(""), class: webhook.Closed, text: "connection closed: no answer"},
	{name: "closed within the status line", serve: answers("HTTP/1.1 20"), class: webhook.Closed},
	{name: "closed within its first word", serve: answers("HT"), class: webhook.Closed},
	{name: "closed after the status line", serve: answers("HTTP/1.1 200 OK\r\n"), class: webhook.Closed, status: 200},
	{
		name: "closed within a field", serve: answers("HTTP/1.1 200 OK\r\nServer: x\r\nContent-Le"), class: webhook.Closed, status: 200,
		text: "connection closed: head of the answer not complete, got 38 bytes",
		check: func(t *testing.T, x *webhook.Exchange) {
			if x.Get("server") != "x" || len(x.Header) != 1 {
				t.Errorf("got header %v, want the complete field alone", x.Header)
			}
		},
	},
	{
		name: "closed within the body", serve: answers("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf"), class: webhook.Closed, status: 200, body: "half",
		text: "connection closed: body not complete, got 4 of 50 bytes",
	},
	{
		name: "closed within a chunk", serve: answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal"),
		class: webhook.Closed, status: 200, body: "hal",
	},
	{
		name: "no last chunk", serve: answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"),
		class: webhook.Closed, status: 200, body: "half",
	},
	{
		name:  "closed within the trailer",
		serve: answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\nFoo: b"),
		class: webhook.Closed, status: 200, body: "half",
	},
	{
		name:  "closed before the end of the trailer",
		serve: answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n"),
		class: webhook.Closed, status: 200, body: "half",
	},
	{name: "closed after an interim answer", serve: answers("HTTP/1.1 100 Continue\r\n\r\n"), class: webhook.Closed},

	{
		name: "garbage", serve: thenSilence("hello\r\n\r\n"), class: webhook.Malformed,
		text: `answer is not valid HTTP: malformed HTTP response "hello"`,
	},
	{
		name: "hostile garbage", serve: thenSilence("HTTP/1.1 200 OK\r\n\x1b[31m\u202e'\xff" + strings.Repeat("long", 100) + "\r\n\r\n"), class: webhook.Malformed, status: 200,
		check: func(t *testing.T, x *webhook.Exchange) {
			text := x.Failure.Error()
			if len(text) > 300 || !strings.HasSuffix(text, "...") || strings.ContainsAny(text, "\x1b\u202e") || !utf8.ValidString(text) {
				t.Errorf("got %q, want it short and harmless", text)
			}
		},
	},
	{name: "garbage without a line break", serve: answers("hello"), class: webhook.Malformed},
	{name: "no status", serve: thenSilence("HTTP/1.1\r\n\r\n"), class: webhook.Malformed},
	{name: "a status that is no number", serve: thenSilence("HTTP/1.1 abc OK\r\n\r\n"), class: webhook.Malformed},
	{
		name: "a status below 100", serve: thenSilence("HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n"),
		class: webhook.Malformed, status: 99, text: `answer is not valid HTTP: malformed HTTP status code "099 OK"`,
	},
	{
		name: "a field without a colon", serve: thenSilence("HTTP/1.1 200 OK\r\nfoo\r\n\r\n"), class: webhook.Malformed,
		status: 200,
	},
	{
		name: "a field without a colon, then closed", serve: answers("HTTP/1.1 200 OK\r\nfoo bar\r\nSer"),
		class: webhook.Malformed, status: 200,
	},
	{
		name: "two lengths", serve: thenSilence("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok!"),
		class: webhook.Malformed, status: 200,
	},
	{
		name: "a negative length", serve: thenSilence("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"),
		class: webhook.Malformed, status: 200,
	},
	{
		name:  "an unknown coding",
		serve: thenSilence("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
		class: webhook.Malformed, status: 200,
	},
	{
		name:  "a chunk size that is no number",
		serve: thenSilence("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), class: webhook.Malformed,
		status: 200,
	},
	{
		name:  "a chunk longer than its size",
		serve: thenSilence("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n"),
		class: webhook.Malformed, status: 200, body: "ab",
	},
	{
		name:  "a broken chunk, then closed",
		serve: answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n"), class: webhook.Malformed,
		status: 200, body: "ab",
	},

	{
		name: "silence", serve: func(c net.Conn) { io.Copy(io.Discard, c) }, class: webhook.Timeout,
		whole: 2 * time.Second, text: "no answer within 2s",
	},
	{
		name: "silence without reading", serve: func(c net.Conn) { time.Sleep(time.Minute) }, class: webhook.Timeout,
		whole: 2 * time.Second,
	},
	{
		name: "silence within the head", serve: thenSilence("HTTP/1.1 200 OK\r\nServer: x\r\n"), class: webhook.Timeout,
		whole: 2 * time.Second, status: 200,
	},
	{
		name: "silence within the body", serve: thenSilence("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
		class: webhook.Timeout, whole: 2 * time.Second, status: 200, body: "half",
	},
	{
		name: "a body without an end", serve: thenSilence("HTTP/1.1 200 OK\r\n\r\nhalf"), class: webhook.Timeout,
		whole: 2 * time.Second, status: 200, body: "half",
	},
	{
		name: "a dripping head", serve: drip("HTTP/1.1 200 OK\r\n", "A: b\r\n", 100*time.Millisecond),
		class: webhook.Timeout, whole: 2 * time.Second, status: 200,
	},
	{
		name: "a dripping body", serve: drip("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", "x", 300*time.Millisecond),
		class: webhook.Timeout, whole: 2 * time.Second, status: 200, body: "xxxxxxx",
		text: "body not complete, got 7 of 500 bytes within 2s",
	},
	{
		name: "dripping interim answers", serve: drip("", "HTTP/1.1 100 Continue\r\n\r\n", 300*time.Millisecond), class: webhook.Timeout, whole: 2 * time.Second,
		text: "no final answer after 7 interim ones within 2s",
	},
	{
		name:  "endless chunk extensions",
		serve: drip("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", "x=yyyyyyyyyyyyyyyyyyyyyyyyyyyyy;", 0),
		class: webhook.Malformed, status: 200,
	},
	{
		name:  "an endless trailer",
		serve: drip("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "A: b\r\n", 0),
		class: webhook.Malformed, status: 200,
	},

	{name: "a head a byte too long", serve: thenSilence(headOf(2001)), class: webhook.HeaderTooLarge, status: 200},
	{name: "an endless status line", serve: drip("HTTP/1.1 200 ", "O", 0), class: webhook.HeaderTooLarge},
	{
		name: "an endless field", serve: drip("HTTP/1.1 200 OK\r\nA: ", "bbbbbbbb", 0), class: webhook.HeaderTooLarge,
		status: 200, text: "head of the answer is longer than 2000 bytes",
	},
	{
		name: "endless fields", serve: drip("HTTP/1.1 200 OK\r\n", "A: b\r\n", 0), class: webhook.HeaderTooLarge,
		status: 200,
	},
	{
		name: "endless interim answers", serve: drip("", "HTTP/1.1 100 Continue\r\n\r\n", 0),
		class: webhook.HeaderTooLarge,
	},
}

func TestAnswersAreReadInTimeAndWithinBounds(t *testing.T) {
	for _, tc := range append(goodAnswers, badAnswers...) {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				checkAnswer(t, tc)
				time.Sleep(time.Hour) // whatever the backend still waits for
			})
		})
	}
}

func checkAnswer(t *testing.T, tc answerCase) {
	dial, dials := scripted(tc.serve)
	c := &webhook.Client{Dial: dial, MaxResponse: 1000, MaxHeader: 2000}
	defer c.Close()
	r := request(t, "http://backend.example/im")
	x := send(t, c, r)
	if class(x) != tc.class {
		t.Fatalf("got class %v (%v), want %d", class(x), x.Failure, tc.class)
	}
	if tc.text != "" && x.Failure.Error() != tc.text {
		t.Errorf("got failure %q\nwant        %q", x.Failure.Error(), tc.text)
	}
	if x.Status != tc.status || string(x.Body) != tc.body {
		t.Errorf("got %d %q, want %d %q", x.Status, x.Body, tc.status, tc.body)
	}
	if x.Timing.Total != tc.whole {
		t.Errorf("took %v, want %v", x.Timing.Total, tc.whole)
	}
	if n := int64(len(x.Raw)); n > 2000+2*1000 {
		t.Errorf("kept %d bytes of the answer, want at most 4000", n)
	}
	if n := dials.Load(); n != 1 || x.Reused || x.Redialed {
		t.Errorf("got %d connections, reused %v, redialed %v, want one new connection", n, x.Reused, x.Redialed)
	}
	if tc.status == 200 && tc.class == 0 && !strings.Contains(tc.name, "before") {
		if diff := cmp.Diff(string(r.AppendWire(nil)), string(x.Sent)); diff != "" {
			t.Errorf("sent something else than the request (-want +got):\n%s", diff)
		}
	}
	if tc.check != nil {
		tc.check(t, x)
	}
}
