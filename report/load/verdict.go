package loadreport

import (
	"fmt"

	"github.com/timhook/timhook/internal/load"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/words"
)

// table is what may be said, in order: the first row whose condition holds is.
type table []struct {
	when bool
	say  string
}

func (t table) first() string {
	for _, row := range t {
		if row.when {
			return row.say
		}
	}
	return ""
}

// settle takes the verdict from the answers, the budgets and the schedule, and puts into one sentence whether the
// backend keeps up.
func settle(d *report.Document, s *load.Summary) {
	n, judged := d.Counts, s.All.Judged()
	from, to, rising := s.Rising()
	d.Verdict = table{
		{n["error"] > 0 && n["pass"]+n["fail"]+n["warn"] == 0, "error"},
		{n["fail"] > 0 || len(d.Problems) > 0, "fail"},
		{s.End == load.EndGone || n["error"] > 0, "error"},
		{n["warn"] > 0 || rising, "warn"},
		{judged == 0, "skip"},
		{true, "pass"},
	}.first()
	rate, sent := rateOf(d.Load, s), words.Number(s.Sent)
	late := fmt.Sprintf("%s of %s past 2 s", words.Number(s.All.PastDeadline), sent)
	figures := late
	if d.Load.All.Latency.Count > 0 {
		figures = "p99 " + words.Milliseconds(d.Load.All.Latency.P99) + ", " + late
	}
	d.Load.Sentence = table{
		{s.Sent == 0, "nothing was sent"},
		{d.Verdict == "error", fmt.Sprintf("no result for %s: %s of %s could not be judged",
			rate, words.Number(n["error"]), sent)},
		{judged == 0, fmt.Sprintf("no result for %s: none of %s was answered before the end",
			rate, words.Count(s.Sent, "callback"))},
		{
			s.All.PastDeadline > 0 && (n["fail"] > 0 || s.Shortfall() == 0),
			fmt.Sprintf("does not keep up with %s: %s, which Chat drops", rate, late),
		},
		{n["fail"] > 0, fmt.Sprintf("answers in time at %s, and %s of %s answers fail",
			rate, words.Number(n["fail"]), sent)},
		{s.End.Planned() && s.Shortfall() > 0, fmt.Sprintf("no result for %s: %s", rate, shortfall(s))},
		{d.Verdict == "fail", fmt.Sprintf("misses its budget at %s: %s", rate, figures)},
		{rising, fmt.Sprintf("falls behind at %s: half of the answers took %s at first and %s in the end",
			rate, words.Milliseconds(words.MS(from)), words.Milliseconds(words.MS(to)))},
		{true, fmt.Sprintf("keeps up with %s: %s", rate, figures)},
	}.first()
}

// rateOf is the rate that the sentence is about, with the connections where these are what bounds it.
func rateOf(l *report.Load, s *load.Summary) string {
	over := " over " + words.Count(s.Connections, "connection")
	rate := l.Asked.Rate
	if s.Rate.Max {
		rate = words.Rate(s.Throughput()) + over
	}
	if s.Full {
		rate += over
	}
	return rate
}

func shortfall(s *load.Summary) string {
	return fmt.Sprintf("%s of the %s callbacks that were due were not sent",
		words.Number(s.Shortfall()), words.Number(s.Asked))
}
