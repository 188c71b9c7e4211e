package load

import (
	"bytes"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/timhook/timhook/conformance/judge"
)

func TestARightAnswerCostsNoAllocation(t *testing.T) {
	s := newSink(t, nil, func(int) []byte { return plainAnswer })
	w := s.toward(t, "http").single(t)
	i := 0
	fire := func() { w.shoot(i); i++ }
	fire()
	if n := testing.AllocsPerRun(5000, fire); n > 0 {
		t.Errorf("got %v allocations for an exchange, want none", n)
	}
	if sum := w.summary(nil); sum.All.Count(judge.Pass) != i || sum.Tally.Total() != 0 || sum.Connected != 1 {
		t.Errorf("got %d right answers of %d, %d judged in full", sum.All.Count(judge.Pass), i, sum.Tally.Total())
	}
}

// However many callbacks there are, what is kept of them stays as large as it was.
func TestTheMemoryOfALoadIsBounded(t *testing.T) {
	s := newSink(t, nil, func(n int) []byte {
		if n%100 == 0 {
			return []byte(fmt.Sprintf("HTTP/1.1 500 No\r\nContent-Length: 6\r\n\r\n%06d", n%1_000_000))
		}
		return plainAnswer
	})
	w := s.toward(t, "http").single(t)
	held := func(shots int) uint64 {
		for i := range shots {
			w.shoot(i)
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := held(2_000)
	if after := held(40_000); after > before+before/20 {
		t.Errorf("got %d bytes after 42,000 callbacks and %d after 2,000, want no growth", after, before)
	}
}

// BenchmarkExchange is one exchange after the other over one connection, the backend's part in the same process included.
func BenchmarkExchange(b *testing.B) {
	s := newSink(b, nil, func(int) []byte { return plainAnswer })
	w := s.toward(b, "http").single(b)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		w.shoot(i)
		i++
	}
}

// BenchmarkRender is the request of one exchange: copied, dated and signed.
func BenchmarkRender(b *testing.B) {
	s := newSink(b, nil, func(int) []byte { return plainAnswer })
	w := s.toward(b, "http").single(b)
	second := time.Now().Unix()
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		w.render(&w.payloads[i%len(w.payloads)], second)
		i++
	}
}

// BenchmarkJudge is the judgement of an answer: by its bytes, by the strict parser alone, and what a library's strict
// decoding of the packet alone costs.
func BenchmarkJudge(b *testing.B) {
	other := []byte(`{"ErrorCode":0,"ErrorInfo":"","ActionStatus":"OK"}`)
	r := recognizer{secrets: []string{secret}}
	b.Run("same-answer", func(b *testing.B) {
		for b.Loop() {
			r.look(plainAnswer)
		}
	})
	b.Run("new-answer", func(b *testing.B) {
		answer := bytes.Replace(plainAnswer, []byte(judge.Canonical), other, 1)
		for b.Loop() {
			r.last = r.last[:0]
			r.look(answer)
		}
	})
	b.Run("packet-strict", func(b *testing.B) {
		for b.Loop() {
			accepts(other)
		}
	})
	b.Run("packet-library", func(b *testing.B) {
		var packet struct {
			ActionStatus string
			ErrorInfo    string
			ErrorCode    int
		}
		for b.Loop() {
			if err := json.Unmarshal(other, &packet, json.RejectUnknownMembers(true)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
