package load

import (
	"slices"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
	"pgregory.net/rapid"
)

func TestLatenciesAreKnownToThreeDigits(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		all := rapid.SliceOfN(rapid.Int64Range(0, int64(2*time.Hour)), 1, 200).Draw(rt, "latencies")
		shards := [2]Latencies{newLatencies(), newLatencies()}
		plain := hdrhistogram.New(1, longest.Microseconds(), digits)
		for i, d := range all {
			shards[i%2].add(time.Duration(d))
			_ = plain.RecordValue(min(time.Duration(d), longest).Microseconds())
		}
		got := merged(shards[:]...)
		slices.Sort(all)
		if got.Count() != len(all) || got.Max() != time.Duration(all[len(all)-1]) || got.Percentile(100) > got.Max() {
			rt.Fatalf("got %d up to %v, want %d up to %v", got.Count(), got.Max(), len(all), time.Duration(all[len(all)-1]))
		}
		for _, percent := range []float64{0, 50, 90, 99, 99.9} {
			want := min(got.Max(), time.Duration(plain.ValueAtPercentile(percent))*time.Microsecond)
			if p := got.Percentile(percent); p != want {
				rt.Fatalf("p%v: got %v, want %v", percent, p, want)
			}
		}
		bars := 0
		for b := range got.Bars() {
			bars += b.Count
			if b.High <= b.Low || b.High-b.Low > max(time.Microsecond, b.Low/1000) {
				rt.Fatalf("got the bar %+v, want one of three digits", b)
			}
		}
		twice := merged(got, got)
		if bars != len(all) || twice.Count() != 2*bars || twice.Percentile(50) != got.Percentile(50) || twice.Max() != got.Max() {
			rt.Fatalf("got %d in the bars and %d twice, want %d", bars, twice.Count(), len(all))
		}
	})
}

func TestNoLatenciesAreNone(t *testing.T) {
	for _, l := range []Latencies{{}, newLatencies(), merged(), merged(Latencies{}, newLatencies())} {
		if l.Count() != 0 || l.Percentile(99) != 0 || l.Max() != 0 || l.Min() != 0 || l.Mean() != 0 {
			t.Errorf("got %d, p99 %v, max %v, min %v, mean %v", l.Count(), l.Percentile(99), l.Max(), l.Min(), l.Mean())
		}
		for b := range l.Bars() {
			t.Errorf("got the bar %+v", b)
		}
	}
}

func TestASecondHoldsWhatCameInIt(t *testing.T) {
	c := shards(1, 1, 1)[0]
	w := &watcher{run: &run{counters: []*counters{c}}, took: newLatencies(), spare: newLatencies()}
	now := time.Now()
	answered := func(took time.Duration) {
		at := timing{due: now, sent: now, end: now.Add(took)}
		c.sent(0, at)
		c.plain(0, at, false, 1, 1)
	}
	answered(5 * time.Second)
	w.second(now.Add(time.Second))
	answered(3 * time.Millisecond)
	answered(-time.Millisecond) // a clock that was set back
	c.sent(0, timing{due: now, sent: now})
	w.second(now.Add(2 * time.Second))
	if first := w.seconds[0]; first.Answered != 1 || first.Max != 5*time.Second || first.InFlight != 0 {
		t.Errorf("got %+v", first)
	}
	if next := w.seconds[1]; next.Sent != 3 || next.Answered != 2 || next.P50 != 0 || next.Max != 3*time.Millisecond || next.InFlight != 1 {
		t.Errorf("got %+v, want the three since, one of which is under way", next)
	}
}
