package webhook_test

import (
	"bufio"
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/timhook/timhook/webhook"
)

const (
	okPacket = `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`
	okAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n" + okPacket
)

func endpoint(t testing.TB, url string) *webhook.Endpoint {
	t.Helper()
	e, err := webhook.ParseEndpoint(url)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// request returns an ordinary request to url.
func request(t testing.TB, url string) *webhook.Request {
	t.Helper()
	target := webhook.Target{URL: endpoint(t, url), SDKAppID: 1400187352}
	return target.Request(webhook.Callback{Command: "Group.CallbackAfterSendMsg", Body: []byte(`{"MsgSeq":7}`)},
		time.Unix(1741000000, 0))
}

// script is what a backend does with one connection, which is closed afterwards.
type script func(net.Conn)

// readRequest takes one whole request off the connection, so that what follows is an answer to it.
func readRequest(c net.Conn) bool {
	r, err := http.ReadRequest(bufio.NewReader(c))
	if err != nil {
		return false
	}
	_, err = io.Copy(io.Discard, r.Body)
	return err == nil
}

// answers reads requests one after another and answers each with the next text; then it closes.
func answers(texts ...string) script {
	return func(c net.Conn) {
		for _, text := range texts {
			if !readRequest(c) {
				return
			}
			if _, err := io.WriteString(c, text); err != nil {
				return
			}
		}
	}
}

// always answers every request with the same text.
func always(text string) script {
	return func(c net.Conn) {
		for readRequest(c) {
			if _, err := io.WriteString(c, text); err != nil {
				return
			}
		}
	}
}

// scripted returns a dialer whose n-th connection is a net.Pipe to the n-th script, or to the last
// one, and counts the connections.
func scripted(scripts ...script) (func(context.Context, string, string) (net.Conn, error), *atomic.Int64) {
	dials := new(atomic.Int64)
	return func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		n := min(int(dials.Add(1)), len(scripts))
		go func() {
			defer theirs.Close()
			scripts[n-1](theirs)
		}()
		return ours, nil
	}, dials
}

// listen runs the n-th script, or the last one, on the n-th connection over TCP and returns the
// URL. Connections are closed when the test ends.
func listen(t testing.TB, scripts ...script) (url string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	serve(t, l, scripts...)
	return "http://" + l.Addr().String()
}

// listenUnix is listen over a Unix socket, where what was written has arrived once Write returns.
func listenUnix(t testing.TB, scripts ...script) (url string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "w") // short, since the path of a socket has to be
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	l, err := net.Listen("unix", filepath.Join(dir, "s"))
	if err != nil {
		t.Skipf("this system has no Unix sockets: %v", err)
	}
	serve(t, l, scripts...)
	return "unix:" + l.Addr().String()
}

func serve(t testing.TB, l net.Listener, scripts ...script) {
	done := make(chan struct{})
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		defer close(done)
		for i := 0; ; i++ {
			c, err := l.Accept()
			if err != nil {
				return
			}
			stop := context.AfterFunc(ctx, func() { c.Close() })
			go func() {
				defer stop()
				defer c.Close()
				scripts[min(i, len(scripts)-1)](c)
			}()
		}
	}()
	t.Cleanup(func() {
		l.Close()
		cancel()
		<-done
	})
}

// send sends r with a client of its own.
func send(t testing.TB, c *webhook.Client, r *webhook.Request) *webhook.Exchange {
	t.Helper()
	x := c.Send(context.Background(), r)
	checkExchange(t, x)
	return x
}

// patient gives c limits that no test over TCP reaches, however slow the machine is at the moment.
func patient(c *webhook.Client) *webhook.Client {
	c.Timeout, c.ConnectTimeout = time.Minute, time.Minute
	return c
}

// checkExchange holds what is true of every exchange.
func checkExchange(t testing.TB, x *webhook.Exchange) {
	t.Helper()
	if x.Failure != nil && (x.Failure.Class == 0 || strings.ContainsAny(x.Failure.Error(), "\r\n") || x.Failure.Unwrap() == nil) {
		t.Errorf("failure of class %v: %q", x.Failure.Class, x.Failure.Error())
	}
	if x.Timing.Connect > x.Timing.Total || x.Timing.FirstByte > x.Timing.Total {
		t.Errorf("timing out of order: %+v", x.Timing)
	}
	if len(x.Raw) == 0 && (x.Status != 0 || len(x.Body) > 0 || len(x.Stray) > 0) {
		t.Errorf("an answer without a byte: %d %q %q", x.Status, x.Body, x.Stray)
	}
	if x.Reused && x.Redialed {
		t.Error("both reused and redialed")
	}
}

func discardLog() *log.Logger { return log.New(io.Discard, "", 0) }

// class returns the class of x's failure, 0 for none.
func class(x *webhook.Exchange) webhook.FailureClass {
	if x.Failure == nil {
		return 0
	}
	return x.Failure.Class
}
