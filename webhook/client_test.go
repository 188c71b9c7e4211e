package webhook_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/internal/pipes"
	"github.com/timhook/timhook/webhook"
)

func TestAnExchangeOverTCP(t *testing.T) {
	url := listen(t, always(okAnswer))
	c := patient(new(webhook.Client))
	defer c.Close()
	for i := range 3 {
		x := send(t, c, request(t, url))
		if x.Failure != nil || x.Status != 200 || string(x.Body) != okPacket || string(x.Raw) != okAnswer {
			t.Fatalf("got %d %q, failure %v", x.Status, x.Raw, x.Failure)
		}
		if x.Reused != (i > 0) || "http://"+x.RemoteAddr != url {
			t.Errorf("exchange %d: got reused %v, remote address %s", i, x.Reused, x.RemoteAddr)
		}
		if string(x.Sent) != string(x.Request.AppendWire(nil)) {
			t.Errorf("sent %q", x.Sent)
		}
	}
}

// reset makes the kernel send RST instead of FIN.
func reset(c net.Conn) {
	c.(*net.TCPConn).SetLinger(0)
	c.Close()
}

// noticing is a connection that tells of every read that brought something.
type noticing struct {
	*net.TCPConn
	read chan struct{}
}

func (c noticing) Read(b []byte) (int, error) {
	n, err := c.TCPConn.Read(b)
	if n > 0 {
		c.read <- struct{}{}
	}
	return n, err
}

func TestOverTCPResetsAreTold(t *testing.T) {
	for _, tc := range []struct{ name, answer, body string }{
		{"before an answer", "", ""},
		{"within the head", "HTTP/1.1 200 OK\r\nServer", ""},
		{"within the body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "half"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			read := make(chan struct{})
			backend := listen(t, func(c net.Conn) {
				answers(tc.answer)(c)
				if tc.answer != "" {
					<-read // a reset may overtake what still lies in a buffer
				}
				reset(c)
			})
			client := patient(&webhook.Client{Dial: func(ctx context.Context, network, addr string) (net.Conn, error) {
				c, err := new(net.Dialer).DialContext(ctx, network, addr)
				if err != nil {
					return nil, err
				}
				return noticing{c.(*net.TCPConn), read}, nil
			}})
			x := send(t, client, request(t, backend))
			if class(x) != webhook.Reset || !errors.Is(x.Failure, syscall.ECONNRESET) || string(x.Body) != tc.body || string(x.Raw) != tc.answer {
				t.Fatalf("got class %v (%v), %q; want a reset and %q", class(x), x.Failure, x.Raw, tc.answer)
			}
			if !strings.HasPrefix(x.Failure.Error(), "connection broken: ") || !strings.HasSuffix(x.Failure.Error(), ": connection reset by peer") {
				t.Errorf("got %q", x.Failure.Error())
			}
		})
	}
}

func TestALargeRequestMayBeAnsweredBeforeItIsRead(t *testing.T) {
	const refusal = "HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno"
	over := make(chan struct{})
	defer close(over)
	for name, then := range map[string]script{
		"and the rest read":         func(c net.Conn) { io.Copy(io.Discard, c) },
		"and the connection open":   func(net.Conn) { <-over },
		"and the connection closed": func(c net.Conn) { c.(*net.TCPConn).CloseWrite(); <-over },
	} {
		t.Run(name, func(t *testing.T) {
			r := request(t, listen(t, func(c net.Conn) {
				io.ReadFull(c, make([]byte, 100))
				io.WriteString(c, refusal)
				then(c)
			}))
			r.SetBody(bytes.Repeat([]byte("x"), 16<<20))
			x := send(t, patient(new(webhook.Client)), r)
			if x.Failure != nil || x.Status != 413 || string(x.Body) != "no" {
				t.Errorf("got %d %q, failure %v, want the refusal", x.Status, x.Body, x.Failure)
			}
			if !bytes.HasPrefix(r.AppendWire(nil), x.Sent) {
				t.Errorf("sent %d bytes that are not the beginning of the request", len(x.Sent))
			}
		})
	}
}

func TestAConnectionIsNotKeptWithHalfARequestOnIt(t *testing.T) {
	over := make(chan struct{})
	defer close(over)
	url := listen(t, func(c net.Conn) {
		io.ReadFull(c, make([]byte, 100))
		io.WriteString(c, okAnswer)
		<-over
	}, always(okAnswer))
	c := patient(new(webhook.Client))
	defer c.Close()
	r := request(t, url)
	r.SetBody(bytes.Repeat([]byte("x"), 16<<20))
	if x := send(t, c, r); x.Failure != nil || len(x.Sent) >= len(r.AppendWire(nil)) {
		t.Fatalf("sent %d bytes, failure %v; want an answer to a part of them", len(x.Sent), x.Failure)
	}
	if x := send(t, c, request(t, url)); x.Failure != nil || x.Reused {
		t.Errorf("got reused %v, failure %v; want a new connection", x.Reused, x.Failure)
	}
}

// deaf is a connection that cannot be written to and has nothing to say.
type deaf struct {
	net.Conn
	err error
}

func (d deaf) Write([]byte) (int, error) { return 0, d.err }
func (d deaf) Read([]byte) (int, error)  { return 0, io.EOF }

func TestWhyARequestCouldNotBeWrittenIsTold(t *testing.T) {
	for err, want := range map[error]webhook.FailureClass{syscall.ECONNRESET: webhook.Reset, syscall.EPIPE: webhook.Closed} {
		c := &webhook.Client{Dial: func(context.Context, string, string) (net.Conn, error) {
			ours, _ := net.Pipe()
			return deaf{ours, &net.OpError{Op: "write", Err: os.NewSyscallError("write", err)}}, nil
		}}
		if x := send(t, c, request(t, "http://backend.example")); class(x) != want || len(x.Sent) > 0 {
			t.Errorf("%v: got class %v (%v), sent %q, want class %v", err, class(x), x.Failure, x.Sent, want)
		}
	}
}

// net/http's server answers 413 and closes, with the rest of the request unread, which resets the
// connection; a plain pipe has no buffer that could take the request meanwhile.
func TestAServerThatRefusesALargeBodyIsHeard(t *testing.T) {
	refuse := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(io.Discard, http.MaxBytesReader(w, r.Body, 100))
		if err == nil {
			t.Error("the body is not too large")
		}
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
	})
	server := httptest.NewServer(refuse)
	defer server.Close()
	for _, size := range []int{5_000, 100_000, 8 << 20} {
		t.Run(fmt.Sprint(size, " bytes"), func(t *testing.T) {
			r := request(t, server.URL)
			r.SetBody(bytes.Repeat([]byte("x"), size))
			x := send(t, patient(new(webhook.Client)), r)
			if x.Failure != nil || x.Status != 413 {
				t.Errorf("got %d, failure %v, want 413", x.Status, x.Failure)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		l := pipes.Listen()
		server := &http.Server{Handler: refuse}
		go server.Serve(l)
		r := request(t, "http://backend.example")
		r.SetBody(bytes.Repeat([]byte("x"), 1<<20))
		x := send(t, &webhook.Client{Dial: l.Dial}, r)
		if x.Failure != nil || x.Status != 413 {
			t.Errorf("over a pipe: got %d, failure %v, want 413", x.Status, x.Failure)
		}
		server.Close()
		time.Sleep(time.Minute)
	})
}

func TestPiecesAreWrittenWithTheirPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got []string
		var at []time.Duration
		start := time.Now()
		dial, _ := scripted(func(c net.Conn) {
			buf := make([]byte, 100)
			for range 3 {
				n, _ := c.Read(buf)
				got, at = append(got, string(buf[:n])), append(at, time.Since(start))
			}
			io.WriteString(c, okAnswer)
		})
		r := request(t, "http://backend.example")
		r.Wire = []webhook.Piece{{Bytes: []byte("GARB")}, {Pause: 300 * time.Millisecond, Bytes: []byte("AGE")}, {Pause: time.Second, Bytes: []byte("\x00\n")}}
		x := send(t, &webhook.Client{Dial: dial}, r)
		if x.Failure != nil || string(x.Sent) != "GARBAGE\x00\n" || string(r.AppendWire(nil)) != "GARBAGE\x00\n" {
			t.Errorf("sent %q, failure %v", x.Sent, x.Failure)
		}
		if strings.Join(got, "|") != "GARB|AGE|\x00\n" || at[0] != 0 || at[1] != 300*time.Millisecond || at[2] != 1300*time.Millisecond {
			t.Errorf("arrived as %q at %v", got, at)
		}
	})
}

func TestAPauseEndsWithTheExchange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial, _ := scripted(func(c net.Conn) {
			c.Read(make([]byte, 100))
			io.WriteString(c, "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")
		})
		r := request(t, "http://backend.example")
		r.Wire = []webhook.Piece{{Bytes: []byte("POST")}, {Pause: time.Hour, Bytes: []byte(" /")}}
		x := send(t, &webhook.Client{Dial: dial}, r)
		if x.Failure != nil || x.Status != 408 || x.Timing.Total != 0 || string(x.Sent) != "POST" {
			t.Errorf("got %d after %v, sent %q, failure %v; want 408 at once", x.Status, x.Timing.Total, x.Sent,
				x.Failure)
		}
		dial, _ = scripted(func(c net.Conn) { io.Copy(io.Discard, c) })
		x = send(t, &webhook.Client{Dial: dial}, r)
		if class(x) != webhook.Timeout || x.Timing.Total != 2*time.Second || string(x.Sent) != "POST" {
			t.Errorf("got class %v after %v, sent %q; want a timeout after 2s", class(x), x.Timing.Total, x.Sent)
		}
	})
}

func TestCancellingEndsAnExchangeAtOnce(t *testing.T) {
	for name, serve := range map[string]script{
		"while writing":   func(c net.Conn) { time.Sleep(time.Minute) },
		"while waiting":   func(c net.Conn) { io.Copy(io.Discard, c) },
		"within the body": thenSilence("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				dial, _ := scripted(serve)
				c := &webhook.Client{Dial: dial}
				ctx, cancel := context.WithCancelCause(context.Background())
				time.AfterFunc(time.Second, func() { cancel(errors.New("interrupted")) })
				x := c.Send(ctx, request(t, "http://backend.example"))
				checkExchange(t, x)
				if class(x) != webhook.Canceled || x.Timing.Total != time.Second || x.Failure.Error() != "exchange given up: interrupted" {
					t.Errorf("got class %v (%v) after %v, want cancelled after 1s", class(x), x.Failure, x.Timing.Total)
				}
				x = c.Send(ctx, request(t, "http://backend.example"))
				if class(x) != webhook.Canceled || x.Sent != nil {
					t.Errorf("got class %v, sent %q, want nothing sent", class(x), x.Sent)
				}
				time.Sleep(time.Hour)
			})
		})
	}
}

func TestTheCallersDeadlineCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial, _ := scripted(func(c net.Conn) { io.Copy(io.Discard, c) })
		ctx, cancel := context.WithTimeout(context.Background(), 700*time.Millisecond)
		defer cancel()
		x := (&webhook.Client{Dial: dial}).Send(ctx, request(t, "http://backend.example"))
		if class(x) != webhook.Timeout || x.Timing.Total != 700*time.Millisecond || x.Failure.Error() != "no answer within 700ms" {
			t.Errorf("got class %v (%v) after %v, want a timeout after 700ms", class(x), x.Failure, x.Timing.Total)
		}
	})
}

func TestADeadlineThatHasPassedSendsNothing(t *testing.T) {
	ctx, cancel := context.WithDeadline(context.Background(), time.Now().Add(-time.Second))
	defer cancel()
	dial, dials := scripted(always(okAnswer))
	x := (&webhook.Client{Dial: dial}).Send(ctx, request(t, "http://backend.example"))
	checkExchange(t, x)
	if class(x) != webhook.Timeout || x.Failure.Error() != "nothing was sent: context deadline exceeded" || dials.Load() != 0 {
		t.Errorf("got class %v (%v) after %d connections", class(x), x.Failure, dials.Load())
	}
}

func TestCancellingEndsConnectingAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(300*time.Millisecond, cancel)
		x := (&webhook.Client{Dial: never}).Send(ctx, request(t, "http://backend.example"))
		if class(x) != webhook.Canceled || x.Timing.Total != 300*time.Millisecond || x.Failure.Error() != "exchange given up: context canceled" {
			t.Errorf("got class %v (%v) after %v, want cancelled after 300ms", class(x), x.Failure, x.Timing.Total)
		}
	})
}

// never dials until its context is done.
func never(ctx context.Context, _, _ string) (net.Conn, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestConnectingHasItsOwnLimit(t *testing.T) {
	for _, tc := range []struct {
		name                   string
		connect, timeout, want time.Duration
	}{
		{"the default", 0, 0, time.Second},
		{"its own", 300 * time.Millisecond, 0, 300 * time.Millisecond},
		{"a shorter one of the exchange", 0, 500 * time.Millisecond, 500 * time.Millisecond},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := &webhook.Client{Dial: never, ConnectTimeout: tc.connect, Timeout: tc.timeout}
				x := send(t, c, request(t, "http://192.0.2.1:8080"))
				want := "connect to 192.0.2.1:8080: not done within " + tc.want.String()
				if class(x) != webhook.Connect || x.Timing.Total != tc.want || x.Failure.Error() != want {
					t.Errorf("got class %v (%v) after %v, want %q", class(x), x.Failure, x.Timing.Total, want)
				}
			})
		})
	}
}

func TestFailuresToConnectReadAsSentences(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	x := send(t, patient(new(webhook.Client)), request(t, "http://"+addr))
	if class(x) != webhook.Connect || x.Failure.Error() != "connect to "+addr+": connection refused" {
		t.Errorf("got class %v, %q", class(x), x.Failure.Error())
	}
	if !errors.Is(x.Failure, syscall.ECONNREFUSED) || x.Failure.Class.Reached() {
		t.Errorf("got %v, reached %v", x.Failure, x.Failure.Class.Reached())
	}

	c := &webhook.Client{Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "backend.example", Server: "192.0.2.1:53", IsNotFound: true}}
	}}
	x = send(t, c, request(t, "http://backend.example"))
	if class(x) != webhook.Resolve || x.Failure.Error() != "resolve backend.example: no such host" {
		t.Errorf("got class %v, %q", class(x), x.Failure.Error())
	}
	var dns *net.DNSError
	if !errors.As(x.Failure, &dns) || !dns.IsNotFound {
		t.Errorf("got %v, want the lookup's error within", x.Failure)
	}

	x = send(t, patient(new(webhook.Client)), request(t, "unix:"+filepath.Join(t.TempDir(), "none.sock")))
	if class(x) != webhook.Connect || !errors.Is(x.Failure, os.ErrNotExist) || !strings.HasSuffix(x.Failure.Error(), "none.sock: no such file or directory") {
		t.Errorf("got class %v, %q", class(x), x.Failure.Error())
	}
}

func TestFailuresAfterConnectingAreTheBackends(t *testing.T) {
	for c, want := range map[webhook.FailureClass]bool{
		webhook.Unsendable: false, webhook.Canceled: false, webhook.Resolve: false, webhook.Connect: false, webhook.Proxy: false, webhook.TLS: false,
		webhook.Timeout: true, webhook.Closed: true, webhook.Reset: true, webhook.Malformed: true, webhook.HeaderTooLarge: true, 0: false,
	} {
		t.Run(c.String(), func(t *testing.T) {
			if c.Reached() != want {
				t.Errorf("got reached %v, want %v", c.Reached(), want)
			}
		})
	}
	if got := fmt.Sprint(webhook.FailureClass(0), webhook.Unsendable, webhook.Timeout, webhook.HeaderTooLarge, webhook.Protocol, webhook.Protocol+1); got != "none unsendable timeout header-too-large protocol FailureClass(13)" {
		t.Errorf("names: got %s", got)
	}
}

func TestLimitsBelowZeroAreTheDefaults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial, _ := scripted(answers(okAnswer), thenSilence(""))
		c := &webhook.Client{Dial: dial, ConnectTimeout: -1, MaxResponse: -1, MaxHeader: -1}
		if x := send(t, c, request(t, "http://backend.example")); x.Failure != nil || string(x.Body) != okPacket {
			t.Errorf("got %q, failure %v", x.Body, x.Failure)
		}
		if x := send(t, c, request(t, "http://backend.example")); class(x) != webhook.Timeout || x.Timing.Total != 2*time.Second {
			t.Errorf("got class %v after %v, want a timeout after 2s", class(x), x.Timing.Total)
		}
	})
}

func TestWithoutALimitAnAnswerMayTakeADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const day = 24 * time.Hour
		dial, _ := scripted(func(c net.Conn) {
			if readRequest(c) {
				time.Sleep(day)
				io.WriteString(c, okAnswer)
			}
		})
		c := &webhook.Client{Dial: dial, Timeout: webhook.NoLimit}
		if x := send(t, c, request(t, "http://backend.example")); x.Failure != nil || x.Timing.Total != day {
			t.Errorf("got failure %v after %v, want an answer after a day", x.Failure, x.Timing.Total)
		}
	})
}

func TestUnsendableRequestsAreNotSent(t *testing.T) {
	for name, edit := range map[string]func(*webhook.Request){
		"no endpoint":               func(r *webhook.Request) { r.Endpoint = nil },
		"line break in a field":     func(r *webhook.Request) { r.SetHeader("X-A", "a\r\nX-B: b") },
		"NUL in a field":            func(r *webhook.Request) { r.SetHeader("X-A", "a\x00") },
		"line break in the method":  func(r *webhook.Request) { r.Method = "GET /\r\n" },
		"line break in a parameter": func(r *webhook.Request) { r.Query = append(r.Query, webhook.Param{Raw: "a=\n"}) },
	} {
		t.Run(name, func(t *testing.T) {
			dial, dials := scripted(always(okAnswer))
			r := request(t, "http://backend.example")
			edit(r)
			x := send(t, &webhook.Client{Dial: dial}, r)
			if class(x) != webhook.Unsendable || x.Sent != nil || dials.Load() != 0 {
				t.Errorf("got class %v (%v), sent %q on %d connections; want nothing sent", class(x), x.Failure, x.Sent,
					dials.Load())
			}
		})
	}
}

func TestOverAUnixSocket(t *testing.T) {
	url := listenUnix(t, always(okAnswer))
	c := patient(new(webhook.Client))
	defer c.Close()
	for range 2 {
		x := send(t, c, request(t, url+":/im?token=abc"))
		if x.Failure != nil || !bytes.HasPrefix(x.Sent, []byte("POST /im?token=abc&SdkAppid=1400187352&")) || !bytes.Contains(x.Sent, []byte("\r\nHost: localhost\r\n")) {
			t.Errorf("sent %q, failure %v", x.Sent, x.Failure)
		}
	}
}

func TestAUnixSocketIsNotProxied(t *testing.T) {
	e := endpoint(t, listenUnix(t, always(okAnswer)))
	e.Host = "backend.example"
	c := patient(&webhook.Client{Proxy: func(*url.URL) (*url.URL, error) { return nil, errors.New("asked for a proxy") }})
	defer c.Close()
	if x := send(t, c, webhook.Target{URL: e}.Request(callback, now)); x.Failure != nil {
		t.Error(x.Failure)
	}
}

func TestResolveReplacesTheAddressAndNothingElse(t *testing.T) {
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Host) }))
	defer backend.Close()
	addr := backend.Listener.Addr().String()
	host, port, _ := net.SplitHostPort(addr)
	for from, to := range map[string]string{"backend.example:80": addr, "backend.example:" + port: host, "bracketed.example:" + port: "[" + host + "]"} {
		t.Run(from, func(t *testing.T) {
			c := patient(&webhook.Client{Resolve: map[string]string{from: to}})
			url := "http://" + strings.TrimSuffix(from, ":80")
			if x := send(t, c, request(t, url)); "http://"+string(x.Body) != url {
				t.Errorf("got Host %q, failure %v", x.Body, x.Failure)
			}
			c.Close()
		})
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	c := patient(&webhook.Client{Resolve: map[string]string{"backend.example:80": l.Addr().String()}})
	x := send(t, c, request(t, "http://backend.example"))
	if want := "connect to backend.example:80 at " + l.Addr().String() + ": connection refused"; class(x) != webhook.Connect || x.Failure.Error() != want {
		t.Errorf("got %q, want %q", x.Failure.Error(), want)
	}
}
