package cases

import (
	"context"
	"io"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/internal/pipes"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// sentBy plays a case alone against a backend to which all is well, and returns the bodies of its requests.
func sentBy(t *testing.T, c *conformance.Case) [][]byte {
	t.Helper()
	return sentTo(t, c, backend.NewAnswers().To)
}

// sentTo plays a case alone and returns the bodies of its requests. The backend gets the callbacks, without any those
// of the case.
func sentTo(
	t *testing.T, c *conformance.Case, answer func(command string, packet []byte) string,
	callbacks ...*payloads.Command,
) [][]byte {
	t.Helper()
	heard := recorder{answer: answer}
	synctest.Test(t, func(t *testing.T) {
		listener := pipes.Listen()
		server := &http.Server{Handler: &heard}
		go func() { _ = server.Serve(listener) }()
		defer func() {
			_ = server.Close()
			time.Sleep(time.Minute)
		}()
		client := &webhook.Client{Dial: listener.Dial}
		defer client.Close()
		endpoint, err := webhook.ParseEndpoint("http://backend.example/im")
		if err != nil {
			t.Fatal(err)
		}
		ctx, end := context.WithCancel(t.Context())
		defer end()
		alone := *c
		alone.Run = func(ctx context.Context, run *conformance.CaseRun) {
			heard.begin()
			c.Run(ctx, run)
		}
		conformance.RunSuite(ctx, []*conformance.Case{&alone}, conformance.Options{
			Client: client, Target: webhook.Target{URL: endpoint, SDKAppID: 1400000001, Token: "k7Qd2mXz9TnB4vRw"},
			Now: time.Unix(1762851903, 0), Seed: 3, NoShrink: true, Callbacks: callbacks,
			Finished: func(conformance.SuiteResult) { end() }, // findings are not tried again: the answers mean nothing
		})
	})
	return heard.bodies
}

// recorder keeps the bodies from begin on.
type recorder struct {
	answer func(command string, packet []byte) string

	mu     sync.Mutex // guards the rest
	begun  bool
	bodies [][]byte
}

func (r *recorder) begin() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.begun = true
}

// ServeHTTP implements [http.Handler].
func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	r.mu.Lock()
	if r.begun {
		r.bodies = append(r.bodies, body)
	}
	r.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, r.answer(req.URL.Query().Get("CallbackCommand"), body))
}
