// Package loadreport makes the document of a load and writes it: texts, pages, lines for programs.
package loadreport

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/timhook/timhook/report/why"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/load"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/words"
)

// New is the document of a load. Version, seed, backend and command are those of r, the results those of the tally.
func New(r *conformance.Report, s *load.Summary, mix []load.Share) *report.Document {
	run := *r
	run.Tally, run.Results, run.Started, run.Elapsed = s.Tally, s.Tally.Results(), s.Started, s.Elapsed
	d := report.NewDocument(&run)
	d.Cases, d.Unlisted, d.Counts = nil, nil, map[string]int{}
	for _, o := range judge.Outcomes() {
		d.Counts[why.CaseOutcome(o)] += s.All.Count(o)
	}
	d.Notes = s.All.Count(judge.Info)
	d.Load = &report.Load{
		Asked: newAsked(s, mix), Sent: newSent(s), All: newOf("all", s.All), Each: []report.LoadOf{},
		Errors: []report.LoadError{}, Budgets: []report.LoadBudget{}, Bars: newBars(s.All.FromDue),
	}
	for _, c := range s.Callbacks {
		d.Load.Each = append(d.Load.Each, newOf(c.Command.Name, c))
	}
	if s.Jitter.Count() > 0 {
		t := newTimes(s.Jitter)
		d.Load.Sending = &t
	}
	for class, n := range s.Errors {
		d.Load.Errors = append(d.Load.Errors, report.LoadError{Class: class.String(), Count: n})
	}
	slices.SortFunc(d.Load.Errors, func(a, b report.LoadError) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Class, b.Class))
	})
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
	addProblems(d, s)
	settle(d, s)
	return d
}

// addProblems adds what the answers alone do not show: callbacks that were not sent, or waited too long to be sent.
func addProblems(d *report.Document, s *load.Summary) {
	short, late := s.End.Planned() && s.Shortfall() > 0, s.All.PastDeadline > 0
	if short {
		d.Problems = append(d.Problems, shortfall(s))
	}
	if late && s.All.Count(judge.Fail) == 0 {
		d.Problems = append(d.Problems, words.Number(s.All.PastDeadline)+" of "+words.Number(s.Sent)+
			" answers came more than 2 s after their callbacks were due")
	}
	switch {
	case s.Full && (short || late):
		d.Hints = append(d.Hints, fmt.Sprintf("callbacks waited for one of %s: "+
			"allow more with --connections; if that does not help, answers of %s at p50 are too slow for this rate",
			words.Count(s.Connections, "connection"), words.Milliseconds(d.Load.All.Service.P50)))
	case short:
		d.Hints = append(d.Hints,
			"this machine could not send them in time: ask for less, or send from a machine with less to do")
	}
}

func newAsked(s *load.Summary, mix []load.Share) report.LoadAsked {
	a := report.LoadAsked{
		Rate: s.Rate.String(), Model: "open", Seconds: s.Duration.Seconds(), Count: s.Count, Connections: s.Connections,
		Payloads: s.Payloads, Mix: []report.LoadMix{},
	}
	if s.Rate.Max {
		a.Model = "closed"
	}
	for _, m := range mix {
		a.Mix = append(a.Mix, report.LoadMix{Callback: m.Command.Name, Weight: m.Weight})
	}
	return a
}

func newSent(s *load.Summary) report.LoadSent {
	return report.LoadSent{
		Due: s.Asked, Sent: s.Sent, Shortfall: s.Shortfall(), Overdue: s.Overdue, Unfinished: s.Unfinished,
		Unreached: s.All.Count(judge.Error), Rate: s.Achieved(), Answered: s.Throughput(),
		Connected: s.Connected, Reused: s.Reused, Redialed: s.Redialed,
		BytesOut: s.BytesOut, BytesIn: s.BytesIn, Slow: s.Slow,
	}
}

func newOf(name string, c load.Callback) report.LoadOf {
	return report.LoadOf{
		Callback: name, Sent: c.Sent, Latency: newTimes(c.FromDue), Service: newTimes(c.FromSend),
		PastSecond: c.PastSecond, PastDeadline: c.PastDeadline,
	}
}

func newTimes(l load.Latencies) report.LoadTimes {
	at := func(percent float64) float64 { return words.MS(l.Percentile(percent)) }
	return report.LoadTimes{
		Count: l.Count(), Min: words.MS(l.Min()), Mean: words.MS(l.Mean()), P50: at(50), P75: at(75), P90: at(90),
		P95: at(95), P99: at(99), P999: at(99.9), Max: words.MS(l.Max()),
	}
}

// NewSecond is a second of the run with its times in milliseconds.
func NewSecond(s load.Second) report.LoadSecond {
	return report.LoadSecond{
		Number: s.Number, Seconds: s.Length.Seconds(), Sent: s.Sent, Answered: s.Answered, Failed: s.Failed,
		Overdue: s.Overdue, Late: s.Late, P50: words.MS(s.P50), P99: words.MS(s.P99), Max: words.MS(s.Max),
		InFlight: s.InFlight, Connections: s.Connections,
	}
}
