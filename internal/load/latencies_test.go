package load

import (
	"slices"
	"testing"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
	"pgregory.net/rapid"
)

// The cells are those of the histogram that they are told by, so that nothing is lost between the two.
func TestLatenciesAreKnownToThreeDigits(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		all := rapid.SliceOfN(rapid.Int64Range(0, int64(2*time.Hour)), 1, 200).Draw(rt, "latencies")
		var shards [2]cells
		plain := hdrhistogram.New(1, longest.Microseconds(), digits)
		for i, d := range all {
			shards[i%2].add(time.Duration(d))
			_ = plain.RecordValue(min(time.Duration(d), longest).Microseconds())
		}
		got := gather([]*cells{&shards[0], &shards[1]}, nil)
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
		twice := merge(got, got)
		if bars != len(all) || twice.Count() != 2*bars || twice.Percentile(50) != got.Percentile(50) || twice.Max() != got.Max() {
			rt.Fatalf("got %d in the bars and %d twice, want %d", bars, twice.Count(), len(all))
		}
	})
}

func TestNoLatenciesAreNone(t *testing.T) {
	for _, l := range []Latencies{{}, gather([]*cells{{}}, nil), gather([]*cells{{}}, make([]uint64, cellCount)), merge(), merge(Latencies{})} {
		if l.Count() != 0 || l.Percentile(99) != 0 || l.Max() != 0 || l.Min() != 0 || l.Mean() != 0 {
			t.Errorf("got %d, p99 %v, max %v, min %v, mean %v", l.Count(), l.Percentile(99), l.Max(), l.Min(), l.Mean())
		}
		for b := range l.Bars() {
			t.Errorf("got the bar %+v", b)
		}
	}
}

func TestASecondHoldsWhatCameInIt(t *testing.T) {
	var c cells
	before := make([]uint64, cellCount)
	c.add(5 * time.Second)
	if got := gather([]*cells{&c}, before); got.Count() != 1 || got.Max() != 5*time.Second {
		t.Errorf("got %d up to %v", got.Count(), got.Max())
	}
	c.add(3 * time.Millisecond)
	c.add(-time.Millisecond) // a clock that was set back
	got := gather([]*cells{&c}, before)
	if got.Count() != 2 || got.Max() < 3*time.Millisecond || got.Max() > 3003*time.Microsecond || got.Min() != 0 {
		t.Errorf("got %d from %v up to %v, want the two since", got.Count(), got.Min(), got.Max())
	}
}
