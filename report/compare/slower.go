package comparereport

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/report/words"
)

// Slower is when a callback counts as slower: its median or its p95 is up by more than so many percent, and by LeastMS
// too, since two runs of the same backend differ by a large percentage of few milliseconds.
type Slower struct {
	Percent float64 `json:"percent"`
	LeastMS float64 `json:"leastMs"`
}

// fewest is how many cases a figure is taken from: with less, the p95 is the slowest of them.
const fewest = 20

// ParseSlower reads "50%" or "50%,20ms". Without a time it is 20 ms.
func ParseSlower(text string) (Slower, error) {
	want := errors.New("want a percentage, and at will the least time that counts: 50% or 50%,20ms")
	percent, least, hasLeast := strings.Cut(text, ",")
	number, isPercent := strings.CutSuffix(percent, "%")
	p, err := strconv.ParseFloat(number, 64)
	if !isPercent || err != nil || !(p >= 0 && p <= 1e6) {
		return Slower{}, fmt.Errorf("got %q, %w", text, want)
	}
	s := Slower{Percent: p, LeastMS: 20}
	if hasLeast {
		d, err := time.ParseDuration(least)
		if err != nil || d < 0 {
			return Slower{}, fmt.Errorf("got %q, %w", text, want)
		}
		s.LeastMS = words.MS(d)
	}
	return s, nil
}

// String is the rule as it is given.
func (s Slower) String() string {
	return strconv.FormatFloat(s.Percent, 'g', -1, 64) + "%," + strconv.FormatFloat(s.LeastMS, 'g', -1, 64) + "ms"
}

// passed reports whether a figure is past the limits.
func (s Slower) passed(before, after float64) bool {
	return after > before*(1+s.Percent/100) && after-before >= s.LeastMS
}

// Latency is how long the answers of a callback took in the cases that both runs have judged. A case counts once, with
// its fastest answer: the others of a case that sends many at once waited for each other.
type Latency struct {
	Callback  string  `json:"callback"`
	Cases     int     `json:"cases"`
	P50Before float64 `json:"p50BeforeMs"`
	P50After  float64 `json:"p50AfterMs"`
	P95Before float64 `json:"p95BeforeMs"`
	P95After  float64 `json:"p95AfterMs"`
	Slower    bool    `json:"slower"`
}

// measure compares the latencies, callback by callback.
func (c *Comparison) measure(a, b *side) {
	var callbacks []string
	before, after := map[string][]float64{}, map[string][]float64{}
	for _, name := range a.names {
		p, q := a.cases[name], b.cases[name]
		if !p.isJudged() || !q.isJudged() || p.fastest == 0 || q.fastest == 0 {
			continue
		}
		callbacks = append(callbacks, p.callback)
		before[p.callback] = append(before[p.callback], p.fastest)
		after[p.callback] = append(after[p.callback], q.fastest)
	}
	for _, callback := range words.Once(callbacks) {
		old, new := before[callback], after[callback]
		if len(old) < fewest {
			continue
		}
		l := Latency{
			Callback: callback, Cases: len(old), P50Before: quantile(old, 50), P50After: quantile(new, 50),
			P95Before: quantile(old, 95), P95After: quantile(new, 95),
		}
		l.Slower = c.Limits.passed(l.P50Before, l.P50After) || c.Limits.passed(l.P95Before, l.P95After)
		c.Latency = append(c.Latency, l)
		if l.Slower {
			c.Slower = append(c.Slower, l)
		}
	}
}

// quantile sorts the list and is its value at that percentage of it, to the microsecond.
func quantile(list []float64, percent int) float64 {
	slices.Sort(list)
	return math.Round(list[(len(list)*percent+99)/100-1]*1000) / 1000
}

// line is the latency in words: "median 3 ms -> 60 ms, p95 5 ms -> 80 ms, 412 cases".
func (l Latency) line() string {
	return fmt.Sprintf("median %s -> %s, p95 %s -> %s, %s", words.Milliseconds(l.P50Before),
		words.Milliseconds(l.P50After), words.Milliseconds(l.P95Before), words.Milliseconds(l.P95After),
		words.Plural(l.Cases, "case"))
}
