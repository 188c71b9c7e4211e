package webhook_test

import (
	"context"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/webhook"
)

// reuse sends two requests and returns the second exchange and the number of connections.
func reuse(t *testing.T, c *webhook.Client, edit func(*webhook.Request), scripts ...script) (*webhook.Exchange, int64) {
	t.Helper()
	dial, dials := scripted(scripts...)
	c.Dial = dial
	defer c.Close()
	r := request(t, "http://backend.example/im")
	if edit != nil {
		edit(r)
	}
	send(t, c, r)
	synctest.Wait()
	x := send(t, c, r)
	return x, dials.Load()
}

func TestConnectionsAreKeptWhenTheAnswerAllowsIt(t *testing.T) {
	const (
		close10  = "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"
		keep10   = "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok"
		closing  = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"
		chunked  = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"
		switched = "HTTP/1.1 101 Switching Protocols\r\n\r\n"
		long     = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world"
		interim  = "HTTP/1.1 100 Continue\r\n\r\n" + okAnswer
	)
	header := func(name, value string) func(*webhook.Request) {
		return func(r *webhook.Request) { r.SetHeader(name, value) }
	}
	for _, tc := range []struct {
		name   string
		answer string
		client *webhook.Client
		edit   func(*webhook.Request)
		kept   bool
	}{
		{name: "length", answer: okAnswer, kept: true},
		{name: "chunks", answer: chunked, kept: true},
		{name: "interim answer", answer: interim, kept: true},
		{name: "an answer that closes", answer: closing},
		{name: "HTTP/1.0", answer: close10},
		{name: "HTTP/1.0 that keeps", answer: keep10, kept: true},
		{name: "another protocol", answer: switched},
		{name: "a body too long", answer: long, client: &webhook.Client{MaxResponse: 5}},
		{name: "a body just not too long", answer: long, client: &webhook.Client{MaxResponse: 11}, kept: true},
		{name: "stray bytes", answer: okAnswer + "\n"},
		{name: "no keep-alive", answer: okAnswer, client: &webhook.Client{NoKeepAlive: true}},
		{name: "a request that closes", answer: okAnswer, edit: header("Connection", "close")},
		{name: "a request that keeps", answer: okAnswer, edit: header("connection", "Keep-Alive"), kept: true},
		{
			name: "a request with a wrong length", answer: okAnswer,
			edit: func(r *webhook.Request) { r.Body = append(r.Body, "more"...) },
		},
		{
			name: "a request without a length", answer: okAnswer,
			edit: func(r *webhook.Request) { r.Header = r.Header[:3] },
		},
		{name: "a request in chunks", answer: okAnswer, edit: func(r *webhook.Request) {
			r.Header = append(r.Header[:3], webhook.HeaderField{Name: "Transfer-Encoding", Value: "chunked"})
			r.Body = []byte("2\r\n{}\r\n0\r\n\r\n")
		}},
		{name: "a request of HTTP/1.0", answer: okAnswer, edit: func(r *webhook.Request) { r.Proto = "HTTP/1.0" }},
		{name: "a request in pieces", answer: okAnswer, edit: func(r *webhook.Request) {
			r.Wire = []webhook.Piece{{Bytes: r.AppendWire(nil)}}
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				if tc.client == nil {
					tc.client = new(webhook.Client)
				}
				x, dials := reuse(t, tc.client, tc.edit, always(tc.answer))
				if x.Failure != nil || x.Redialed || x.Reused != tc.kept || dials != 1 && tc.kept || dials != 2 && !tc.kept {
					t.Errorf("got reused %v on %d connections, redialed %v, failure %v; want reused %v", x.Reused,
						dials, x.Redialed, x.Failure, tc.kept)
				}
				if x.Reused && x.Timing.Connect != 0 {
					t.Errorf("got %v for connecting, want 0", x.Timing.Connect)
				}
			})
		})
	}
}

func TestAConnectionClosedWhileIdleIsNotUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x, dials := reuse(t, &webhook.Client{}, nil, answers(okAnswer))
		if x.Failure != nil || x.Reused || x.Redialed || dials != 2 {
			t.Errorf("got reused %v, redialed %v, %d connections, failure %v; want a second new connection", x.Reused,
				x.Redialed, dials, x.Failure)
		}
	})
}

// The backend closes its connection while the second request is under way to it.
func TestARequestIsSentAgainWhenTheKeptConnectionClosesBeforeAnAnswer(t *testing.T) {
	closes := func(c net.Conn) {
		always1(c, okAnswer)
		readRequest(c)
	}
	synctest.Test(t, func(t *testing.T) {
		x, dials := reuse(t, &webhook.Client{}, nil, closes, always(okAnswer))
		if x.Failure != nil || x.Reused || !x.Redialed || dials != 2 {
			t.Errorf("got reused %v, redialed %v, %d connections, failure %v; want redialed", x.Reused, x.Redialed,
				dials, x.Failure)
		}
		if string(x.Raw) != okAnswer || string(x.Sent) != string(x.Request.AppendWire(nil)) {
			t.Errorf("sent %q, got %q; want one request and one answer", x.Sent, x.Raw)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		x, dials := reuse(t, &webhook.Client{}, nil, closes, closes, func(net.Conn) {})
		if dials != 2 || x.Failure != nil {
			t.Errorf("got %d connections, failure %v, want 2 and none", dials, x.Failure)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		x, dials := reuse(t, &webhook.Client{}, nil, closes, func(c net.Conn) { readRequest(c) })
		if dials != 2 || class(x) != webhook.Closed || !x.Redialed {
			t.Errorf("got %d connections, failure %v, want 2 and a closed connection: it is sent again only once",
				dials, x.Failure)
		}
	})
}

func TestARequestIsSentAgainWhenTheKeptConnectionIsReset(t *testing.T) {
	url := listen(t, func(c net.Conn) {
		always1(c, okAnswer)
		readRequest(c)
		reset(c)
	}, always(okAnswer))
	c := patient(new(webhook.Client))
	defer c.Close()
	send(t, c, request(t, url))
	x := send(t, c, request(t, url))
	if x.Failure != nil || x.Reused || !x.Redialed || string(x.Body) != okPacket {
		t.Errorf("got reused %v, redialed %v, failure %v; want redialed", x.Reused, x.Redialed, x.Failure)
	}
}

func TestOddRequestsGetAConnectionOfTheirOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial, dials := scripted(always(okAnswer))
		c := &webhook.Client{Dial: dial}
		defer c.Close()
		send(t, c, request(t, "http://backend.example"))
		odd := request(t, "http://backend.example")
		odd.Wire = []webhook.Piece{{Bytes: odd.AppendWire(nil)}}
		if x := send(t, c, odd); x.Reused || dials.Load() != 2 {
			t.Errorf("got reused %v on %d connections, want a second one", x.Reused, dials.Load())
		}
		if x := send(t, c, request(t, "http://backend.example")); !x.Reused || dials.Load() != 2 {
			t.Errorf("got reused %v on %d connections, want the first again", x.Reused, dials.Load())
		}
	})
}

func TestAllIdleConnectionsAreUsedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial, dials := scripted(func(c net.Conn) {
			for readRequest(c) {
				time.Sleep(time.Second)
				io.WriteString(c, okAnswer)
			}
		})
		c := &webhook.Client{Dial: dial}
		defer c.Close()
		for range 3 {
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() { send(t, c, request(t, "http://backend.example")) })
			}
			wg.Wait()
		}
		if n := dials.Load(); n != 4 {
			t.Errorf("got %d connections, want 4", n)
		}
	})
}

// cancelling is a connection over which the caller gives up in the moment in which the answer comes.
type cancelling struct {
	net.Conn
	cancel func()
}

func (c cancelling) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if n > 0 {
		c.cancel()
	}
	return n, err
}

// Cancelling sets a deadline in the past, which must not hit a later exchange.
func TestAConnectionIsNotUsedAgainAfterCancelling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		dial, dials := scripted(always(okAnswer))
		c := &webhook.Client{Dial: func(ctx context.Context, network, addr string) (net.Conn, error) {
			conn, err := dial(ctx, network, addr)
			return cancelling{conn, cancel}, err
		}}
		defer c.Close()
		c.Send(ctx, request(t, "http://backend.example")) // in time or not
		x := send(t, c, request(t, "http://backend.example"))
		if x.Failure != nil || x.Reused || dials.Load() != 2 {
			t.Errorf("got reused %v on %d connections, failure %v; want a second connection", x.Reused, dials.Load(),
				x.Failure)
		}
	})
}

// always1 answers one request.
func always1(c net.Conn, text string) { answers(text)(c) }

func TestARequestIsNeverSentAgainOnceAnAnswerBegan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x, dials := reuse(t, &webhook.Client{}, nil, answers(okAnswer, "H"), always(okAnswer))
		if class(x) != webhook.Closed || !x.Reused || x.Redialed || dials != 1 {
			t.Errorf("got class %v, reused %v, %d connections, want the failure of the first", class(x), x.Reused,
				dials)
		}
	})
	synctest.Test(t, func(t *testing.T) { // silence is no closed connection
		silent := func(c net.Conn) {
			always1(c, okAnswer)
			io.Copy(io.Discard, c)
		}
		x, dials := reuse(t, &webhook.Client{}, nil, silent, always(okAnswer))
		if class(x) != webhook.Timeout || dials != 1 || x.Timing.Total != 2*time.Second {
			t.Errorf("got class %v after %v on %d connections, want a timeout after 2s", class(x), x.Timing.Total,
				dials)
		}
	})
	synctest.Test(t, func(t *testing.T) { // a new connection that closes says something about the backend
		dial, dials := scripted(func(net.Conn) {}, always(okAnswer))
		x := send(t, &webhook.Client{Dial: dial}, request(t, "http://backend.example"))
		if class(x) != webhook.Closed || dials.Load() != 1 {
			t.Errorf("got class %v on %d connections, want closed on one", class(x), dials.Load())
		}
	})
}

func TestOverASocketAConnectionIsCheckedBeforeItIsUsedAgain(t *testing.T) {
	for name, tc := range map[string]struct{ extra, unasked string }{
		"closed":        {},
		"a farewell":    {extra: "HTTP/1.1 408 Request Timeout\r\n\r\n"},
		"unasked bytes": {"two late lines\r\n", "two late lines\r\n"},
		"many of them":  {strings.Repeat("x", 9000), strings.Repeat("x", webhook.MaxUnasked)},
	} {
		t.Run(name, func(t *testing.T) {
			spoil, spoilt := make(chan bool), make(chan bool)
			url := listenUnix(t, func(c net.Conn) {
				always1(c, okAnswer)
				<-spoil
				io.WriteString(c, tc.extra)
				if tc.extra == "" {
					c.Close()
				}
				close(spoilt)
				io.Copy(io.Discard, c)
			}, always(okAnswer))
			c := patient(new(webhook.Client))
			defer c.Close()
			send(t, c, request(t, url))
			close(spoil)
			<-spoilt
			x := send(t, c, request(t, url))
			if x.Failure != nil || x.Reused || string(x.Raw) != okAnswer {
				t.Errorf("got reused %v, %q, failure %v; want an answer on a new connection", x.Reused, x.Raw,
					x.Failure)
			}
			if string(x.Unasked) != tc.unasked {
				t.Errorf("got %q unasked, want %q", x.Unasked, tc.unasked)
			}
			if x := send(t, c, request(t, url)); len(x.Unasked) > 0 {
				t.Errorf("got %q unasked a second time", x.Unasked)
			}
		})
	}
}

func TestManyCallersShareAClient(t *testing.T) {
	url := listen(t, always(okAnswer))
	c := patient(new(webhook.Client))
	defer c.Close()
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 25 {
				r := request(t, url)
				r.SetBody([]byte(strings.Repeat("x", 100*i+j)))
				if x := c.Send(context.Background(), r); x.Failure != nil || string(x.Body) != okPacket {
					t.Errorf("got %q, failure %v", x.Body, x.Failure)
				}
			}
		})
	}
	wg.Wait()
}

func TestAClosedClientKeepsNoConnections(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var closed atomic.Int64
		dial, dials := scripted(func(c net.Conn) {
			always(okAnswer)(c)
			closed.Add(1)
		})
		c := &webhook.Client{Dial: dial}
		for range 2 {
			send(t, c, request(t, "http://backend.example"))
		}
		c.Close()
		synctest.Wait()
		if dials.Load() != 1 || closed.Load() != 1 {
			t.Fatalf("got %d connections and %d of them closed, want 1 and 1", dials.Load(), closed.Load())
		}
		for range 2 {
			send(t, c, request(t, "http://backend.example"))
		}
		synctest.Wait()
		if dials.Load() != 3 || closed.Load() != 3 {
			t.Errorf("got %d connections and %d of them closed, want 3 and 3", dials.Load(), closed.Load())
		}
	})
}
