package load_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/load"
)

// Answers of 1 MiB with 90,000 members take 55 MiB each while they are judged: never many at once.
func TestLargeAnswersAreJudgedOneAtATime(t *testing.T) {
	var answer strings.Builder
	answer.WriteString(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0`)
	for i := range 90_000 {
		fmt.Fprintf(&answer, `,"m%05d":1`, i)
	}
	answer.WriteString("}")
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, answer.String())
	}))
	defer s.Close()
	var told atomic.Int64
	o := options(t, s.URL)
	o.Rate, o.Connections, o.Count, o.Payloads = load.Rate{Max: true}, 32, 64, 10
	o.Large = func(bytes int) { told.Store(int64(bytes)) }
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	summary, err := load.Run(t.Context(), o)
	runtime.ReadMemStats(&after)
	if err != nil || summary.Sent != 64 {
		t.Fatalf("got %+v, error %v, want 64 callbacks", summary, err)
	}
	if got := told.Load(); got != int64(answer.Len()) {
		t.Errorf("was told of %d bytes, want %d", got, answer.Len())
	}
	if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 512<<20 {
		t.Errorf("the heap grew by %d MiB, want 512 at most", grown>>20)
	}
}

// Judging a large answer takes its time, and hundreds may wait for their turn: the end of the run ends the wait.
func TestAnInterruptionEndsTheWaitForJudging(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := bubbled(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, strings.Repeat(" ", 100<<10)+judge.Canonical)
		}))
		o.Rate, o.Count = rate(t, "100/s"), 10
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		o.Large = func(int) { <-ctx.Done() } // it holds the turn
		s := run(t, ctx, o)
		if s.Elapsed != time.Second || s.End != load.EndInterrupted || s.Sent != 10 || s.Asked != 10 || s.Unfinished != 9 {
			t.Errorf("got %d of %d sent, %d unfinished in %v, end %v; want 10 of 10, 9 in 1s, interrupted", s.Sent, s.Asked,
				s.Unfinished, s.Elapsed, s.End)
		}
	})
}
