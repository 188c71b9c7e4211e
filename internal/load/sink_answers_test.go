package load

import (
	"bytes"
	"crypto/tls"
	"net/http/httptest"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// One wrong answer in twenty, of every kind that the answers of a kept connection come in.
func TestEveryWrongAnswerIsFoundOneForOne(t *testing.T) {
	body := func(s string) []byte {
		return []byte("HTTP/1.1 200 OK\r\nContent-Length: " + strconv.Itoa(len(s)) + "\r\n\r\n" + s)
	}
	wrong := [][]byte{
		[]byte("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"),
		body(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":"0"}`),
		body(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1}`),
		body("OK"),
		append(bytes.Clone(plainAnswer), '\n'),
		[]byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n"),
		[]byte("ActionStatus: OK\r\n\r\n"),
		append([]byte("HTTP/1.1 200 OK\r\nX-Debug: "+secret+"\r\nContent-Length: 51\r\n\r\n"), judge.Canonical...),
	}
	right := [][]byte{
		plainAnswer, body(`{"ErrorCode":0,"ErrorInfo":"","ActionStatus":"OK"}`),
		[]byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n32\r\n" + judge.Canonical + "\r\n0\r\n\r\n"),
		[]byte("HTTP/1.1 100 Continue\r\n\r\n" + string(plainAnswer)),
	}
	const total = 100_000
	s := newSink(t, nil, func(n int) []byte {
		if n%20 == 13 {
			return wrong[n/20%len(wrong)]
		}
		return right[max(0, n%40-36)]
	})
	wrong[len(wrong)-1] = append(wrong[len(wrong)-1], '\n') // its Content-Length counts one more
	o := s.toward(t, "http")
	o.Count, o.Keep = total, 3
	o.Client = &webhook.Client{Timeout: 20 * time.Second} // a slow machine is no finding
	o.Budgets = nil
	sum := mustRun(t, t.Context(), o)
	sent, kinds := s.count(), len(wrong)
	if sum.Sent != total || sent != total {
		t.Fatalf("got %d sent and %d answered, want %d", sum.Sent, sent, total)
	}
	faulty, leaks := total/20, total/20/kinds
	if got := sum.All.Count(judge.Fail); got != faulty-leaks || sum.All.Count(judge.Info) != leaks {
		t.Errorf("got %d failures and %d observations, want %d and %d", got, sum.All.Count(judge.Info), faulty-leaks, leaks)
	}
	if got := sum.All.Count(judge.Pass) + sum.All.Count(judge.Warn); got != total-faulty {
		t.Errorf("got %d right answers, want %d", got, total-faulty)
	}
	found := map[string]int{}
	for _, c := range (&conformance.Report{Results: sum.Tally.Results()}).Causes() {
		found[c.Check.ID] += sum.Tally.Showing(c)
	}
	for _, r := range sum.Tally.Results() {
		want := r.Exchange.Request.AppendWire(nil)
		if string(r.Exchange.Sent) != string(want) || len(r.Exchange.Raw) == 0 || len(want) < 300 {
			t.Fatalf("got %q sent, %q back, want %q", r.Exchange.Sent, r.Exchange.Raw, want)
		}
	}
	each := map[string]int{
		"resp-status-200": leaks, "resp-errorcode-present": leaks, "resp-errorcode-zero": leaks, "resp-json": 2 * leaks, "resp-framing": 2 * leaks, "resp-not-echo": leaks, "resp-consistent": leaks,
	}
	if diff := cmp.Diff(each, found); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What comes between two requests belongs to neither: the connection is given up, and the next callback says so.
func TestBytesThatNobodyAskedForAreFound(t *testing.T) {
	server := httptest.NewUnstartedServer(nil)
	server.StartTLS()
	defer server.Close()
	for scheme, secure := range map[string]*tls.Config{"http": nil, "https": {Certificates: server.TLS.Certificates}} {
		t.Run(scheme, func(t *testing.T) {
			s := newSink(t, secure, func(int) []byte { return plainAnswer })
			s.more = make(chan []byte)
			o := s.toward(t, scheme)
			o.Client = &webhook.Client{TLS: &tls.Config{InsecureSkipVerify: true}, Timeout: 20 * time.Second}
			w := o.single(t)
			w.shoot(0)
			s.more <- plainAnswer // a second answer, once the first has been read
			for w.conn.Quiet() {  // until it is there
				runtime.Gosched()
			}
			close(s.more)
			w.shoot(1)
			sum := w.summary(nil)
			if sum.All.Count(judge.Pass) != 1 || sum.All.Count(judge.Fail) != 1 || sum.Connected != 2 {
				t.Fatalf("got %d right, %d wrong over %d connections", sum.All.Count(judge.Pass), sum.All.Count(judge.Fail), sum.Connected)
			}
			if f := sum.Tally.Results()[0].Judgement.Findings[0]; f.Check.ID != "resp-framing" {
				t.Errorf("got %s", f.Message())
			}
		})
	}
}

// A backend may close a connection that it has answered on; the callback after it goes over a new one and is no failure.
func TestAClosedConnectionIsMadeAgain(t *testing.T) {
	s := newSink(t, nil, func(n int) []byte {
		if n%3 == 1 {
			return nil // and the callback is sent again
		}
		return plainAnswer
	})
	w := s.toward(t, "http").single(t)
	for i := range 8 {
		w.shoot(i)
	}
	sum := w.summary(nil)
	if sum.All.Count(judge.Pass) != 8 || sum.Redialed != 4 || sum.Connected != 5 || s.count() != 12 {
		t.Errorf("got %d right, %d sent again, %d connections, %d requests", sum.All.Count(judge.Pass), sum.Redialed, sum.Connected, s.count())
	}
}

// A deadline is set once in a while only: one that passes is an earlier exchange's, and no reason to give up.
func TestAnEarlierDeadlineEndsNoExchange(t *testing.T) {
	s := newSink(t, nil, func(int) []byte { return plainAnswer })
	w := s.toward(t, "http").single(t)
	w.shoot(0)
	w.armed = time.Now().Add(time.Millisecond)
	if err := w.conn.SetReadDeadline(w.armed); err != nil {
		t.Fatal(err)
	}
	for w.wire.socket != nil && time.Now().Before(w.armed.Add(time.Millisecond)) {
		runtime.Gosched()
	}
	w.shoot(1)
	if sum := w.summary(nil); sum.All.Count(judge.Pass) != 2 || sum.Connected != 1 || sum.Redialed != 0 {
		t.Errorf("got %d right answers over %d connections, want 2 over one", sum.All.Count(judge.Pass), sum.Connected)
	}
}

func TestTLSTakesTheSameWay(t *testing.T) {
	server := httptest.NewUnstartedServer(nil)
	server.StartTLS()
	defer server.Close()
	s := newSink(t, &tls.Config{Certificates: server.TLS.Certificates}, func(n int) []byte {
		if n == 50 {
			return []byte("HTTP/1.1 204 No Content\r\n\r\n")
		}
		return plainAnswer
	})
	o := s.toward(t, "https")
	o.Client = &webhook.Client{TLS: &tls.Config{InsecureSkipVerify: true}, Timeout: 20 * time.Second}
	o.Count = 200
	sum := mustRun(t, t.Context(), o)
	if sum.All.Count(judge.Pass) != 199 || sum.All.Count(judge.Fail) != 1 || sum.Slow != "" || sum.Connected != 16 || sum.Reused != 184 {
		t.Errorf("got %d right, %d wrong, slow %q, %d connections, %d reused", sum.All.Count(judge.Pass), sum.All.Count(judge.Fail), sum.Slow, sum.Connected, sum.Reused)
	}
}

// What the fast way cannot do goes as single sends do, and the summary says so.
func TestOddTargetsGoTheSlowWay(t *testing.T) {
	s := newSink(t, nil, func(int) []byte { return plainAnswer })
	for name, change := range map[string]func(*Options){
		"each exchange has a connection of its own": func(o *Options) { o.Client = &webhook.Client{NoKeepAlive: true} },
		"more than the 16384": func(o *Options) {
			o.Target.Header = []webhook.HeaderField{{Name: "X", Value: string(bytes.Repeat([]byte("x"), 17<<10))}}
		},
	} {
		o := s.toward(t, "http")
		o.Count, o.Payloads = 50, 10
		change(&o)
		sum := mustRun(t, t.Context(), o)
		if !bytes.Contains([]byte(sum.Slow), []byte(name)) || sum.All.Count(judge.Pass) != 50 || sum.Sent != 50 || sum.BytesOut == 0 {
			t.Errorf("got slow %q, %d right of %d", sum.Slow, sum.All.Count(judge.Pass), sum.Sent)
		}
	}
}
