package backend_test

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/timhook/timhook/internal/backend"
)

// status is a handler that answers nothing but a status.
func status(code int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) })
}

func TestAlternateTakesTurnsRequestByRequest(t *testing.T) {
	h := backend.Alternate(status(201), status(202), status(203))
	for i := range 7 {
		if w := post(h, "", ""); w.Code != 201+i%3 {
			t.Errorf("request %d: got %d, want %d", i, w.Code, 201+i%3)
		}
	}
}

func TestAlternateGivesEachHandlerItsShareOfRequestsAtOnce(t *testing.T) {
	var first, second atomic.Int32
	counting := func(n *atomic.Int32) http.Handler {
		return http.HandlerFunc(func(http.ResponseWriter, *http.Request) { n.Add(1) })
	}
	h := backend.Alternate(counting(&first), counting(&second))
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() { post(h, "", "") })
	}
	all.Wait()
	if first.Load() != 50 || second.Load() != 50 {
		t.Errorf("got %d and %d, want 50 each", first.Load(), second.Load())
	}
}

func TestAlternateShowsEachOfSeveralFaults(t *testing.T) {
	right := backend.Reference(backend.Options{SDKAppID: appID})
	var handlers []http.Handler
	for _, name := range []string{"status-201", "status-500"} {
		f, err := backend.LookupFault(name)
		if err != nil {
			t.Fatal(err)
		}
		handlers = append(handlers, f.Break(right))
	}
	h := backend.Alternate(handlers...)
	for _, want := range []int{201, 500, 201} {
		if w := post(h, plainQuery(command), packet(1)); w.Code != want {
			t.Errorf("got %d, want %d", w.Code, want)
		}
	}
}

func TestAlternateOfNothingFindsNothing(t *testing.T) {
	if w := post(backend.Alternate(), "", ""); w.Code != http.StatusNotFound {
		t.Errorf("got %d, want 404", w.Code)
	}
}
