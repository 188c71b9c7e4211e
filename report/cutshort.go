package report

import (
	"slices"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

// cutShort is the document of a run of which only cases are left.
func cutShort(cases []Case) *Document {
	d := &Document{
		Ended: "the record ends before the run's last line: what is missing is not known", Version: "unknown",
		Catalogue: "unknown", Findings: []Finding{}, Cases: cases,
	}
	type key struct{ check, path, want string }
	at := map[key]int{}
	for _, c := range cases {
		d.Seconds += c.Seconds
		for _, x := range c.Exchanges {
			for _, found := range x.Found {
				k := key{found.Check, found.Path, found.Want}
				i, seen := at[k]
				if !seen {
					i = len(d.Findings)
					at[k] = i
					d.Findings = append(d.Findings, refound(c, x, found))
				}
				if f := &d.Findings[i]; !slices.Contains(f.Cases, c.Name) {
					f.Cases = append(f.Cases, c.Name)
					f.Count = len(f.Cases)
				}
			}
		}
	}
	slices.SortStableFunc(d.Findings, func(a, b Finding) int { return rank(a.Outcome) - rank(b.Outcome) })
	d.Settle()
	return d
}

// refound is a finding from what its case says of it and what the catalogue says of its check.
func refound(c Case, x Exchange, found Found) Finding {
	f := Finding{
		Check: found.Check, Title: found.Check, Level: found.Level, Outcome: outcomeOfLevel(found.Level, x.Outcome), Callback: c.Callback, Case: c.Name, Doc: c.Doc,
		Path: found.Path, Offset: found.Offset, Length: found.Length, Got: found.Got, Want: found.Want, Message: found.Message, Sample: x,
	}
	if check, err := judge.LookupCheck(found.Check); err == nil {
		f.Title, f.Source, f.Evidence, f.Means, f.Mend = check.Title, check.Source, check.Evidence.String(), check.Means, check.Mend
	}
	if body := x.Answer.Text(); f.Offset >= 0 && f.Offset <= len(body) {
		f.Caret = &safe.Caret{Offset: f.Offset, Length: min(max(f.Length, 1), max(1, len(body)-f.Offset))}
	}
	return f
}

// outcomeOfLevel is never stronger than the exchange's.
func outcomeOfLevel(level, exchange string) string {
	if exchange == words.Outcome(judge.Known) || exchange == words.Outcome(judge.Info) {
		return exchange
	}
	for _, l := range []payloads.Level{payloads.Must, payloads.Should, payloads.May} {
		if l.String() == level {
			return words.Outcome(judge.Of(l))
		}
	}
	return exchange
}

// rank is the place of an outcome's word in the order of outcomes.
func rank(outcome string) int {
	return int(words.OutcomeNamed(outcome))
}
