package doctor_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/doctor"
	"github.com/timhook/timhook/internal/pipes"
	"github.com/timhook/timhook/webhook"
)

// inBubble examines a backend whose time costs the test none.
func inBubble(t *testing.T, h http.Handler, change func(*doctor.Options)) (r *doctor.Result, took time.Duration) {
	t.Helper()
	listener := pipes.Listen()
	server := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	o := options(t, "http://127.0.0.1/im")
	o.Client.Dial = listener.Dial
	defer o.Client.Close()
	if change != nil {
		change(&o)
	}
	begun := time.Now()
	return doctor.Examine(t.Context(), o), time.Since(begun)
}

func TestLatencyIsHeldToTheTimeThatChatWaits(t *testing.T) {
	for _, tt := range []struct {
		name              string
		takes             time.Duration
		look              string
		o                 judge.Outcome
		found, cause, fix string
	}{
		{"fast", 20 * time.Millisecond, "latency", judge.Pass, "worst 20ms of 4 answers; Chat waits 2s", "", ""},
		{"slow", 1200 * time.Millisecond, "latency", judge.Warn, "worst 1.2s", "late", "answer"},
		{"late", time.Minute, "answer", judge.Fail, "no answer within 2s", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				right := right()
				r, took := inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					packet, _ := io.ReadAll(r.Body)
					select {
					case <-time.After(tt.takes):
					case <-r.Context().Done():
					}
					r.Body = io.NopCloser(bytes.NewReader(packet))
					right.ServeHTTP(w, r)
				}), nil)
				l := look(t, r, tt.look)
				is(t, l, tt.o, tt.found, tt.cause, tt.fix)
				if r.Verdict() != tt.o || took > 10*time.Second {
					t.Errorf("got %v after %v", r.Verdict(), took)
				}
			})
		})
	}
}

// TestASilentBackendEndsTheRun has a limit of its own where the user wants none.
func TestASilentBackendEndsTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		silent := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		})
		r, took := inBubble(t, silent, func(o *doctor.Options) { o.Client.Timeout = webhook.NoLimit })
		is(t, look(t, r, "answer"), judge.Fail, "no answer within 30s; Chat waits 2s", "", "answer first")
		is(t, look(t, r, "sign"), judge.Skip, "not accepted", "", "")
		if took > time.Minute {
			t.Errorf("it took %v", took)
		}
	})
}

func TestAConnectionThatEndsWithoutAWord(t *testing.T) {
	const answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n" +
		`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`
	o := options(t, "http://127.0.0.1/im")
	o.Client.Dial = pipes.Closing(answer)
	r := doctor.Examine(t.Context(), o)
	is(t, look(t, r, "keep-alive"), judge.Warn, "callback 2 needed", "the server closed the connection", "HTTP/1.1")
	is(t, look(t, r, "clock"), judge.Skip, "no answer has a Date", "", "")
	is(t, look(t, r, "sign"), judge.Fail, "a wrong Sign is accepted", "", "")
}

// TestAnAnswerWithoutEndIsNoAnswer has a head at once, and a body that goes on.
func TestAnAnswerWithoutEndIsNoAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		endless := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			for r.Context().Err() == nil {
				_, _ = io.WriteString(w, " ")
				_ = http.NewResponseController(w).Flush()
				time.Sleep(100 * time.Millisecond)
			}
		})
		r, _ := inBubble(t, endless, nil)
		if r.Verdict() != judge.Fail {
			t.Errorf("got %v, want a broken requirement: %+v", r.Verdict(), r.Looks)
		}
		is(t, look(t, r, "answer"), judge.Skip, "not whole", "", "")
		is(t, look(t, r, "latency"), judge.Fail, "no whole answer", "", "in every branch")
		time.Sleep(time.Second) // the handler has to end within the bubble
	})
}
