package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/load"
)

// NewLoadDocument is the document of a load. Of r it takes what names the run; its results are the tally's.
func NewLoadDocument(r *conformance.Report, s *load.Summary, mix []load.Share) *Document {
	run := *r
	run.Tally, run.Results, run.Started, run.Elapsed = s.Tally, s.Tally.Results(), s.Started, s.Elapsed
	d := NewDocument(&run)
	d.Cases, d.Unlisted, d.Counts = nil, nil, map[string]int{}
	for _, o := range conformance.Outcomes() {
		d.Counts[word(o)] = s.All.Count(o)
	}
	d.Load = &Load{
		Asked: newLoadAsked(s, mix), Sent: newLoadSent(s), All: newLoadOf("all", s.All), Each: []LoadOf{},
		Errors: []LoadError{}, Budgets: []LoadBudget{}, Bars: newLoadBars(s.All.FromDue),
	}
	for _, c := range s.Callbacks {
		d.Load.Each = append(d.Load.Each, newLoadOf(c.Command.Name, c))
	}
	if s.Jitter.Count() > 0 {
		t := newLoadTimes(s.Jitter)
		d.Load.Sending = &t
	}
	for class, n := range s.Errors {
		d.Load.Errors = append(d.Load.Errors, LoadError{class.String(), n})
	}
	slices.SortFunc(d.Load.Errors, func(a, b LoadError) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Class, b.Class)) })
	for _, b := range s.Budgets {
		d.Load.Budgets = append(d.Load.Budgets, LoadBudget{b.Met, b.String()})
		if !b.Met {
			d.Problems = append(d.Problems, b.String())
		}
	}
	for _, second := range s.Seconds {
		d.Load.Series = append(d.Load.Series, NewLoadSecond(second))
	}
	if !s.End.Planned() {
		d.Ended = s.End.String()
	}
	if s.Remedy != "" {
		d.Hints = append(d.Hints, s.Remedy)
	}
	d.settleLoad(s)
	return d
}

// AddSearch adds what came of a search for the highest rate; the document is that of its last probe that was held.
func (d *Document) AddSearch(s *load.Search) {
	d.Load.Highest = s.Highest
	for _, p := range s.Probes {
		d.Load.Probes = append(d.Load.Probes, LoadProbe{
			Rate: p.Rate, Held: p.Held, Why: p.Why, P99: msOf(p.Summary.All.FromDue.Percentile(99)), Late: p.Summary.All.PastDeadline,
		})
	}
	switch {
	case s.Highest == 0:
		d.Load.Sentence = "keeps up with none of the rates that were tried"
		if d.Verdict == "pass" || d.Verdict == "warn" {
			d.Verdict = "fail"
		}
	case s.Broken == 0:
		d.Load.Sentence = fmt.Sprintf("keeps up with %s, the highest rate that was tried", ratePerSecond(s.Highest))
	default:
		d.Load.Sentence = fmt.Sprintf("keeps up with %s, and no longer with %s", ratePerSecond(s.Highest), ratePerSecond(s.Broken))
	}
}

// settleLoad takes the verdict from what came, and says in one line whether the backend keeps up.
func (d *Document) settleLoad(s *load.Summary) {
	n, all := d.Counts, &d.Load.All
	switch {
	case s.End == load.EndGone, n["error"] > 0 && n["pass"]+n["fail"]+n["warn"] == 0:
		d.Verdict = "error"
	case n["fail"] > 0 || len(d.Problems) > 0:
		d.Verdict = "fail"
	case n["error"] > 0:
		d.Verdict = "error"
	case n["warn"] > 0:
		d.Verdict = "warn"
	case s.Sent == 0:
		d.Verdict = "skip"
	default:
		d.Verdict = "pass"
	}
	rate := d.Load.Asked.Rate
	if s.Rate.Max {
		rate = ratePerSecond(s.Throughput()) + " over " + plural(s.Connections, "connection")
	}
	late := fmt.Sprintf("%s of %s past 2 s", grouping(all.PastDeadline), grouping(s.Sent))
	switch {
	case s.Sent == 0:
		d.Load.Sentence = "nothing was sent"
	case d.Verdict == "error":
		d.Load.Sentence = fmt.Sprintf("cannot be said for %s: %s of %s could not be judged", rate, grouping(n["error"]), grouping(s.Sent))
	case all.PastDeadline > 0:
		d.Load.Sentence = fmt.Sprintf("does not keep up with %s: %s, which Chat drops", rate, late)
	case n["fail"] > 0:
		d.Load.Sentence = fmt.Sprintf("answers in time at %s, and %s of %s answers fail", rate, grouping(n["fail"]), grouping(s.Sent))
	case d.Verdict == "fail":
		d.Load.Sentence = fmt.Sprintf("misses its budget at %s: p99 %s, %s", rate, milliseconds(all.Latency.P99), late)
	default:
		d.Load.Sentence = fmt.Sprintf("keeps up with %s: p99 %s, %s", rate, milliseconds(all.Latency.P99), late)
	}
}

func newLoadAsked(s *load.Summary, mix []load.Share) LoadAsked {
	a := LoadAsked{Rate: s.Rate.String(), Model: "open", Seconds: s.Duration.Seconds(), Count: s.Count, Connections: s.Connections, Payloads: s.Payloads, Mix: []LoadMix{}}
	if s.Rate.Max {
		a.Model = "closed"
	}
	for _, m := range mix {
		a.Mix = append(a.Mix, LoadMix{m.Command.Name, m.Weight})
	}
	return a
}

func newLoadSent(s *load.Summary) LoadSent {
	return LoadSent{
		Due: s.Asked, Sent: s.Sent, Shortfall: s.Shortfall(), Overdue: s.Overdue, Unfinished: s.Unfinished, Rate: s.Achieved(), Answered: s.Throughput(),
		Connected: s.Connected, Reused: s.Reused, Redialed: s.Redialed, BytesOut: s.BytesOut, BytesIn: s.BytesIn, Slow: s.Slow,
	}
}

func newLoadOf(name string, c load.Callback) LoadOf {
	return LoadOf{
		Callback: name, Sent: c.Sent, Latency: newLoadTimes(c.FromDue), Service: newLoadTimes(c.FromSend),
		PastSecond: c.PastSecond, PastDeadline: c.PastDeadline,
	}
}

func newLoadTimes(l load.Latencies) LoadTimes {
	at := func(percent float64) float64 { return msOf(l.Percentile(percent)) }
	return LoadTimes{
		Count: l.Count(), Min: msOf(l.Min()), Mean: msOf(l.Mean()), P50: at(50), P75: at(75), P90: at(90), P95: at(95), P99: at(99), P999: at(99.9), Max: msOf(l.Max()),
	}
}

// newLoadBars puts latencies into bars of 1, 2 and 5 times powers of ten, which people read at a glance.
func newLoadBars(l load.Latencies) []LoadBar {
	bars := []LoadBar{}
	for fine := range l.Bars() {
		for len(bars) == 0 || msOf(fine.Low) >= bars[len(bars)-1].To {
			bars = append(bars, nextBar(bars, msOf(fine.Low)))
		}
		bars[len(bars)-1].Count += fine.Count
	}
	return bars
}

// nextBar follows the bars; the first one is where ms lies.
func nextBar(bars []LoadBar, ms float64) LoadBar {
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
	return LoadBar{From: edge(i), To: edge(i + 1)}
}

// NewLoadSecond is a second as the formats have it.
func NewLoadSecond(s load.Second) LoadSecond {
	return LoadSecond{
		Number: s.Number, Seconds: s.Length.Seconds(), Sent: s.Sent, Answered: s.Answered, Failed: s.Failed, Overdue: s.Overdue, Late: s.Late,
		P50: msOf(s.P50), P99: msOf(s.P99), Max: msOf(s.Max), InFlight: s.InFlight, Connections: s.Connections,
	}
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return grouping(n) + " " + what + "s"
}

// ratePerSecond is a rate with as many digits as mean something.
func ratePerSecond(r float64) string {
	if r >= 100 {
		return grouping(int(r+0.5)) + "/s"
	}
	return fmt.Sprintf("%.3g/s", r)
}
