package load_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/timhook/timhook/internal/load"
	"github.com/timhook/timhook/payloads"
)

func TestTheCallerDecidesWhatTheQuerySaysOfTheEvent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var wrong atomic.Int64
		o := bubbled(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if q := r.URL.Query(); q.Get("ClientIP") != "198.51.100.7" || q.Get("OptPlatform") != "Web" {
				wrong.Add(1)
			}
			okay(w, r)
		}))
		o.Count, o.Rate = 20, rate(t, "100/s")
		o.Address = func(packets []payloads.Packet) {
			for i := range packets {
				packets[i].ClientIP, packets[i].OptPlatform = "198.51.100.7", "Web"
			}
		}
		if s := run(t, t.Context(), o); s.Sent != 20 || wrong.Load() != 0 {
			t.Errorf("%d of %d callbacks had another ClientIP or OptPlatform", wrong.Load(), s.Sent)
		}
	})
}

func TestLargePacketsAreFewer(t *testing.T) {
	for size, want := range map[int]int{100: 10_000, 1 << 20: 127} {
		synctest.Test(t, func(t *testing.T) {
			o := bubbled(t, http.HandlerFunc(okay))
			o.Payloads, o.Count, o.Rate = 0, 1, rate(t, "1/s")
			o.Params.Body = []byte(`{"CallbackCommand":"` + o.Mix[0].Command.Name + `","x":"` + string(bytes.Repeat([]byte("y"), size)) + `"}`)
			if got := run(t, t.Context(), o).Payloads; got != want {
				t.Errorf("packets of %d bytes: got %d, want %d", size, got, want)
			}
		})
	}
}

func TestBuildingThePayloadsCanBeInterrupted(t *testing.T) {
	o := options(t, ":1")
	o.Rate, o.Count, o.Payloads = rate(t, "1/s"), 1, 1_000_000
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := load.Run(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
}
