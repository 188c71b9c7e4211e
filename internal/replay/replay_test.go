package replay_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/replay"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

// noon is when the captures of these tests begin.
func noon() time.Time { return time.Date(2026, 3, 4, 12, 0, 0, 0, time.FixedZone("", 8*3600)) }

// record is a callback of that moment with that packet.
func record(after time.Duration, body string) *capture.Record {
	return &capture.Record{
		Start: noon().Add(after),
		Request: capture.Request{
			Method: "POST", URL: "http://backend.example/old", Body: []byte(body),
			Query: "SdkAppid=7&CallbackCommand=Group.CallbackAfterSendMsg&contenttype=json&ClientIP=203.0.113.9&OptPlatform=iOS&Sign=masked&RequestTime=1772596800",
			Header: []webhook.HeaderField{
				{Name: "host", Value: "backend.example"},
				{Name: "X-Trace", Value: "1"},
				{Name: "Accept-Encoding", Value: "gzip"},
				{Name: "content-type", Value: "application/json"},
				{Name: "Cookie", Value: "a=b"},
				{Name: "X-Key", Value: "masked"},
				{Name: "content-length", Value: fmt.Sprint(len(body))},
				{Name: "Connection", Value: "close"},
			},
		},
		Redacted: []string{"Sign", "X-Key"},
	}
}

// numbered is a packet that can be told from others.
func numbered(n int) string {
	return fmt.Sprintf(`{"CallbackCommand":"Group.CallbackAfterSendMsg","N":%d}`, n)
}

// file is an input that holds the records, as a capture is written.
func file(t testing.TB, name string, records ...*capture.Record) read.Input {
	t.Helper()
	var text []byte
	for _, r := range records {
		var err error
		if text, err = r.AppendLine(text); err != nil {
			t.Fatal(err)
		}
		if !bytes.HasSuffix(text, []byte("\n")) {
			text = append(text, '\n')
		}
	}
	return input(name, string(text))
}

func input(name, text string) read.Input {
	return read.Input{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

func endpoint(t testing.TB, url string) *webhook.Endpoint {
	t.Helper()
	e, err := webhook.ParseEndpoint(url)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// arrival is a callback as the backend saw it.
type arrival struct {
	body string
	at   time.Duration
}

// witness is a backend that takes its time and remembers what came when.
type witness struct {
	mu    sync.Mutex
	start time.Time
	came  []arrival
	takes func(n int) time.Duration // the n-th to come, from 0
}

func (w *witness) client() *webhook.Client {
	return &webhook.Client{Dial: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go w.serve(server)
		return client, nil
	}}
}

func (w *witness) serve(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	for {
		r, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		at := time.Since(w.start)
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		w.mu.Lock()
		n := len(w.came)
		w.came = append(w.came, arrival{string(body), at})
		w.mu.Unlock()
		time.Sleep(w.takes(n))
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "+fmt.Sprint(len(judge.Canonical))+"\r\n\r\n"+judge.Canonical)
	}
}

func takes(d time.Duration) func(int) time.Duration { return func(int) time.Duration { return d } }

// played sends what the plan makes of the inputs in a bubble, and says what came when.
func played(ctx context.Context, t testing.TB, p *replay.Options, s replay.Source, takes func(int) time.Duration, jobs int) ([]arrival, []conformance.Result) {
	t.Helper()
	w := &witness{takes: takes, start: time.Now()}
	p.Target.URL = endpoint(t, "http://127.0.0.1:1/im")
	client := w.client()
	defer client.Close()
	var results []conformance.Result
	conformance.Runner{Client: client, Target: p.Target, Jobs: jobs}.Stream(ctx, p.Run(s).Deliveries(), func(r conformance.Result) { results = append(results, r) })
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.came), results
}
