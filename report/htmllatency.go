package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/timhook/timhook/report/safe"
)

// latency is the picture of how long the answers took: sorted dots on a logarithmic scale.
type latency struct {
	Width, Height, Left, Right, Label int
	Describe                          string
	Ticks                             []latencyTick
	Dots                              []latencyDot
	Figures                           []nameValue
}

type latencyTick struct{ Class, Y, TextY, Name string }

type latencyDot struct {
	X, Y, Path, Name string
	Bad              bool
}

const (
	latencyDots  = 1500 // more could not be told apart, and would make the page heavy
	nearDeadline = 1000 // milliseconds
	deadline     = 2000
)

// timed is one answer.
type timed struct {
	name string
	ms   float64
	bad  bool
}

// newLatency is nil when nothing was answered.
func newLatency(d *Document) *latency {
	all := timedOf(d)
	if len(all) == 0 {
		return nil
	}
	l := &latency{Width: 960, Height: 300, Left: 64, Right: 948, Label: 56, Figures: figures(all)}
	scale := newScale(all, 14, 280)
	for _, ms := range []float64{0.01, 0.1, 1, 10, 100, nearDeadline, deadline, 10_000, 100_000} {
		if y := scale.y(ms); y >= 13 && y <= 281 {
			l.Ticks = append(l.Ticks, newTick(ms, y))
		}
	}
	for i, t := range all {
		if t.bad || keepsDot(i, len(all)) {
			l.Dots = append(l.Dots, l.newDot(t, i, len(all), scale))
		}
	}
	l.Describe = fmt.Sprintf("%d answers: half within %s, the slowest after %s.", len(all), milliseconds(quantile(all, 0.5)), milliseconds(all[len(all)-1].ms))
	return l
}

// keepsDot thins the dots out evenly, down to a number that a page can hold. The ends stay.
func keepsDot(i, n int) bool {
	step := (n + latencyDots - 1) / latencyDots
	return i%step == 0 || i == n-1
}

// timedOf are the answers of a run, the fastest first.
func timedOf(d *Document) []timed {
	var all []timed
	for _, c := range d.Cases {
		for _, x := range c.Exchanges {
			if x.Answer.WholeMS > 0 {
				all = append(all, timed{safe.Visible(caseName(c)), x.Answer.WholeMS, x.Outcome == "fail" || x.Outcome == "error"})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b timed) int { return cmp.Compare(a.ms, b.ms) })
	return all
}

// scale maps milliseconds to heights, logarithmically.
type scale struct{ low, high, top, bottom float64 }

func newScale(all []timed, top, bottom float64) scale {
	lowest, highest := max(0.01, all[0].ms), max(deadline*1.6, all[len(all)-1].ms*1.2)
	return scale{math.Floor(math.Log10(lowest)), math.Log10(highest), top, bottom}
}

func (s scale) y(ms float64) float64 {
	part := (math.Log10(max(ms, 0.001)) - s.low) / (s.high - s.low)
	return s.bottom - part*(s.bottom-s.top)
}

func newTick(ms, y float64) latencyTick {
	t := latencyTick{Class: "grid", Y: coordinate(y), TextY: coordinate(y + 4), Name: milliseconds(ms)}
	switch ms {
	case nearDeadline:
		t.Class, t.TextY = "near", coordinate(y+9) // away from the next line's
	case deadline:
		t.Class, t.TextY = "limit", coordinate(y-1)
	}
	return t
}

func (l *latency) newDot(t timed, i, n int, s scale) latencyDot {
	x := float64(l.Left+l.Right) / 2
	if n > 1 {
		x = float64(l.Left+8) + float64(i)/float64(n-1)*float64(l.Right-l.Left-16)
	}
	y := s.y(t.ms)
	dot := latencyDot{X: coordinate(x), Y: coordinate(y), Bad: t.bad, Name: t.name + ": " + milliseconds(t.ms)}
	if t.bad {
		dot.Path = fmt.Sprintf("M%s %sl8 8m0 -8l-8 8", coordinate(x-4), coordinate(y-4))
	}
	return dot
}

func coordinate(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }

// figures are the latencies that are spoken of.
func figures(all []timed) []nameValue {
	late, near := 0, 0
	for _, t := range all {
		if t.ms >= deadline {
			late++
		} else if t.ms >= nearDeadline {
			near++
		}
	}
	return []nameValue{
		{"Answers", strconv.Itoa(len(all))},
		{"Median", milliseconds(quantile(all, 0.5))},
		{"p95", milliseconds(quantile(all, 0.95))},
		{"p99", milliseconds(quantile(all, 0.99))},
		{"Slowest", milliseconds(all[len(all)-1].ms)},
		{"1 to 2 s", strconv.Itoa(near)},
		{"2 s and more", strconv.Itoa(late)},
	}
}

// quantile is the smallest latency that at least the part q of all does not exceed.
func quantile(all []timed, q float64) float64 {
	i := int(math.Ceil(q*float64(len(all)))) - 1
	return all[max(0, min(i, len(all)-1))].ms
}

func milliseconds(ms float64) string {
	if ms >= 1000 {
		return strconv.FormatFloat(math.Round(ms/10)/100, 'f', -1, 64) + " s"
	}
	digits := 2
	if ms >= 10 {
		digits = 0
	}
	text := strconv.FormatFloat(ms, 'f', digits, 64)
	if value, err := strconv.ParseFloat(text, 64); err == nil {
		text = strconv.FormatFloat(value, 'f', -1, 64)
	}
	return text + " ms"
}
