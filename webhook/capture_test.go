package webhook_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook"
	"pgregory.net/rapid"
)

func captured(t *testing.T, x *webhook.Exchange) webhook.Record {
	t.Helper()
	line, err := webhook.NewRecord(x).AppendLine(nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(line, []byte("\n")); n != 1 || line[len(line)-1] != '\n' {
		t.Fatalf("got %d newlines in %q, want one at the end", n, line)
	}
	var r webhook.Record
	if err := json.Unmarshal(line, &r); err != nil {
		t.Fatalf("%v in %s", err, line)
	}
	return r
}

func exchange(body, answer []byte) *webhook.Exchange {
	endpoint, err := webhook.ParseEndpoint("https://www.example.com/im?token=mine")
	if err != nil {
		panic(err)
	}
	target := webhook.Target{URL: endpoint, SDKAppID: 1400000000, Token: "k7Qd2mXz9TnB4vRw", Header: []webhook.HeaderField{{Name: "authorization", Value: "Basic c2VjcmV0"}}}
	return &webhook.Exchange{
		Request: target.Request(webhook.Callback{Command: "Bot.OnGroupMessage", ClientIP: "203.0.113.24", OptPlatform: "iOS", Body: body}, time.Unix(1741000000, 0)),
		Proto:   "HTTP/1.1", Status: 200, Reason: "OK", Header: []webhook.HeaderField{{Name: "set-cookie", Value: "session=1"}, {Name: "X-Odd", Value: "a"}}, Body: answer,
		Start:  time.Date(2026, 1, 2, 3, 4, 5, 678, time.FixedZone("", 3600)),
		Timing: webhook.Timing{Connect: time.Millisecond, FirstByte: 2 * time.Millisecond, Whole: 3 * time.Millisecond},
	}
}

func TestACaptureKeepsTheBytesAndMasksWhatIsSecret(t *testing.T) {
	r := captured(t, exchange([]byte(`{"a":"\/é"}`), []byte(`{"ErrorCode":0}`)))
	wantQuery := "token=mine&SdkAppid=1400000000&CallbackCommand=Bot.OnGroupMessage&contenttype=json&ClientIP=203.0.113.24&OptPlatform=iOS&Sign=…&RequestTime=1741000000"
	if r.Request.Query != wantQuery {
		t.Errorf("got the query %q, want %q", r.Request.Query, wantQuery)
	}
	if r.Request.URL != "https://www.example.com/im" || r.Request.Method != "POST" {
		t.Errorf("got %s %s", r.Request.Method, r.Request.URL)
	}
	if got := *r.Request.Text; got != `{"a":"\/é"}` {
		t.Errorf("got the body %q, want it as it was sent", got)
	}
	if diff := cmp.Diff([]string{"Sign", "authorization", "set-cookie"}, r.Redacted); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][2]string{{"set-cookie", "…"}, {"X-Odd", "a"}}, r.Answer.Header); diff != "" {
		t.Error(diff)
	}
	if got := r.Start.Format(time.RFC3339Nano); got != "2026-01-02T03:04:05.000000678+01:00" {
		t.Errorf("got the start %s, want nanoseconds and the zone", got)
	}
	if diff := cmp.Diff(webhook.RecordTiming{Connect: 1000, FirstByte: 2000, Whole: 3000}, r.Timing); diff != "" {
		t.Error(diff)
	}
	line, _ := webhook.NewRecord(exchange(nil, nil)).AppendLine(nil)
	for _, secret := range []string{"k7Qd2mXz9TnB4vRw", "d79d7ad8337e3eea", "c2VjcmV0", "session=1"} {
		if bytes.Contains(line, []byte(secret)) {
			t.Errorf("%s is in the capture: %s", secret, line)
		}
	}
}

func TestACaptureOfAFailedExchangeSaysWhy(t *testing.T) {
	x := exchange([]byte("{}"), nil)
	x.Status, x.Failure = 0, &webhook.Failure{Class: webhook.Connect, Err: errors.New("connection refused")}
	r := captured(t, x)
	if r.Answer != nil || !strings.Contains(r.Failure, "connection refused") {
		t.Errorf("got the answer %v and the failure %q, want no answer and the reason", r.Answer, r.Failure)
	}
}

func TestACaptureKeepsAnyBody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.SliceOf(rapid.Byte()).Draw(t, "body")
		line, err := webhook.NewRecord(exchange(body, nil)).AppendLine(nil)
		if err != nil {
			t.Fatal(err)
		}
		var r webhook.Record
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		got, _ := base64.StdEncoding.DecodeString(r.Request.Base64)
		if r.Request.Text != nil {
			got = []byte(*r.Request.Text)
		}
		if !bytes.Equal(got, body) {
			t.Fatalf("got %q, want %q", got, body)
		}
	})
}
