package loadreport

import (
	"cmp"
	"fmt"

	"github.com/timhook/timhook/internal/load"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/words"
)

// AddSearch adds the result of a search for the highest rate to the document of its last probe that was held.
func AddSearch(d *report.Document, s *load.Search) {
	d.Load.Highest = s.Highest
	if !s.End.Planned() && d.Ended == "" { // another probe than the shown one ended the search
		d.Ended, d.Verdict = s.End.String(), endVerdict(s.End, d.Verdict)
		if s.Remedy != "" {
			d.Hints = append(d.Hints, s.Remedy)
		}
	}
	for _, p := range s.Probes {
		d.Load.Probes = append(d.Load.Probes, report.LoadProbe{
			Rate: p.Rate, Held: p.Held, Again: p.Again, Why: p.Why,
			P99: words.MS(p.Summary.All.FromDue.Percentile(99)), Late: p.Summary.All.PastDeadline,
		})
	}
	switch {
	case s.Highest == 0 && s.Broken == 0:
		d.Verdict = endVerdict(s.End, "")
	case s.Highest == 0 && (d.Verdict == "pass" || d.Verdict == "warn"):
		d.Verdict = "fail"
	}
	highest := "keeps up with " + words.Rate(s.Highest)
	d.Load.Sentence = table{
		{s.Highest == 0 && s.Broken == 0, "no result: the search ended before the first rate was tried in full"},
		{s.Highest == 0, "keeps up with none of the rates that were tried"},
		{s.Broken == 0, highest + ", the highest rate that was tried"},
		{true, fmt.Sprintf("%s, and no longer with %s", highest, words.Rate(s.Broken))},
	}.first()
}

// endVerdict is the verdict of a search that ended early; before is that of the rate that was held.
func endVerdict(e load.End, before string) string {
	if e == load.EndInterrupted {
		return cmp.Or(before, "skip")
	}
	return "error"
}
