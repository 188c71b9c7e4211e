package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/timhook/timhook/report/page"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

// latency is the picture of how long the answers took: sorted dots on a logarithmic scale.
type latency struct {
	page.Picture
	Dots    []latencyDot
	Figures []page.Row
}

type latencyDot struct {
	X, Y, Path, Name string
	Bad              bool
}

// latencyDots are drawn at most: more could not be told apart, and would make the page heavy.
const latencyDots = 1500

// timed is one answer.
type timed struct {
	name  string
	ms    float64
	bad   bool
	waits bool // somebody does, since the answer decides
}

// newLatency is nil when nothing was answered.
func newLatency(d *Document) *latency {
	all := timedOf(d)
	if len(all) == 0 {
		return nil
	}
	fastest, slowest := all[0].ms, all[len(all)-1].ms
	l := &latency{
		Picture: page.NewPicture("latency", "How long each answer took, the fastest first", 300, 280),
		Figures: figures(all),
	}
	y := l.Milliseconds(fastest, slowest)
	for i, t := range all {
		if t.bad || keepsDot(i, len(all)) {
			l.Dots = append(l.Dots, newDot(t, l.X(partOf(i, len(all))), y(t.ms)))
		}
	}
	l.Describe = fmt.Sprintf("%d answers: half within %s, the slowest after %s.", len(all),
		words.Milliseconds(quantile(all, 0.5)), words.Milliseconds(slowest))
	return l
}

// partOf is how far along number i of n is, from 0 to 1. One that is alone is in the middle.
func partOf(i, n int) float64 {
	if n == 1 {
		return 0.5
	}
	return float64(i) / float64(n-1)
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
				bad := x.Outcome == "fail" || x.Outcome == "error"
				all = append(all, timed{safe.Visible(caseName(c)), x.Answer.WholeMS, bad, x.Decision != nil})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b timed) int { return cmp.Compare(a.ms, b.ms) })
	return all
}

func newDot(t timed, x, y float64) latencyDot {
	dot := latencyDot{
		X: page.Coordinate(x), Y: page.Coordinate(y), Bad: t.bad, Name: t.name + ": " + words.Milliseconds(t.ms),
	}
	if t.bad {
		dot.Path = fmt.Sprintf("M%s %sl8 8m0 -8l-8 8", page.Coordinate(x-4), page.Coordinate(y-4))
	}
	return dot
}

// figures are the latencies that are spoken of.
func figures(all []timed) []page.Row {
	late, near := 0, 0
	for _, t := range all {
		if t.ms >= page.Deadline {
			late++
		} else if t.ms >= page.NearDeadline {
			near++
		}
	}
	rows := []page.Row{
		{Name: "Answers", Value: strconv.Itoa(len(all))},
		{Name: "Median", Value: words.Milliseconds(quantile(all, 0.5))},
		{Name: "p95", Value: words.Milliseconds(quantile(all, 0.95))},
		{Name: "p99", Value: words.Milliseconds(quantile(all, 0.99))},
		{Name: "Slowest", Value: words.Milliseconds(all[len(all)-1].ms)},
		{Name: "1 to 2 s", Value: strconv.Itoa(near)},
		{Name: "2 s and more", Value: strconv.Itoa(late)},
	}
	waited := slices.DeleteFunc(slices.Clone(all), func(t timed) bool { return !t.waits })
	if n := len(waited); n > 0 {
		half, most := words.Milliseconds(quantile(waited, 0.5)), words.Milliseconds(waited[n-1].ms)
		rows = append(rows, page.Row{Name: "Users wait", Value: half + ", at most " + most})
	}
	return rows
}

// quantile is the smallest latency that at least the part q of all does not exceed.
func quantile(all []timed, q float64) float64 {
	i := int(math.Ceil(q*float64(len(all)))) - 1
	return all[max(0, min(i, len(all)-1))].ms
}
