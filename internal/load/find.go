package load

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/timhook/timhook/conformance/budget"
	"github.com/timhook/timhook/conformance/judge"
)

// Search is the result of [Find].
type Search struct {
	Highest float64 // the highest rate that was held, callbacks a second; 0: none was
	Broken  float64 // the lowest rate that was not held; 0: all were
	Probes  []Probe // in the order in which they ran
	End     End     // EndCount when the search came to its end
	Remedy  string  // what to do about an end that was not planned; empty otherwise
}

// Probe is one load of a search.
type Probe struct {
	Rate    float64 // callbacks a second
	Summary *Summary
	Held    bool   // all budgets are met, all callbacks were sent in time, and answers do not take longer and longer
	Again   bool   // the probe before was of the same rate, and not held
	Why     string // why it was not held; empty when it was
}

// ProbeDuration is how long a search sends at each rate where nothing else is asked for.
const ProbeDuration = 5 * time.Second

const (
	firstRate   = 100  // callbacks a second, where the search begins without a rate
	closeEnough = 0.05 // of the broken rate: how far the held one may lie below it in the end
	slowest     = 1    // callbacks a second; below it nothing is looked for
	restBetween = 500 * time.Millisecond
)

// SearchBudgets are the default budgets of a search, as [budget.Parse] reads them. One late answer in a thousand
// is a busy moment of either machine; a wrong one is wrong at any rate.
func SearchBudgets() []string { return []string{"late<0.1%", "fail=0"} }

// Find looks for the highest rate that keeps the budgets, or without any [SearchBudgets]. It starts at the rate of the
// options (100/s when there is none), doubles it until a probe is not held, and then halves the distance until the
// highest rate that was held is within 5 % of the lowest that was not. A probe that is not held is repeated once before
// it counts: a busy moment of either machine is no limit of the backend. Each probe takes the options' duration, or
// [ProbeDuration]; their packets are built once. The errors are those of [Run].
func Find(ctx context.Context, o Options) (*Search, error) {
	rate, err := o.forSearch()
	if err != nil {
		return nil, err
	}
	o.Rate = PerSecond(rate)
	if err := o.check(); err != nil {
		return nil, err
	}
	p, err := prepare(ctx, &o)
	if err != nil {
		return nil, err
	}
	s := &Search{End: EndCount}
	for ; rate > 0; rate = s.nextRate() {
		summary, err := p.probe(ctx, o, rate)
		if err != nil && len(s.Probes) == 0 {
			return nil, err
		}
		if err != nil {
			s.End = EndGone
			s.Remedy = fmt.Sprintf(
				"the backend took no connection before the probe at %s (%v): see whether it runs and why it stopped",
				PerSecond(rate), err,
			)
			break
		}
		if s.note(rate, summary); !summary.End.Planned() {
			s.End, s.Remedy = summary.End, summary.Remedy
			break
		}
		if !pause(ctx) {
			s.End = EndInterrupted
			break
		}
	}
	return s, nil
}

// forSearch fills in the defaults of a search and returns its first rate.
func (o *Options) forSearch() (rate float64, err error) {
	if o.Rate.Max || o.Rate.needsDuration() {
		return 0, fmt.Errorf("got the rate %s, want a constant one to begin the search with", o.Rate)
	}
	rate = firstRate
	if !o.Rate.isZero() {
		rate = o.Rate.steps[0].from.perSecond()
	}
	if o.Duration == 0 && o.Count == 0 {
		o.Duration = ProbeDuration
	}
	if len(o.Budgets) > 0 {
		return rate, nil
	}
	for _, text := range SearchBudgets() {
		b, err := budget.Parse(text)
		if err != nil {
			return 0, err
		}
		o.Budgets = append(o.Budgets, b)
	}
	return rate, nil
}

func (p *prepared) probe(ctx context.Context, o Options, rate float64) (*Summary, error) {
	o.Rate = PerSecond(rate)
	return p.run(ctx, o)
}

// note judges a probe.
func (s *Search) note(rate float64, summary *Summary) {
	last := len(s.Probes) - 1
	probe := Probe{Rate: rate, Summary: summary, Why: summary.unheld(), Again: last >= 0 && s.Probes[last].Rate == rate}
	probe.Held = probe.Why == ""
	s.Probes = append(s.Probes, probe)
	switch {
	case !summary.End.Planned() && summary.End != EndGone: // the interruption is not the backend's
	case probe.Held:
		s.Highest = max(s.Highest, rate)
	case summary.End.Planned() && !probe.Again: // once is not enough
	case s.Broken == 0 || rate < s.Broken:
		s.Broken = rate
	}
}

// unheld is the reason why the rate was not held; empty: it was.
func (s *Summary) unheld() string {
	if !s.End.Planned() {
		return "the load ended: " + s.End.String()
	}
	for _, b := range s.Budgets {
		if !b.Met {
			return b.String()
		}
	}
	if s.Shortfall() > 0 {
		return fmt.Sprintf("%d of %d callbacks could not be sent in time", s.Shortfall(), s.Asked)
	}
	if n := s.All.Count(judge.Error); n > 0 {
		return fmt.Sprintf("%d of %d callbacks found no connection", n, s.Sent)
	}
	if from, to, rising := s.Rising(); rising {
		from, to = from.Round(time.Millisecond), to.Round(time.Millisecond)
		return fmt.Sprintf("answers took longer and longer: half of them %v at first, %v in the end", from, to)
	}
	return ""
}

// nextRate is the rate to be tried next, whole where that is fine enough; 0 ends the search.
func (s *Search) nextRate() float64 {
	probe := s.Probes[len(s.Probes)-1]
	last, next := probe.Rate, 0.0
	switch {
	case !probe.Held && !probe.Again:
		return last
	case s.Broken == 0:
		next = 2 * last
	case s.Highest == 0:
		next = last / 2
	case s.Broken-s.Highest > closeEnough*s.Broken:
		next = (s.Highest + s.Broken) / 2
	}
	if next >= 100 {
		next = math.Round(next)
	}
	if next < slowest || next > fastest {
		return 0
	}
	return math.Round(next*1000) / 1000
}

// pause lets the backend work off the queue of the last probe.
func pause(ctx context.Context) bool {
	timer := time.NewTimer(restBetween)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
