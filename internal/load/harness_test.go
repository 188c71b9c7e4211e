package load_test

import (
	"context"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance/budget"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/internal/load"
	"github.com/timhook/timhook/internal/pipes"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

const (
	appID = 1400187352
	token = "k7Qd2mXz9TnB4vRw"
)

// bubbled are options for a backend in the bubble; the name is never looked up.
func bubbled(t *testing.T, h http.Handler) load.Options {
	t.Helper()
	listener, server := pipes.Listen(), backend.NewServer(h)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := server.Shutdown(ctx); err != nil { // returns when no connection is left
			t.Errorf("the backend does not come to its end: %v", err)
		}
	})
	o := options(t, "http://backend.example/im")
	o.Client = &webhook.Client{Dial: listener.Dial}
	o.ByTimer = true
	return o
}

func options(t testing.TB, url string) load.Options {
	t.Helper()
	endpoint, err := webhook.ParseEndpoint(url)
	if err != nil {
		t.Fatal(err)
	}
	return load.Options{
		Target:   webhook.Target{URL: endpoint, SDKAppID: appID, Token: token},
		Mix:      []load.Share{{Command: command(t, "send"), Weight: 1}},
		Payloads: 20,
		Params:   payloads.Params{Seed: 7, Now: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)},
	}
}

func command(t testing.TB, name string) *payloads.Command {
	t.Helper()
	c, err := chat.Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func rate(t testing.TB, text string) load.Rate {
	t.Helper()
	r, err := load.ParseRate(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func budgets(t testing.TB, texts ...string) []budget.Budget {
	t.Helper()
	var list []budget.Budget
	for _, text := range texts {
		b, err := budget.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, b)
	}
	return list
}

func run(t testing.TB, ctx context.Context, o load.Options) *load.Summary {
	t.Helper()
	s, err := load.Run(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// okay accepts every callback.
func okay(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, judge.Canonical)
}

// reference is the right backend, with its signature check.
func reference() http.Handler {
	return backend.Reference(backend.Options{SDKAppID: appID, Token: token})
}

// arrivals notes when requests came, from the first on.
type arrivals struct {
	mu    sync.Mutex
	times []time.Time
}

func (a *arrivals) note(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		a.times = append(a.times, time.Now())
		a.mu.Unlock()
		h(w, r)
	}
}
