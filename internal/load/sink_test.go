package load

import (
	"bytes"
	"context"
	"crypto/tls"
	"net"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

// sink answers every request with bytes that say has for its number, and allocates nothing.
type sink struct {
	listener net.Listener
	say      func(number int) []byte
	numbers  chan int    // hands the next number out
	more     chan []byte // written behind an answer; nil: nothing is
}

var plainAnswer = []byte("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n" + judge.Canonical)

func newSink(t testing.TB, secure *tls.Config, say func(number int) []byte) *sink {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	if secure != nil {
		listener = tls.NewListener(listener, secure)
	}
	s := &sink{listener: listener, say: say, numbers: make(chan int, 1)}
	s.numbers <- 0
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.serve(conn)
		}
	}()
	return s
}

// serve takes each request as a whole. An answer that is nil closes the connection.
func (s *sink) serve(conn net.Conn) {
	defer conn.Close()
	buf, n := make([]byte, 64<<10), 0
	for {
		got, err := conn.Read(buf[n:])
		if err != nil {
			return
		}
		n += got
		for size := requestSize(buf[:n]); size > 0; size = requestSize(buf[:n]) {
			n = copy(buf, buf[size:n])
			number := <-s.numbers
			s.numbers <- number + 1
			answer := s.say(number)
			if answer == nil {
				return
			}
			if _, err := conn.Write(answer); err != nil {
				return
			}
			if s.more != nil {
				_, _ = conn.Write(<-s.more)
			}
		}
	}
}

var lengthField = []byte("Content-Length: ")

// requestSize is the length of the first whole request; 0: there is none.
func requestSize(b []byte) int {
	head := bytes.Index(b, endOfHead)
	field := bytes.Index(b, lengthField)
	if head < 0 || field < 0 {
		return 0
	}
	length := 0
	for _, c := range b[field+len(lengthField) : head] {
		if c < '0' || c > '9' {
			break
		}
		length = 10*length + int(c-'0')
	}
	if size := head + len(endOfHead) + length; size <= len(b) {
		return size
	}
	return 0
}

func (s *sink) count() int {
	number := <-s.numbers
	s.numbers <- number
	return number
}

// toward are options for the sink.
func (s *sink) toward(t testing.TB, scheme string) Options {
	t.Helper()
	endpoint, err := webhook.ParseEndpoint(scheme + "://" + s.listener.Addr().String() + "/im")
	if err != nil {
		t.Fatal(err)
	}
	o := Options{
		Target: webhook.Target{URL: endpoint, SDKAppID: 1400187352, Token: secret}, Rate: Rate{Max: true}, Payloads: 1000,
		Params: payloads.Params{Seed: 7, Now: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)}, Count: 1,
	}
	for _, c := range chat.Usual() {
		o.Mix = append(o.Mix, Share{Command: c, Weight: 1})
	}
	return o
}

// single is a worker that is driven by hand, and its run.
func (o Options) single(t testing.TB) *worker {
	t.Helper()
	if err := o.check(); err != nil {
		t.Fatal(err)
	}
	p, err := prepare(context.Background(), &o)
	if err != nil {
		t.Fatal(err)
	}
	r := p.newRun(o)
	r.start = time.Now()
	w := r.newWorker(t.Context())
	if failure := w.open(t.Context(), time.Now().Add(w.limit)); failure != nil {
		t.Fatal(failure)
	}
	t.Cleanup(w.drop)
	return w
}

func (w *worker) shoot(i int) {
	now := time.Now()
	w.fire(context.Background(), &w.payloads[i%len(w.payloads)], timing{due: now, sent: now})
}

func mustRun(t testing.TB, ctx context.Context, o Options) *Summary {
	t.Helper()
	s, err := Run(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
