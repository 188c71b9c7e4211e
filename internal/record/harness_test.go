package record_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/timhook/timhook/internal/pipes"
	"github.com/timhook/timhook/internal/record"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/file"
)

// recording is a server under test and what it told.
type recording struct {
	dial   func() net.Conn
	stop   context.CancelFunc
	ended  chan record.Summary
	mu     sync.Mutex
	saved  []*capture.Record
	events []record.Event
	notes  []string
}

// begin serves over l until the test ends.
func begin(t *testing.T, o record.Options, l net.Listener, dial func() net.Conn) *recording {
	t.Helper()
	r := &recording{dial: dial, ended: make(chan record.Summary, 1)}
	save := o.Save
	o.Save = func(c *capture.Record) (at file.At, err error) {
		if save != nil {
			if at, err = save(c); err != nil {
				return at, err
			}
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.saved = append(r.saved, c)
		return at, nil
	}
	o.Seen = func(e record.Event) { r.mu.Lock(); defer r.mu.Unlock(); r.events = append(r.events, e) }
	o.Note = func(text string) { r.mu.Lock(); defer r.mu.Unlock(); r.notes = append(r.notes, text) }
	ctx, stop := context.WithCancel(context.Background())
	r.stop = stop
	go func() {
		sum, err := record.New(o).Serve(ctx, l)
		if err != nil {
			t.Error(err)
		}
		r.ended <- sum
	}()
	t.Cleanup(func() { r.end() })
	return r
}

// end stops the server and waits for it.
func (r *recording) end() record.Summary {
	r.stop()
	sum := <-r.ended
	r.ended <- sum
	return sum
}

// overTCP serves on a port of its own.
func overTCP(t *testing.T, o record.Options) *recording {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return begin(t, o, l, func() net.Conn {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_ = c.SetDeadline(time.Now().Add(10 * time.Second))
		return c
	})
}

// overPipes serves connections within the process.
func overPipes(t *testing.T, o record.Options) *recording {
	t.Helper()
	l := pipes.Listen()
	return begin(t, o, l, dialling(t, l))
}

func dialling(t *testing.T, l *pipes.Listener) func() net.Conn {
	return func() net.Conn {
		c, err := l.Dial(context.Background(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
}

// say sends bytes and returns all that comes until the connection ends.
func (r *recording) say(t *testing.T, message string) string {
	t.Helper()
	c := r.dial()
	defer c.Close()
	go func() {
		_, _ = io.WriteString(c, message)
		if half, ok := c.(*net.TCPConn); ok {
			_ = half.CloseWrite()
		}
	}()
	answer, err := io.ReadAll(c)
	if err != nil {
		t.Fatalf("after %q: %v", answer, err)
	}
	return string(answer)
}

// records are the exchanges that were kept, once the server has ended.
func (r *recording) records() []*capture.Record {
	r.end()
	return r.saved
}

// post is an ordinary callback.
func post(body string, more ...string) string {
	head := "POST /im?SdkAppid=1400000000&CallbackCommand=Group.CallbackAfterSendMsg HTTP/1.1\r\nHost: example.com\r\nContent-Length: " +
		strconv.Itoa(len(body)) + "\r\n" + strings.Join(more, "")
	return head + "\r\n" + body
}

// rawBackend answers every request with the same bytes, whatever they are, and keeps what it got.
type rawBackend struct {
	url  *webhook.Endpoint
	mu   sync.Mutex
	seen []string
}

func newRawBackend(t *testing.T, target string, answers ...string) *rawBackend {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	b := new(rawBackend)
	if b.url, err = webhook.ParseEndpoint("http://" + l.Addr().String() + target); err != nil {
		t.Fatal(err)
	}
	turn := make(chan int, 1)
	turn <- 0
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go b.serve(c, func() string {
				n := <-turn
				turn <- n + 1
				return answers[n%len(answers)]
			})
		}
	}()
	return b
}

func (b *rawBackend) serve(c net.Conn, next func() string) {
	defer c.Close()
	var got bytes.Buffer
	in := bufio.NewReader(io.TeeReader(c, &got))
	for {
		request, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		if _, err := io.Copy(io.Discard, request.Body); err != nil {
			return
		}
		b.mu.Lock()
		b.seen = append(b.seen, got.String())
		b.mu.Unlock()
		got.Reset()
		answer := next()
		if _, err := io.WriteString(c, answer); err != nil || strings.HasSuffix(answer, "until the end") || strings.Contains(answer, "HTTP/1.0") {
			return
		}
	}
}

func (b *rawBackend) got() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.seen
}
