package backend_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/timhook/timhook/internal/backend"
)

const (
	appID = 1400187352
	token = "k7Qd2mXz9TnB4vRw"
	okay  = `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`
)

// post sends a packet to a handler, with this query.
func post(h http.Handler, query, packet string) *httptest.ResponseRecorder {
	return serve(h, http.MethodPost, query, packet)
}

func serve(h http.Handler, method, query, packet string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/im", strings.NewReader(packet))
	r.URL.RawQuery = query
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// plainQuery is the documented query without a signature.
func plainQuery(command string) string {
	return "SdkAppid=1400187352&CallbackCommand=" + url.QueryEscape(command) + "&contenttype=json&ClientIP=203.0.113.24&OptPlatform=Android"
}

// events collects what the reference backend logs.
type events struct {
	mu  sync.Mutex
	all []backend.Event
}

func (e *events) log(event backend.Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.all = append(e.all, event)
}

func (e *events) outcomes() []backend.EventOutcome {
	e.mu.Lock()
	defer e.mu.Unlock()
	var list []backend.EventOutcome
	for _, event := range e.all {
		list = append(list, event.Outcome)
	}
	return list
}

// pipes is a listener whose connections are made by dial.
type pipes struct {
	conns chan net.Conn
	once  sync.Once
	done  chan struct{}
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), done: make(chan struct{})} }

func (p *pipes) dial(t *testing.T) net.Conn {
	t.Helper()
	client, server := net.Pipe()
	select {
	case p.conns <- server:
	case <-p.done:
		t.Fatal("the server is closed")
	}
	return client
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

// running starts a handler in a synctest bubble.
func running(t *testing.T, h http.Handler) *pipes {
	t.Helper()
	listener, server := newPipes(), backend.NewServer(h)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Shutdown(context.Background()) }) // returns only when no connection is left
	return listener
}

func wireRequest(packet string) []byte {
	var b bytes.Buffer
	r := httptest.NewRequest(http.MethodPost, "http://backend.example/im?"+plainQuery("Group.CallbackAfterSendMsg"), strings.NewReader(packet))
	if err := errors.Join(r.Write(&b)); err != nil {
		panic(err)
	}
	return b.Bytes()
}
