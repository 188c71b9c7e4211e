package loadreport

import (
	"fmt"
	"math"
	"strings"

	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/page"
	"github.com/timhook/timhook/report/words"
)

// chart is a picture of some lines.
type chart struct {
	ID, Title, Describe               string
	Width, Height, Left, Right, Label int
	Ticks                             []page.Tick
	Marks                             []chartMark // under the picture
	Lines                             []chartLine
}

type chartMark struct{ X, Y, Name string }

// chartLine is told apart by its dashes as well as by its colour.
type chartLine struct{ Class, Name, Path string }

const (
	chartTop, chartBottom = 14.0, 250.0
	chartMarks            = 278.0
)

func newChart(id, title string) chart {
	return chart{ID: id, Title: title, Width: 960, Height: 290, Left: 64, Right: 948, Label: 56}
}

// x is where the part of the width from 0 to 1 lies.
func (c *chart) x(part float64) float64 { return float64(c.Left+8) + part*float64(c.Right-c.Left-16) }

// loadCharts are the pictures of a load; without a series there is only the last.
func loadCharts(l *report.Load) []chart {
	var list []chart
	if len(l.Series) > 1 {
		list = append(list, rateChart(l), timeChart(l))
	}
	if l.All.Latency.Count > 0 {
		list = append(list, percentileChart(l))
	}
	return list
}

// rateChart shows what was sent and answered in each second.
func rateChart(l *report.Load) chart {
	c := newChart("rate", "Callbacks a second")
	most := 1.0
	for _, s := range l.Series {
		most = max(most, rate(s, s.Sent), rate(s, s.Answered))
	}
	y := func(v float64) float64 { return chartBottom - v/most*(chartBottom-chartTop) }
	for i := range 5 {
		v := most * float64(i) / 4
		c.Ticks = append(c.Ticks, page.Tick{Class: "grid", Y: page.Coordinate(y(v)), TextY: page.Coordinate(y(v) + 4), Name: words.Grouping(int(math.Round(v)))})
	}
	c.seconds(l.Series)
	c.line("a", "sent", l.Series, func(s report.LoadSecond) float64 { return y(rate(s, s.Sent)) })
	c.line("b", "answered", l.Series, func(s report.LoadSecond) float64 { return y(rate(s, s.Answered)) })
	c.line("c", "failed", l.Series, func(s report.LoadSecond) float64 { return y(rate(s, s.Failed)) })
	c.Describe = fmt.Sprintf("%s callbacks were due and %s were sent, over %d seconds.", words.Grouping(l.Sent.Due), words.Grouping(l.Sent.Sent), len(l.Series))
	return c
}

func rate(s report.LoadSecond, n int) float64 {
	if s.Seconds <= 0 {
		return 0
	}
	return float64(n) / s.Seconds
}

// timeChart shows how the latencies went over the run.
func timeChart(l *report.Load) chart {
	c := newChart("time", "Latency over time")
	high := 0.0
	for _, s := range l.Series {
		high = max(high, s.Max)
	}
	scale := c.logarithmic(l.All.Latency.Min, high)
	c.seconds(l.Series)
	c.line("a", "p50", l.Series, func(s report.LoadSecond) float64 { return scale.Y(s.P50) })
	c.line("b", "p99", l.Series, func(s report.LoadSecond) float64 { return scale.Y(s.P99) })
	c.line("c", "max", l.Series, func(s report.LoadSecond) float64 { return scale.Y(s.Max) })
	c.Describe = "From when each callback was due, second by second. Chat waits 2 s for the whole answer (red line). The scale is logarithmic."
	return c
}

// percentileChart shows which part of the callbacks was answered how fast, with the slow end drawn out.
func percentileChart(l *report.Load) chart {
	c := newChart("percentiles", "Latency by percentile")
	from, to := l.All.Latency, l.All.Service
	scale := c.logarithmic(min(from.Min, to.Min), max(from.Max, to.Max))
	steps := []struct {
		name string
		of   func(report.LoadTimes) float64
	}{
		{"min", func(t report.LoadTimes) float64 { return t.Min }},
		{"p50", func(t report.LoadTimes) float64 { return t.P50 }},
		{"p75", func(t report.LoadTimes) float64 { return t.P75 }},
		{"p90", func(t report.LoadTimes) float64 { return t.P90 }},
		{"p95", func(t report.LoadTimes) float64 { return t.P95 }},
		{"p99", func(t report.LoadTimes) float64 { return t.P99 }},
		{"p99.9", func(t report.LoadTimes) float64 { return t.P999 }},
		{"max", func(t report.LoadTimes) float64 { return t.Max }},
	}
	draw := func(class, name string, t report.LoadTimes) {
		var path strings.Builder
		for i, s := range steps {
			fmt.Fprintf(&path, "%c%s %s", "ML"[min(i, 1)], page.Coordinate(c.x(float64(i)/float64(len(steps)-1))), page.Coordinate(scale.Y(s.of(t))))
		}
		c.Lines = append(c.Lines, chartLine{class, name, path.String()})
	}
	for i, s := range steps {
		c.Marks = append(c.Marks, chartMark{page.Coordinate(c.x(float64(i) / float64(len(steps)-1))), page.Coordinate(chartMarks), s.name})
	}
	draw("a", "latency, from when each was due", from)
	draw("d", "service, from when each was sent", to)
	c.Describe = fmt.Sprintf("Half within %s, 99 %% within %s, the slowest after %s, from when each was due.", words.Milliseconds(from.P50), words.Milliseconds(from.P99), words.Milliseconds(from.Max))
	return c
}

// logarithmic puts up the lines of a scale of milliseconds.
func (c *chart) logarithmic(lowest, highest float64) page.Scale {
	s := page.Scale{Low: math.Floor(math.Log10(max(0.01, lowest))), High: math.Log10(max(page.Deadline*1.6, highest*1.2)), Top: chartTop, Bottom: chartBottom}
	for _, ms := range []float64{0.01, 0.1, 1, 10, 100, page.NearDeadline, page.Deadline, 10_000, 100_000} {
		if y := s.Y(ms); y >= chartTop-1 && y <= chartBottom+1 {
			c.Ticks = append(c.Ticks, page.NewTick(ms, y))
		}
	}
	return s
}

// seconds puts up to ten marks under the seconds of the run.
func (c *chart) seconds(series []report.LoadSecond) {
	step := (len(series) + 9) / 10
	for i := 0; i < len(series); i += step {
		c.Marks = append(c.Marks, chartMark{page.Coordinate(c.x(float64(i) / float64(len(series)-1))), page.Coordinate(chartMarks), fmt.Sprintf("%d s", series[i].Number+1)})
	}
}

// chartPoints is how many points a line has at most; more could not be told apart.
const chartPoints = 900

func (c *chart) line(class, name string, series []report.LoadSecond, y func(report.LoadSecond) float64) {
	var path strings.Builder
	step := (len(series) + chartPoints - 1) / chartPoints
	for i := 0; i < len(series); i += step {
		fmt.Fprintf(&path, "%c%s %s", "ML"[min(i, 1)], page.Coordinate(c.x(float64(i)/float64(len(series)-1))), page.Coordinate(y(series[i])))
	}
	c.Lines = append(c.Lines, chartLine{class, name, path.String()})
}
