package load

import (
	"iter"
	"math/bits"
	"sync/atomic"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// Latencies are many durations, each known to three digits (and none finer than a microsecond); the longest exactly.
type Latencies struct {
	histogram *hdrhistogram.Histogram // in microseconds; nil: none
	max       time.Duration
}

const digits = 3

// Count is how many there are.
func (l Latencies) Count() int {
	if l.histogram == nil {
		return 0
	}
	return int(l.histogram.TotalCount())
}

// Percentile is the latency that so many percent of all do not exceed; 0 when there are none.
func (l Latencies) Percentile(percent float64) time.Duration {
	if l.Count() == 0 {
		return 0
	}
	return min(l.max, time.Duration(l.histogram.ValueAtPercentile(percent))*time.Microsecond)
}

// Max is the longest.
func (l Latencies) Max() time.Duration { return l.max }

// Min is the shortest.
func (l Latencies) Min() time.Duration {
	if l.Count() == 0 {
		return 0
	}
	return time.Duration(l.histogram.Min()) * time.Microsecond
}

// Mean is the average.
func (l Latencies) Mean() time.Duration {
	if l.Count() == 0 {
		return 0
	}
	return min(l.max, time.Duration(l.histogram.Mean()*1e3))
}

// Bar is how many latencies lie from Low up to High, High excluded.
type Bar struct {
	Low, High time.Duration
	Count     int
}

// Bars lists the latencies as finely as they are known, the shortest first; bars without any are left out.
func (l Latencies) Bars() iter.Seq[Bar] {
	return func(yield func(Bar) bool) {
		if l.Count() == 0 {
			return
		}
		for _, b := range l.histogram.Distribution() {
			bar := Bar{time.Duration(b.From) * time.Microsecond, time.Duration(b.To+1) * time.Microsecond, int(b.Count)}
			if b.Count > 0 && !yield(bar) {
				return
			}
		}
	}
}

// cells count durations as they are recorded, by many workers at once and without a lock. They are the cells of an
// HdrHistogram of three digits, whose own counting is for one goroutine.
type cells struct {
	counts [cellCount]atomic.Uint64
	top    atomic.Uint32 // the highest cell that was used
	max    atomic.Int64
}

const (
	longest   = time.Hour // durations beyond it count as one hour
	subBits   = 11        // 2,048 cells to begin with and 1,024 for each power of two above, for three digits
	half      = 1 << (subBits - 1)
	cellCount = 23_552 // up to an hour in microseconds
)

func cellOf(micros uint64) int {
	if micros < 2*half {
		return int(micros)
	}
	shift := bits.Len64(micros) - subBits
	return shift*half + int(micros>>shift)
}

// lowest is the smallest number of microseconds in a cell.
func lowest(cell int) int64 {
	if cell < 2*half {
		return int64(cell)
	}
	shift := cell/half - 1
	return int64(cell-shift*half) << shift
}

func (c *cells) add(d time.Duration) {
	d = max(d, 0)
	cell := cellOf(uint64(min(d, longest) / time.Microsecond))
	c.counts[cell].Add(1)
	if uint32(cell) > c.top.Load() {
		raise(&c.top, uint32(cell))
	}
	for is := c.max.Load(); int64(d) > is; is = c.max.Load() {
		if c.max.CompareAndSwap(is, int64(d)) {
			return
		}
	}
}

func raise(top *atomic.Uint32, to uint32) {
	for is := top.Load(); to > is; is = top.Load() {
		if top.CompareAndSwap(is, to) {
			return
		}
	}
}

// gather puts what several cells have counted together; before, where it is not nil, is left out of it and brought up to date.
func gather(all []*cells, before []uint64) Latencies {
	top, longest := 0, int64(0)
	for _, c := range all {
		top = max(top, int(c.top.Load()))
		longest = max(longest, c.max.Load())
	}
	l := Latencies{max: time.Duration(longest)}
	l.histogram = hdrhistogram.New(1, max(2, lowest(top+1)), digits)
	last := 0
	for i := range top + 1 {
		n := uint64(0)
		for _, c := range all {
			n += c.counts[i].Load()
		}
		if before != nil {
			n, before[i] = n-before[i], n
		}
		if n > 0 {
			_ = l.histogram.RecordValues(lowest(i), int64(n)) // its range reaches to the top
			last = i
		}
	}
	switch {
	case l.Count() == 0:
		l.max = 0
	case before != nil:
		l.max = min(l.max, time.Duration(lowest(last+1))*time.Microsecond)
	}
	return l
}

// merge puts latencies together.
func merge(all ...Latencies) Latencies {
	var sum Latencies
	for _, l := range all {
		sum.max = max(sum.max, l.max)
	}
	sum.histogram = hdrhistogram.New(1, max(2, lowest(cellOf(uint64(min(sum.max, longest)/time.Microsecond))+1)), digits)
	for _, l := range all {
		if l.histogram != nil {
			sum.histogram.Merge(l.histogram)
		}
	}
	return sum
}
