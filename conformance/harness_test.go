package conformance_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

const (
	appID = 1400187352
	token = "k7Qd2mXz9TnB4vRw"
)

// target is where the tests send: the name is never looked up, since Dial makes pipes.
func target(t testing.TB) webhook.Target {
	t.Helper()
	endpoint, err := webhook.ParseEndpoint("http://backend.example/im")
	if err != nil {
		t.Fatal(err)
	}
	return webhook.Target{URL: endpoint, SDKAppID: appID, Token: token}
}

// ordinary is the documentation's own callback of a command.
func ordinary(c *payloads.Command) webhook.Callback {
	return webhook.Callback{Command: c.Name, ClientIP: "203.0.113.24", OptPlatform: "Android", Body: []byte(c.Sample)}
}

func sendCommand(t testing.TB) *payloads.Command {
	t.Helper()
	c, err := payloads.Lookup("send")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// answering makes a client whose every connection answers the first request with these bytes and then keeps still.
func answering(raw string) *webhook.Client {
	return &webhook.Client{
		NoKeepAlive: true,
		Dial: func(context.Context, string, string) (net.Conn, error) {
			client, server := net.Pipe()
			go answerOnce(server, raw)
			return client, nil
		},
	}
}

// closing is answering with the connection closed behind the answer.
func closing(raw string) *webhook.Client {
	client := answering("")
	client.Dial = func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go func() {
			defer server.Close()
			if _, err := http.ReadRequest(bufio.NewReader(server)); err == nil {
				_, _ = io.WriteString(server, raw)
			}
		}()
		return client, nil
	}
	return client
}

func answerOnce(conn net.Conn, raw string) {
	defer conn.Close()
	r, err := http.ReadRequest(bufio.NewReader(conn))
	if err != nil {
		return
	}
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return
	}
	if _, err := io.WriteString(conn, raw); err != nil {
		return
	}
	_, _ = conn.Read(make([]byte, 1))
}

// pipes is a listener whose connections are made by dial, for an http.Server in a synctest bubble.
type pipes struct {
	conns chan net.Conn
	once  sync.Once
	done  chan struct{}
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), done: make(chan struct{})} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case p.conns <- server:
		return client, nil
	case <-p.done:
		return nil, errors.New("the server is closed")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.done) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "pipe"} }

// send fires the ordinary send callback with the client and closes it.
func send(t testing.TB, client *webhook.Client) *webhook.Exchange {
	t.Helper()
	defer client.Close()
	return client.Send(t.Context(), target(t).Request(ordinary(sendCommand(t)), time.Now()))
}

// ids lists the checks that found something, each once, in order.
func ids(j judge.Judgement) []string {
	var list []string
	for _, f := range j.Findings {
		if len(list) == 0 || list[len(list)-1] != f.Check.ID {
			list = append(list, f.Check.ID)
		}
	}
	return list
}

// brief writes findings as the tables of these tests do: "FAIL resp-errorcode-present /ErrorCode @48+3".
func brief(j judge.Judgement) string {
	var lines []string
	for _, f := range j.Findings {
		line := judge.Of(f.Level).String() + " " + f.Check.ID
		if f.Path != "" {
			line += " " + f.Path
		}
		if f.Offset >= 0 {
			line += fmt.Sprintf(" @%d+%d", f.Offset, f.Length)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, ", ")
}

// expectation is the one under which a check is held.
func expectation(c *judge.Check) payloads.Expect {
	for _, e := range []payloads.Expect{payloads.ExpectOK, payloads.ExpectRefuse, payloads.ExpectSane} {
		if c.On.Includes(e) {
			return e
		}
	}
	return payloads.ExpectInfo
}
