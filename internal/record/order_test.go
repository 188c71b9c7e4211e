package record_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/internal/pipes"
	"github.com/timhook/timhook/internal/record"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/file"
)

// handlerBackend is a net/http server within the process, for bubbles.
type handlerBackend struct {
	url    *webhook.Endpoint
	client *webhook.Client
}

func newHandlerBackend(t *testing.T, h http.HandlerFunc) *handlerBackend {
	t.Helper()
	l := pipes.Listen()
	server := &http.Server{Handler: h} //nolint:gosec // it lives for a test
	go func() { _ = server.Serve(l) }()
	client := &webhook.Client{Timeout: 10 * time.Second, Dial: l.Dial}
	t.Cleanup(func() { client.Close(); _ = server.Close() })
	return &handlerBackend{&webhook.Endpoint{Scheme: "http", Host: "backend", Network: "tcp", Addr: "backend:80", Path: "/"}, client}
}

// answerTo reads one answer of the canonical kind.
func answerTo(c net.Conn, message string) string {
	go func() { _, _ = io.WriteString(c, message) }()
	buf := make([]byte, 4096)
	n, _ := c.Read(buf)
	return string(buf[:n])
}

func TestAnExchangeIsKeptBeforeItIsAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		written := make(chan struct{})
		r := overPipes(t, record.Options{Save: func(*capture.Record) (at file.At, err error) { <-written; return at, nil }})
		c := r.dial()
		answered := false
		go func() { answerTo(c, post("{}")); answered = true }()
		time.Sleep(time.Hour)
		synctest.Wait()
		if answered {
			t.Error("the sender has its answer before the exchange is kept")
		}
		close(written)
		synctest.Wait()
		if !answered {
			t.Error("the sender has no answer although the exchange is kept")
		}
	})
}

func TestWhatRecordingAddsIsTheWholeWithoutTheBackend(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newHandlerBackend(t, func(w http.ResponseWriter, q *http.Request) {
			_, _ = io.Copy(io.Discard, q.Body)
			time.Sleep(300 * time.Millisecond)
		})
		r := overPipes(t, record.Options{Forward: b.url, Client: b.client, Save: func(*capture.Record) (at file.At, err error) {
			time.Sleep(40 * time.Millisecond)
			return at, nil
		}})
		answerTo(r.dial(), post("{}"))
		synctest.Wait()
		e := r.events[0]
		if e.Whole != 340*time.Millisecond || e.Added != 40*time.Millisecond {
			t.Errorf("got %v of which %v were added, want 340 ms of which 40 ms", e.Whole, e.Added)
		}
		got := r.records()[0].Timing
		if want := (capture.Timing{FirstByte: 300 * time.Millisecond, Total: 300 * time.Millisecond}); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
		if sum := r.end(); sum.AddedP50.Round(time.Millisecond) != 40*time.Millisecond || sum.AddedP99 != sum.AddedP50 {
			t.Errorf("got p50 %v and p99 %v, want 40 ms", sum.AddedP50, sum.AddedP99)
		}
	})
}

func TestAFullDiskIsToldOnceAndForwardingGoesOn(t *testing.T) {
	var full error
	r := overTCP(t, record.Options{Save: func(*capture.Record) (at file.At, err error) { return at, full }})
	c := r.dial()
	defer c.Close()
	for i := range 6 {
		full = nil
		if i == 1 || i == 2 || i == 4 {
			full = errors.New("no space left on device")
		}
		if answer := answerTo(c, post("{}")); !strings.HasPrefix(answer, "HTTP/1.1 200 ") {
			t.Errorf("exchange %d: got %q", i, answer)
		}
	}
	sum := r.end()
	failing := "the capture file cannot be written: no space left on device; what comes is answered all the same, and is not in the file"
	want := []string{failing, "the capture file is written again; not in it: 2", failing, "the capture file is written again; not in it: 1"}
	if diff := cmp.Diff(want, r.notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	if len(r.saved) != 3 || sum.Unsaved != 3 || sum.Callbacks != 6 {
		t.Errorf("got %d records and %+v, want 3 of 6", len(r.saved), sum)
	}
}

func TestTheEndWaitsForWhatIsInFlight(t *testing.T) {
	tests := []struct {
		name   string
		takes  time.Duration // the backend, from the end on
		status string
		ends   time.Duration
	}{
		{"in time", time.Second, "200", time.Second},
		{"not in time", time.Minute, "", 2 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newHandlerBackend(t, func(w http.ResponseWriter, q *http.Request) {
					_, _ = io.Copy(io.Discard, q.Body)
					select {
					case <-time.After(tt.takes):
					case <-q.Context().Done():
					}
				})
				b.client.Timeout = time.Hour
				r := overPipes(t, record.Options{Forward: b.url, Client: b.client})
				idle, inFlight := r.dial(), r.dial()
				go func() { _, _ = io.WriteString(inFlight, post("{}")) }()
				synctest.Wait()
				start := time.Now()
				go r.end()
				if rest, took := until(t, idle); rest != "" || took != 0 {
					t.Errorf("got %q and the end of an idle connection after %v, want it at once", rest, took)
				}
				answer, _ := io.ReadAll(inFlight)
				if !strings.HasPrefix(string(answer), "HTTP/1.1 "+tt.status) && tt.status != "" || tt.status == "" && len(answer) > 0 {
					t.Errorf("got %q, want status %q", answer, tt.status)
				}
				records := r.records()
				if took := time.Since(start); took != tt.ends {
					t.Errorf("the end took %v, want %v", took, tt.ends)
				}
				if len(records) != 1 || (records[0].FailureClass == "canceled") == (tt.status == "200") {
					t.Errorf("got %d records, want one, with a failure if it was given up", len(records))
				}
			})
		})
	}
}

func TestItEndsByItselfAfterSoManyCallbacks(t *testing.T) {
	r := overTCP(t, record.Options{Stop: 2})
	c := r.dial()
	defer c.Close()
	answer := answerTo(c, post("1")) + answerTo(c, "GET / HTTP/1.1\r\nHost: a\r\n\r\n") + answerTo(c, post("2"))
	if sum := <-r.ended; sum.Callbacks != 2 || sum.Others != 1 || strings.Count(answer, "HTTP/1.1 200 ") != 2 {
		t.Errorf("got %+v and %q, want two callbacks and one other request", sum, answer)
	} else {
		r.ended <- sum
	}
}
