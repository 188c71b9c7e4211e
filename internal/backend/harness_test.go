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
	"github.com/timhook/timhook/internal/pipes"
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

// connected is a connection to a handler in a synctest bubble.
func connected(t *testing.T, h http.Handler) net.Conn {
	t.Helper()
	listener, server := pipes.Listen(), backend.NewServer(h)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Shutdown(context.Background()) }) // returns only when no connection is left
	conn, err := listener.Dial(t.Context(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func wireRequest(packet string) []byte {
	var b bytes.Buffer
	r := httptest.NewRequest(http.MethodPost, "http://backend.example/im?"+plainQuery("Group.CallbackAfterSendMsg"), strings.NewReader(packet))
	if err := errors.Join(r.Write(&b)); err != nil {
		panic(err)
	}
	return b.Bytes()
}
