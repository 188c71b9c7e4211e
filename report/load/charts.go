package loadreport

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/page"
	"github.com/timhook/timhook/report/words"
)

// chart is a picture of some lines.
type chart struct {
	page.Picture
	Marks []chartMark // under the picture
	Lines []chartLine
}

type chartMark struct{ X, Y, Name string }

// chartLine is told apart by its dashes as well as by its colour.
type chartLine struct{ Class, Name, Path string }

func newChart(id, title string) chart { return chart{Picture: page.NewPicture(id, title, 290, 250)} }

// charts are the pictures of a load; without a series there is only the last.
func charts(l *report.Load) []chart {
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
	rate := func(s report.LoadSecond, n int) float64 {
		if s.Seconds <= 0 {
			return 0
		}
		return float64(n) / s.Seconds
	}
	most := 1.0
	for _, s := range l.Series {
		most = max(most, rate(s, s.Sent), rate(s, s.Answered))
	}
	y := c.Numbers(most)
	c.seconds(l.Series)
	c.series("a", "sent", l.Series, func(s report.LoadSecond) float64 { return y(rate(s, s.Sent)) })
	c.series("b", "answered", l.Series, func(s report.LoadSecond) float64 { return y(rate(s, s.Answered)) })
	c.series("c", "failed", l.Series, func(s report.LoadSecond) float64 { return y(rate(s, s.Failed)) })
	c.Describe = fmt.Sprintf("%s callbacks were due and %s were sent, over %d seconds.",
		words.Number(l.Sent.Due), words.Number(l.Sent.Sent), len(l.Series))
	return c
}

// timeChart shows how the latencies went over the run.
func timeChart(l *report.Load) chart {
	c := newChart("time", "Latency over time")
	high := 0.0
	for _, s := range l.Series {
		high = max(high, s.Max)
	}
	y := c.Milliseconds(l.All.Latency.Min, high)
	c.seconds(l.Series)
	c.series("a", "p50", l.Series, func(s report.LoadSecond) float64 { return y(s.P50) })
	c.series("b", "p99", l.Series, func(s report.LoadSecond) float64 { return y(s.P99) })
	c.series("c", "max", l.Series, func(s report.LoadSecond) float64 { return y(s.Max) })
	c.Describe = "From when each callback was due, second by second. " +
		"Chat waits 2 s for the whole answer (red line). The scale is logarithmic."
	return c
}

// percentileChart shows which part of the callbacks was answered how fast, with the slow end drawn out.
func percentileChart(l *report.Load) chart {
	c := newChart("percentiles", "Latency by percentile")
	latency, service := l.All.Latency, l.All.Service
	y := c.Milliseconds(min(latency.Min, service.Min), max(latency.Max, service.Max))
	names := []string{"min", "p50", "p75", "p90", "p95", "p99", "p99.9", "max"}
	for i, name := range names {
		c.mark(float64(i)/float64(len(names)-1), name)
	}
	draw := func(class, name string, t report.LoadTimes) {
		steps := []float64{t.Min, t.P50, t.P75, t.P90, t.P95, t.P99, t.P999, t.Max}
		c.line(class, name, len(steps), func(i int) float64 { return y(steps[i]) })
	}
	draw("a", "latency, from when each was due", latency)
	draw("d", "service, from when each was sent", service)
	c.Describe = fmt.Sprintf("Half within %s, 99 %% within %s, the slowest after %s, from when each was due.",
		words.Milliseconds(latency.P50), words.Milliseconds(latency.P99), words.Milliseconds(latency.Max))
	return c
}

// seconds puts up to ten marks under the seconds of the run.
func (c *chart) seconds(series []report.LoadSecond) {
	step := (len(series) + 9) / 10
	for i := 0; i < len(series); i += step {
		c.mark(float64(i)/float64(len(series)-1), fmt.Sprintf("%d s", series[i].Number+1))
	}
}

func (c *chart) mark(part float64, name string) {
	const y = 278
	c.Marks = append(c.Marks, chartMark{page.Coordinate(c.X(part)), page.Coordinate(y), name})
}

func (c *chart) series(class, name string, series []report.LoadSecond, y func(report.LoadSecond) float64) {
	c.line(class, name, len(series), func(i int) float64 { return y(series[i]) })
}

// line draws a line through n points, of which at most 900 are drawn; more could not be told apart.
func (c *chart) line(class, name string, n int, y func(i int) float64) {
	var path strings.Builder
	step := (n + 899) / 900
	for i := 0; i < n; i += step {
		x := c.X(float64(i) / float64(n-1))
		fmt.Fprintf(&path, "%c%s %s", "ML"[min(i, 1)], page.Coordinate(x), page.Coordinate(y(i)))
	}
	c.Lines = append(c.Lines, chartLine{class, name, path.String()})
}
