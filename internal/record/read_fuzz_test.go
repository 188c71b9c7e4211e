package record

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/webhook"
)

// script is a connection on which everything has been said.
type script struct {
	io.Reader
	net.Conn
}

func (s script) Read(p []byte) (int, error)       { return s.Reader.Read(p) }
func (s script) Write(p []byte) (int, error)      { return len(p), nil }
func (s script) SetReadDeadline(time.Time) error  { return nil }
func (s script) SetWriteDeadline(time.Time) error { return nil }
func (s script) LocalAddr() net.Addr              { return &net.TCPAddr{} }

func FuzzReadMessage(f *testing.F) {
	const head = "POST /im?a=1 HTTP/1.1\r\nHost: a\r\n"
	for _, seed := range []string{
		head + "Content-Length: 2\r\n\r\n{}", head + "Content-Length: 2\r\n\r\n{}" + head + "\r\n", "\r\n" + head + "\r\n",
		head + "Transfer-Encoding: chunked\r\n\r\n1;a=b\r\n{\r\n1\r\n}\r\n0\r\nX: 1\r\n\r\n" + head + "\r\n",
		head + "A:1\r\nB: 1\r\n 2\r\nContent-Length:300\r\n\r\n" + strings.Repeat("x", 300), "GET http://a/b HTTP/1.0\nHost : b\n\n",
		"POST /im HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", "POST /im HTTP/1.0\r\n\r\n{}",
		head + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
		head + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}", "POST * HTTP/1.1\r\nhost:\r\n b\r\n\r\n", "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n",
	} {
		f.Add([]byte(seed))
	}
	to := &webhook.Endpoint{Scheme: "http", Host: "backend:8", Network: "tcp", Addr: "backend:8", Path: "/", RawQuery: "t=1"}
	f.Fuzz(func(t *testing.T, data []byte) {
		conn := newRecordingConn(script{Reader: bytes.NewReader(data)}, "http")
		limits := Limits{Head: 2048, Body: 256}.filled()
		rest := data
		for range len(data) {
			if conn.await(time.Time{}) != nil {
				return
			}
			m, err := conn.readMessage(limits)
			var bad *badRequest
			switch {
			case errors.As(err, &bad) && (bad.status < 400 || bad.status > 599):
				t.Fatalf("got status %d", bad.status)
			case err != nil:
				return
			}
			endsOnce(t, m)
			rest = bytes.TrimLeft(rest, "\r\n")
			whole := append(bytes.Clone(m.head), m.frames...)
			if !bytes.HasPrefix(rest, whole) {
				t.Fatalf("got the message %q, want the beginning of %q", whole, rest)
			}
			rest = rest[len(whole):]
			passedOn(t, m, to)
			if m.last {
				return
			}
		}
	})
}

// endsOnce holds that the head of a message that is taken leaves one way to find the end of its body.
func endsOnce(t *testing.T, m *message) {
	t.Helper()
	isOld := bytes.Contains(m.head[:bytes.IndexByte(m.head, '\n')], []byte("HTTP/1.0"))
	coded := webhook.IndexField(m.Header, "Transfer-Encoding") >= 0
	counted := webhook.IndexField(m.Header, "Content-Length") >= 0
	if coded && (counted || isOld) || isOld && !counted && m.Method == http.MethodPost {
		t.Fatalf("got %q taken, which leaves open where its body ends", m.head)
	}
}

// passedOn holds that the backend reads from a forwarded request what the recorder has read.
func passedOn(t *testing.T, m *message, to *webhook.Endpoint) {
	t.Helper()
	if m.Truncated || m.Method == http.MethodConnect {
		return // not forwarded
	}
	wire := forwarded(m, to).AppendWire(nil)
	r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(wire)))
	if err != nil {
		t.Fatalf("%v in %q, from %q", err, wire, m.head)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil || !bytes.Equal(body, m.Body) || r.Method != m.Method {
		t.Fatalf("got %s with %q (%v), want %s with %q", r.Method, body, err, m.Method, m.Body)
	}
	if r.Host != to.Host && m.Proto == "" {
		t.Fatalf("got the host %q in %q, want %q", r.Host, wire, to.Host)
	}
}
