package report

import (
	"slices"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// cutShort is the document of a run whose last line is lost. Its findings are those that the cases name.
func cutShort(cases []Case) *Document {
	d := &Document{
		Ended:   "the file ends before the run's last line: later cases are missing",
		Version: "timhook of unknown version", Catalogue: "unknown", Backend: "an unknown backend",
		Findings: []Finding{}, Cases: cases,
	}
	var all []Finding
	for _, c := range cases {
		d.Seconds += c.Seconds
		for _, x := range c.Exchanges {
			d.date(x)
			for _, found := range x.Found {
				all = append(all, refound(c, x, found))
			}
		}
	}
	cause := func(f Finding) [3]string { return [3]string{f.Check, f.Path, f.Want} }
	for _, group := range why.Grouped(all, cause) {
		f := group[0]
		for _, shown := range group {
			if !slices.Contains(f.Cases, shown.Case) {
				f.Cases = append(f.Cases, shown.Case)
			}
		}
		f.Count = len(f.Cases)
		d.Findings = append(d.Findings, f)
	}
	slices.SortStableFunc(d.Findings, func(a, b Finding) int { return rank(a.Outcome) - rank(b.Outcome) })
	d.Unverified = unverified(cases)
	d.Settle()
	return d
}

// date takes from an exchange which backend the run tested, and when it began.
func (d *Document) date(x Exchange) {
	if x.Start.IsZero() {
		return
	}
	if d.Started.IsZero() || x.Start.Before(d.Started) {
		d.Started, d.Backend = x.Start, x.Request.URL
	}
}

// refound is a finding from its case, and from its check where this edition of the catalogue has it.
func refound(c Case, x Exchange, found Found) Finding {
	f := Finding{Check: found.Check, Title: found.Check}
	if check, err := judge.Lookup(found.Check); err == nil {
		f = why.FindingOf(check)
	}
	f.Level, f.Outcome = found.Level, found.Outcome
	return shownIn(c, x, found, f)
}

// shownIn is the finding with another exchange in front, which shows it as well.
func shownIn(c Case, x Exchange, found Found, f Finding) Finding {
	f.Callback, f.Case, f.Doc, f.Sample, f.Caret = c.Callback, c.Name, c.Doc, x, nil
	f.Take(found)
	if body := x.Answer.Text(); f.Offset >= 0 && f.Offset <= len(body) {
		f.Caret = &safe.Caret{Offset: f.Offset, Length: min(max(f.Length, 1), max(1, len(body)-f.Offset))}
	}
	return f
}

// outcomeOfLevel is the outcome that a broken requirement leads to.
func outcomeOfLevel(level string) string {
	for _, l := range []payloads.Level{payloads.Must, payloads.Should, payloads.May} {
		if l.String() == level {
			return words.Outcome(judge.OutcomeOf(l))
		}
	}
	return words.Outcome(judge.Error)
}

// rank is the place of an outcome's word in the order of outcomes.
func rank(outcome string) int { return int(words.OutcomeNamed(outcome)) }
