// Package loadreport makes the document of a load and writes it: texts, pages, lines for programs.
package loadreport

import (
	"cmp"
	"slices"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/load"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/words"
)

// New is the document of a load. Of r it takes what names the run; its results are the tally's.
func New(r *conformance.Report, s *load.Summary, mix []load.Share) *report.Document {
	run := *r
	run.Tally, run.Results, run.Started, run.Elapsed = s.Tally, s.Tally.Results(), s.Started, s.Elapsed
	d := report.NewDocument(&run)
	d.Cases, d.Unlisted, d.Counts = nil, nil, map[string]int{}
	for _, o := range judge.Outcomes() {
		d.Counts[words.Outcome(o)] = s.All.Count(o)
	}
	d.Load = &report.Load{
		Asked: newLoadAsked(s, mix), Sent: newLoadSent(s), All: newLoadOf("all", s.All), Each: []report.LoadOf{},
		Errors: []report.LoadError{}, Budgets: []report.LoadBudget{}, Bars: newLoadBars(s.All.FromDue),
	}
	for _, c := range s.Callbacks {
		d.Load.Each = append(d.Load.Each, newLoadOf(c.Command.Name, c))
	}
	if s.Jitter.Count() > 0 {
		t := newLoadTimes(s.Jitter)
		d.Load.Sending = &t
	}
	for class, n := range s.Errors {
		d.Load.Errors = append(d.Load.Errors, report.LoadError{Class: class.String(), Count: n})
	}
	slices.SortFunc(d.Load.Errors, func(a, b report.LoadError) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Class, b.Class)) })
	for _, b := range s.Budgets {
		d.Load.Budgets = append(d.Load.Budgets, report.LoadBudget{Met: b.Met, Text: b.String()})
		if !b.Met {
			d.Problems = append(d.Problems, b.String())
		}
	}
	for _, second := range s.Seconds {
		d.Load.Series = append(d.Load.Series, NewSecond(second))
	}
	if !s.End.Planned() {
		d.Ended = s.End.String()
	}
	if s.Remedy != "" {
		d.Hints = append(d.Hints, s.Remedy)
	}
	loadProblems(d, s)
	settleLoad(d, s)
	return d
}

func newLoadAsked(s *load.Summary, mix []load.Share) report.LoadAsked {
	a := report.LoadAsked{Rate: s.Rate.String(), Model: "open", Seconds: s.Duration.Seconds(), Count: s.Count, Connections: s.Connections, Payloads: s.Payloads, Mix: []report.LoadMix{}}
	if s.Rate.Max {
		a.Model = "closed"
	}
	for _, m := range mix {
		a.Mix = append(a.Mix, report.LoadMix{Callback: m.Command.Name, Weight: m.Weight})
	}
	return a
}

func newLoadSent(s *load.Summary) report.LoadSent {
	return report.LoadSent{
		Due: s.Asked, Sent: s.Sent, Shortfall: s.Shortfall(), Overdue: s.Overdue, Unfinished: s.Unfinished, Unreached: s.All.Count(judge.Error), Rate: s.Achieved(), Answered: s.Throughput(),
		Connected: s.Connected, Reused: s.Reused, Redialed: s.Redialed, BytesOut: s.BytesOut, BytesIn: s.BytesIn, Slow: s.Slow,
	}
}

func newLoadOf(name string, c load.Callback) report.LoadOf {
	return report.LoadOf{
		Callback: name, Sent: c.Sent, Latency: newLoadTimes(c.FromDue), Service: newLoadTimes(c.FromSend),
		PastSecond: c.PastSecond, PastDeadline: c.PastDeadline,
	}
}

func newLoadTimes(l load.Latencies) report.LoadTimes {
	at := func(percent float64) float64 { return words.MS(l.Percentile(percent)) }
	return report.LoadTimes{
		Count: l.Count(), Min: words.MS(l.Min()), Mean: words.MS(l.Mean()), P50: at(50), P75: at(75), P90: at(90), P95: at(95), P99: at(99), P999: at(99.9), Max: words.MS(l.Max()),
	}
}

// newLoadBars puts latencies into bars of 1, 2 and 5 times powers of ten, which people read at a glance.
func newLoadBars(l load.Latencies) []report.LoadBar {
	bars := []report.LoadBar{}
	for fine := range l.Bars() {
		for len(bars) == 0 || words.MS(fine.Low) >= bars[len(bars)-1].To {
			bars = append(bars, nextBar(bars, words.MS(fine.Low)))
		}
		bars[len(bars)-1].Count += fine.Count
	}
	return bars
}

// nextBar follows the bars; the first one is where ms lies.
func nextBar(bars []report.LoadBar, ms float64) report.LoadBar {
	edge := func(i int) float64 {
		step := [...]float64{1, 2, 5}[i%3]
		for range i / 3 {
			step *= 10
		}
		return step / 100
	}
	i := 0
	for len(bars) == 0 && edge(i+1) <= ms || len(bars) > 0 && edge(i) < bars[len(bars)-1].To {
		i++
	}
	return report.LoadBar{From: edge(i), To: edge(i + 1)}
}

// NewSecond is a second as the formats have it.
func NewSecond(s load.Second) report.LoadSecond {
	return report.LoadSecond{
		Number: s.Number, Seconds: s.Length.Seconds(), Sent: s.Sent, Answered: s.Answered, Failed: s.Failed, Overdue: s.Overdue, Late: s.Late,
		P50: words.MS(s.P50), P99: words.MS(s.P99), Max: words.MS(s.Max), InFlight: s.InFlight, Connections: s.Connections,
	}
}
