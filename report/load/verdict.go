package loadreport

import (
	"cmp"
	"fmt"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/load"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/words"
)

// AddSearch adds what came of a search for the highest rate; the document is that of its last probe that was held.
func AddSearch(d *report.Document, s *load.Search) {
	d.Load.Highest = s.Highest
	if !s.End.Planned() && d.Ended == "" { // the probe that is shown is another than the one that ended it
		d.Ended, d.Verdict = s.End.String(), endVerdict(s.End, d.Verdict)
		if s.Remedy != "" {
			d.Hints = append(d.Hints, s.Remedy)
		}
	}
	for _, p := range s.Probes {
		d.Load.Probes = append(d.Load.Probes, report.LoadProbe{
			Rate: p.Rate, Held: p.Held, Again: p.Again, Why: p.Why, P99: words.MS(p.Summary.All.FromDue.Percentile(99)), Late: p.Summary.All.PastDeadline,
		})
	}
	switch {
	case s.Highest == 0 && s.Broken == 0:
		d.Load.Sentence, d.Verdict = "nothing can be said: the search ended before a rate was tried to its end", endVerdict(s.End, "")
	case s.Highest == 0:
		d.Load.Sentence = "keeps up with none of the rates that were tried"
		if d.Verdict == "pass" || d.Verdict == "warn" {
			d.Verdict = "fail"
		}
	case s.Broken == 0:
		d.Load.Sentence = fmt.Sprintf("keeps up with %s, the highest rate that was tried", words.Rate(s.Highest))
	default:
		d.Load.Sentence = fmt.Sprintf("keeps up with %s, and no longer with %s", words.Rate(s.Highest), words.Rate(s.Broken))
	}
}

// loadProblems tells what the answers alone do not show: callbacks that were not sent, or waited too long to be sent.
func loadProblems(d *report.Document, s *load.Summary) {
	shortfall, late := s.End.Planned() && s.Shortfall() > 0, s.All.PastDeadline > 0
	if shortfall {
		d.Problems = append(d.Problems, fmt.Sprintf("%s of the %s callbacks that were due were not sent", words.Number(s.Shortfall()), words.Number(s.Asked)))
	}
	if late && s.All.Count(judge.Fail) == 0 {
		d.Problems = append(d.Problems, fmt.Sprintf("%s of %s answers came more than 2 s after their callbacks were due", words.Number(s.All.PastDeadline), words.Number(s.Sent)))
	}
	switch {
	case s.Full && (shortfall || late):
		d.Hints = append(d.Hints, fmt.Sprintf("callbacks waited for one of %s: allow more with --connections, or take it that answers of %s at p50 are too slow for this rate",
			words.Count(s.Connections, "connection"), words.Milliseconds(d.Load.All.Service.P50)))
	case shortfall:
		d.Hints = append(d.Hints, "this machine could not send them in time: ask for less, or send from a machine with less to do")
	}
}

// endVerdict is the verdict of a search that did not come to its end; before is that of the rate that was held.
func endVerdict(e load.End, before string) string {
	if e == load.EndInterrupted {
		return cmp.Or(before, "skip")
	}
	return "error"
}

// settleLoad takes the verdict from what came, and says in one line whether the backend keeps up.
func settleLoad(d *report.Document, s *load.Summary) {
	n, all, judged := d.Counts, &d.Load.All, s.All.Judged()
	from, to, rising := s.Rising()
	switch {
	case s.End == load.EndGone, n["error"] > 0 && n["pass"]+n["fail"]+n["warn"] == 0:
		d.Verdict = "error"
	case n["fail"] > 0 || len(d.Problems) > 0:
		d.Verdict = "fail"
	case n["error"] > 0:
		d.Verdict = "error"
	case n["warn"] > 0 || rising:
		d.Verdict = "warn"
	case judged == 0:
		d.Verdict = "skip"
	default:
		d.Verdict = "pass"
	}
	rate := d.Load.Asked.Rate
	if s.Rate.Max {
		rate = words.Rate(s.Throughput()) + " over " + words.Count(s.Connections, "connection")
	}
	if s.Full {
		rate += " over " + words.Count(s.Connections, "connection")
	}
	figures := fmt.Sprintf("%s of %s past 2 s", words.Number(all.PastDeadline), words.Number(s.Sent))
	if all.Latency.Count > 0 {
		figures = "p99 " + words.Milliseconds(all.Latency.P99) + ", " + figures
	}
	switch {
	case s.Sent == 0:
		d.Load.Sentence = "nothing was sent"
	case d.Verdict == "error":
		d.Load.Sentence = fmt.Sprintf("cannot be said for %s: %s of %s could not be judged", rate, words.Number(n["error"]), words.Number(s.Sent))
	case judged == 0:
		d.Load.Sentence = fmt.Sprintf("cannot be said for %s: none of %s was answered before the end", rate, words.Count(s.Sent, "callback"))
	case all.PastDeadline > 0 && (n["fail"] > 0 || s.Shortfall() == 0):
		d.Load.Sentence = fmt.Sprintf("does not keep up with %s: %s of %s past 2 s, which Chat drops", rate, words.Number(all.PastDeadline), words.Number(s.Sent))
	case n["fail"] > 0:
		d.Load.Sentence = fmt.Sprintf("answers in time at %s, and %s of %s answers fail", rate, words.Number(n["fail"]), words.Number(s.Sent))
	case s.End.Planned() && s.Shortfall() > 0:
		d.Load.Sentence = fmt.Sprintf("cannot be said for %s: %s of the %s callbacks that were due were not sent", rate, words.Number(s.Shortfall()), words.Number(s.Asked))
	case d.Verdict == "fail":
		d.Load.Sentence = fmt.Sprintf("misses its budget at %s: %s", rate, figures)
	case rising:
		d.Load.Sentence = fmt.Sprintf("falls behind at %s: half of the answers took %s at first and %s in the end", rate, words.Milliseconds(words.MS(from)), words.Milliseconds(words.MS(to)))
	default:
		d.Load.Sentence = fmt.Sprintf("keeps up with %s: %s", rate, figures)
	}
}
