package capture_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"pgregory.net/rapid"
)

const token = "k7Qd2mXz9TnB4vRw"

// exchange is one that was signed with token.
func exchange(body, answer []byte) *webhook.Exchange {
	endpoint, err := webhook.ParseEndpoint("https://www.example.com/im?app=mine")
	if err != nil {
		panic(err)
	}
	target := webhook.Target{
		URL:      endpoint,
		SDKAppID: 1400000000,
		Token:    token,
		Header:   []webhook.HeaderField{{Name: "authorization", Value: "Basic c2VjcmV0"}},
	}
	x := &webhook.Exchange{
		Request: target.Request(
			webhook.Callback{Command: "Bot.OnGroupMessage", ClientIP: "203.0.113.24", OptPlatform: "iOS", Body: body},
			time.Unix(1741000000, 0),
		),
		Proto: "HTTP/1.1", Status: 200, Reason: "OK", Header: []webhook.HeaderField{
			{Name: "set-cookie", Value: "session=1"},
			{Name: "X-Odd", Value: "a"},
		}, Body: answer,
		Start:  time.Date(2026, 1, 2, 3, 4, 5, 678, time.FixedZone("", 3600)),
		Timing: webhook.Timing{Connect: time.Millisecond, FirstByte: 2 * time.Millisecond, Total: 3 * time.Millisecond},
	}
	x.Raw = append([]byte("HTTP/1.1 200 OK\r\nset-cookie: session=1\r\nX-Odd: a\r\n\r\n"), answer...)
	return x
}

// captured is an exchange that was written and read again.
func captured(t *testing.T, x *webhook.Exchange, hide capture.Redaction) (r *capture.Record, line string) {
	t.Helper()
	written, err := capture.NewRecord(x, hide).AppendLine(nil)
	if err != nil {
		t.Fatal(err)
	}
	if r, err = capture.ParseLine(written); err != nil {
		t.Fatal(err)
	}
	return r, string(written)
}

func TestACaptureKeepsTheBytesAndMasksWhatIsSecret(t *testing.T) {
	r, line := captured(t, exchange([]byte(`{"a":"\/é"}`), []byte(`{"ErrorCode":0}`)), capture.Redaction{})
	want := &capture.Record{
		Start: time.Date(2026, 1, 2, 3, 4, 5, 678, time.FixedZone("", 3600)),
		Request: capture.Request{
			Method: "POST", URL: "https://www.example.com/im",
			Query: "app=mine&SdkAppid=1400000000&CallbackCommand=Bot.OnGroupMessage&contenttype=json" +
				"&ClientIP=203.0.113.24&OptPlatform=iOS&Sign=masked&RequestTime=1741000000",
			Header: []webhook.HeaderField{
				{Name: "Host", Value: "www.example.com"},
				{Name: "User-Agent", Value: "timhook"},
				{Name: "Content-Type", Value: "application/json"},
				{Name: "Content-Length", Value: "12"},
				{Name: "authorization", Value: "masked"},
			},
			Body: []byte(`{"a":"\/é"}`),
		},
		Answer: &capture.Answer{
			Proto: "HTTP/1.1", Status: 200, Reason: "OK",
			Header: []webhook.HeaderField{
				{Name: "set-cookie", Value: "masked"},
				{Name: "X-Odd", Value: "a"},
			}, Body: []byte(`{"ErrorCode":0}`),
		},
		Timing: capture.Timing{
			Connect:   time.Millisecond,
			FirstByte: 2 * time.Millisecond,
			Total:     3 * time.Millisecond,
		},
		Redacted: []string{"Sign", "authorization", "set-cookie"},
	}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Error(diff)
	}
	if got := r.Start.Format(time.RFC3339Nano); got != "2026-01-02T03:04:05.000000678+01:00" {
		t.Errorf("got the start %s, want nanoseconds and the zone", got)
	}
	for _, secret := range []string{token, "d79d7ad8337e3eea", "c2VjcmV0", "session=1"} {
		if strings.Contains(line, secret) {
			t.Errorf("%s is in the capture: %s", secret, line)
		}
	}
}

func TestACaptureOfAFailedExchangeSaysWhy(t *testing.T) {
	x := exchange([]byte("{}"), nil)
	x.Status, x.Failure = 0, &webhook.Failure{Class: webhook.Connect, Err: errors.New("connection refused")}
	r, _ := captured(t, x, capture.Redaction{})
	if r.Answer != nil || r.Failure != "connection refused" || r.FailureClass != "connect" {
		t.Errorf("got the answer %v, the failure %q of class %q", r.Answer, r.Failure, r.FailureClass)
	}
	again := r.Exchange()
	failure := again.Failure
	isSame := failure != nil && failure.Class == webhook.Connect && failure.Error() == "connection refused"
	if !isSame || again.Status != 0 {
		t.Errorf("got %+v", again.Failure)
	}
	x.Failure = &webhook.Failure{Class: webhook.Unsendable, Err: errors.New("request has no endpoint")}
	x.Request = &webhook.Request{Method: "POST"}
	if r, _ := captured(t, x, capture.Redaction{}); r.Request.URL != "" || r.FailureClass != "unsendable" {
		t.Errorf("without an endpoint: got %+v", r)
	}
}

func TestARecordIsAnExchangeAgain(t *testing.T) {
	x := exchange([]byte("{}"), []byte(`{"ErrorCode":0}`))
	x.Truncated = true
	r, _ := captured(t, x, capture.Redaction{KeepSign: true})
	got := r.Exchange()
	got.Header[0].Value = "session=1"
	x.Raw = bytes.Replace(x.Raw, []byte("session=1"), []byte("masked"), 1)
	x.Request.Header[4].Value, got.Request.Endpoint = "masked", x.Request.Endpoint
	if a, b := got.Request.AppendWire(nil), x.Request.AppendWire(nil); !bytes.Equal(a, b) {
		t.Errorf("got the request %q, want %q", a, b)
	}
	got.Request = x.Request
	if diff := cmp.Diff(x, got); diff != "" {
		t.Error(diff)
	}
	for _, url := range []string{"", "nowhere", "unix:/run/a.sock:/im"} {
		t.Run("to "+url, func(t *testing.T) {
			odd := capture.Record{Request: capture.Request{Method: "POST", URL: url, Query: "a=b"}}
			if got := odd.Exchange(); !strings.HasSuffix(got.Request.RequestTarget(), "?a=b") || got.Failure != nil {
				t.Errorf("%q: got %+v", url, got)
			}
		})
	}
}

// TestWhateverWasSentIsInTheCapture: also where it is no ordinary request, and through a socket.
func TestWhateverWasSentIsInTheCapture(t *testing.T) {
	to, err := webhook.ParseEndpoint("unix:/run/a:b.sock:/im?app=a&&b")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		sent := webhook.Target{URL: to, SDKAppID: 1}.Request(
			webhook.Callback{Command: anyText().Draw(t, "command"), Body: anyBytes(t, "body")},
			time.Time{},
		)
		sent.Proto = rapid.SampledFrom([]string{"", "HTTP/1.0", "HTTP/9"}).Draw(t, "proto")
		if rapid.Bool().Draw(t, "odd") {
			for _, piece := range rapid.SliceOfN(anyText(), 1, 3).Draw(t, "pieces") {
				sent.Wire = append(sent.Wire, webhook.Piece{Bytes: []byte(piece)})
			}
		}
		want := sent.AppendWire(nil)
		r := capture.NewRecord(&webhook.Exchange{Request: sent}, capture.Redaction{KeepSign: true})
		if len(want) == 0 {
			return // nothing is nothing
		}
		if got := r.WebhookRequest(to).AppendWire(nil); !bytes.Equal(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

func TestARequestInPiecesIsAPlainOne(t *testing.T) {
	to, err := webhook.ParseEndpoint("http://127.0.0.1:8080/other?x=y")
	if err != nil {
		t.Fatal(err)
	}
	x := exchange([]byte("{}"), nil)
	whole := x.Request.AppendWire(nil)
	x.Request.Wire = []webhook.Piece{{Bytes: whole[:9]}, {Bytes: whole[9:]}}
	r := capture.NewRecord(x, capture.Redaction{KeepSign: true})
	if r.Request.Wire != nil {
		t.Errorf("got the wire %q, want none", r.Request.Wire)
	}
	again := r.WebhookRequest(to)
	if again.Wire != nil || !strings.HasPrefix(again.RequestTarget(), "/im?app=mine&SdkAppid=") {
		t.Errorf("got %s, want the captured target", again.RequestTarget())
	}
	r.Request.Wire = []byte("odd")
	if got := r.Exchange().Request; got.Wire != nil {
		t.Errorf("got the wire %q in the exchange, want none", got.Wire)
	}
}

func TestAnAnswerThatIsFramedOtherwiseIsKeptWhole(t *testing.T) {
	for _, c := range []struct {
		name, raw string
		wire      bool
	}{
		{"plain", "HTTP/1.1 200 OK\r\nX-Odd: a\r\n\r\n{}", false},
		{"a name in another case", "HTTP/1.1 200 OK\r\nx-odd: a\r\n\r\n{}", true},
		{"bare line feeds", "HTTP/1.1 200 OK\nX-Odd: a\n\n{}", true},
		{"interim", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nX-Odd: a\r\n\r\n{}", true},
		{"bytes behind the end", "HTTP/1.1 200 OK\r\nX-Odd: a\r\n\r\n{}stray", true},
		{"not kept", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := exchange(nil, []byte("{}"))
			x.Header, x.Raw = x.Header[1:], []byte(c.raw)
			want := ""
			if c.wire {
				want = c.raw
			}
			if got := capture.NewAnswer(x); string(got.Wire) != want {
				t.Errorf("%q: got the wire %q, want %q", c.raw, got.Wire, want)
			}
			x.Truncated = true
			if got := capture.NewAnswer(x); c.name == "bytes behind the end" && got.Wire != nil {
				t.Errorf("truncated: got the wire %q, want none", got.Wire)
			}
		})
	}
}
