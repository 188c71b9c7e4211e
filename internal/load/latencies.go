package load

import (
	"iter"
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

// longest bounds the histograms: a longer latency counts as one hour there. The maximum is exact.
const longest = time.Hour

// newLatencies are none yet, with room for all.
func newLatencies() Latencies { return latenciesUpTo(longest) }

func latenciesUpTo(d time.Duration) Latencies {
	return Latencies{histogram: hdrhistogram.New(1, max(2, min(d, longest).Microseconds()), digits)}
}

// add takes a latency below 0, of a clock that was set back, for 0.
func (l *Latencies) add(d time.Duration) {
	_ = l.histogram.RecordValue(min(max(d, 0), longest).Microseconds()) // it is in range
	l.max = max(l.max, d)
}

func (l *Latencies) reset() {
	l.histogram.Reset()
	l.max = 0
}

func (l *Latencies) merge(more Latencies) {
	if more.Count() > 0 {
		l.histogram.Merge(more.histogram)
	}
	l.max = max(l.max, more.max)
}

// merged are latencies together, in as little memory as they need.
func merged(all ...Latencies) Latencies {
	longest := time.Duration(0)
	for _, l := range all {
		longest = max(longest, l.max)
	}
	sum := latenciesUpTo(longest)
	for _, l := range all {
		sum.merge(l)
	}
	return sum
}
