package webhook_test

import (
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/timhook/timhook/internal/pipes"
	"github.com/timhook/timhook/webhook"
)

// However much of an answer the caller has read, the exchange is that of a single send.
func TestAnExchangeThatWasBegunIsFinishedAsASendIs(t *testing.T) {
	const okay = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"
	for _, answer := range []string{
		okay, okay + "\n", "", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nOK", "SSH-2.0\r\n", "HTTP/1.1 100 Continue\r\n\r\n" + okay,
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
	} {
		for _, read := range []int{0, 1, len(answer)} {
			t.Run(fmt.Sprintf("%d bytes of %q read", read, answer), func(t *testing.T) {
				want := sendTo(t, answer)
				got, sound := beginTo(t, answer, min(read, len(answer)))
				ignored := cmpopts.IgnoreFields(webhook.Exchange{}, "Request", "Start", "Timing", "RemoteAddr",
					"Failure")
				if diff := cmp.Diff(want, got, ignored, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("-send +finish:\n%s", diff)
				}
				if said(want.Failure) != said(got.Failure) {
					t.Errorf("got %q, want %q", said(got.Failure), said(want.Failure))
				}
				if want := answer == okay || len(answer) > len(okay) && got.Failure == nil && len(got.Stray) == 0 && got.Get("Connection") == ""; sound != want {
					t.Errorf("got a connection to be kept: %v, want %v", sound, want)
				}
			})
		}
	}
}

func said(f *webhook.Failure) string {
	if f == nil {
		return ""
	}
	return f.Class.String() + ": " + f.Error()
}

// answeringOnce makes connections on which the first request draws these bytes, and then the end.
func answeringOnce(answer string) *webhook.Client {
	return &webhook.Client{Timeout: 20 * time.Second, Dial: pipes.Closing(answer)}
}

func ownRequest(t *testing.T) *webhook.Request {
	t.Helper()
	endpoint, err := webhook.ParseEndpoint("http://backend.example/im")
	if err != nil {
		t.Fatal(err)
	}
	return webhook.Target{URL: endpoint, SDKAppID: 1}.Request(webhook.Callback{Command: "Bot.OnGroupMessage", Body: []byte("{}")}, time.Unix(1, 0))
}

func sendTo(t *testing.T, answer string) *webhook.Exchange {
	t.Helper()
	client := answeringOnce(answer)
	defer client.Close()
	return client.Send(t.Context(), ownRequest(t))
}

// beginTo writes the request and reads some bytes by itself.
func beginTo(t *testing.T, answer string, read int) (*webhook.Exchange, bool) {
	t.Helper()
	client, r := answeringOnce(answer), ownRequest(t)
	start := time.Now()
	conn, failure := client.Connect(t.Context(), r.Endpoint, start.Add(client.Limit()))
	if failure != nil {
		t.Fatal(failure)
	}
	defer conn.Close()
	wire := r.AppendWire(nil)
	if _, err := conn.Write(wire); err != nil {
		t.Fatal(err)
	}
	began := make([]byte, read)
	if _, err := io.ReadFull(conn, began); err != nil {
		t.Fatal(err)
	}
	return conn.Finish(t.Context(), r, webhook.Partial{Start: start, Sent: wire, Read: began, FirstByte: time.Now()})
}
