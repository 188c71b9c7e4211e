package comparereport

import (
	"cmp"
	"slices"

	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/words"
)

// side is a run by its cases.
type side struct {
	doc   *report.Document
	names []string // of the cases, each once, in the order of the run
	cases map[string]*played
	shown map[shown]string // the outcome of each requirement that a case does not meet
	// all is false of a run that was too long to keep: the cases that are not listed have shown nothing.
	all bool
}

// shown is a requirement that a case does not meet.
type shown struct{ name, check string }

// played is what came of a case, however often it was played.
type played struct {
	outcome, why string
	callback     string
	fastest      float64 // of its whole answers, in milliseconds; 0: it has none
}

// isJudged is true of a case that says something about the backend.
func (p *played) isJudged() bool { return p != nil && p.outcome != "skip" && p.outcome != "error" }

func newSide(d *report.Document) *side {
	s := &side{doc: d, cases: map[string]*played{}, shown: map[shown]string{}, all: true}
	for _, n := range d.Unlisted {
		s.all = s.all && n == 0
	}
	for _, f := range d.Findings {
		for _, name := range f.Cases {
			s.show(name, f.Check, f.Outcome)
		}
	}
	for _, c := range d.Cases {
		p := s.cases[c.Name]
		if p == nil {
			p = &played{outcome: c.Outcome, callback: c.Callback}
			s.cases[c.Name], s.names = p, append(s.names, c.Name)
		}
		if rank(c.Outcome) >= rank(p.outcome) {
			p.outcome, p.why = c.Outcome, cmp.Or(c.Skipped, c.Bug, p.why)
		}
		for _, x := range c.Exchanges {
			p.why = cmp.Or(p.why, x.Error)
			for _, found := range x.Found {
				s.show(c.Name, found.Check, found.Outcome)
			}
			if took := x.Answer.WholeMS; x.Answer.Status != 0 && x.Answer.Failure == "" &&
				(p.fastest == 0 || took < p.fastest) {
				p.fastest = took
			}
		}
	}
	return s
}

// show keeps the weightiest outcome of a requirement in a case. A note is none.
func (s *side) show(name, check, outcome string) {
	at := shown{name, check}
	if weight(outcome) > weight(s.shown[at]) {
		s.shown[at] = outcome
	}
}

// judged reports whether the run says something about a case.
func (s *side) judged(name string) bool {
	if p := s.cases[name]; p != nil || s.all {
		return p.isJudged()
	}
	return true
}

// rank is the place of an outcome's word in the order of outcomes.
func rank(outcome string) int { return int(words.OutcomeNamed(outcome)) }

// weight is how much an outcome of a requirement counts. A listed failure is a failure: it broke before it was listed.
func weight(outcome string) int { return slices.Index([]string{"warn", "known", "fail"}, outcome) + 1 }

// changedIn are the findings of a run with the cases in which both runs judge the requirement, and differ on it so.
func changedIn(from, to *side, differs func(before, after string) bool) []report.Finding {
	var list []report.Finding
	for _, f := range to.doc.Findings {
		var names []string
		for _, name := range words.Once(f.Cases) {
			at := shown{name, f.Check}
			if differs(from.shown[at], to.shown[at]) && from.judged(name) && to.judged(name) {
				names = append(names, name)
			}
		}
		if len(names) > 0 {
			list = append(list, to.doc.Narrowed(f, names))
		}
	}
	return list
}

// broke is true of a requirement that weighs more than before. A failure that was listed as known is none of them.
func broke(before, after string) bool {
	return weight(after) > weight(before) && !(before == "known" && after == "fail")
}

// isFixed is true of a requirement that is met now; it is called with the runs the other way round.
func isFixed(now, before string) bool { return now == "" && before != "" }

// match finds the cases that cannot be compared.
func (c *Comparison) match(a, b *side) {
	endedEarly := b.doc.Ended != "" // so that it says nothing about what it did not come to
	for _, name := range a.names {
		p, q := a.cases[name], b.cases[name]
		switch {
		case q == nil && b.all && endedEarly && p.isJudged():
			c.NotJudged = append(c.NotJudged, Change{Case: name, Before: p.outcome, Why: "the run ended early"})
		case q == nil && b.all:
			c.Gone = append(c.Gone, Change{Case: name, Before: p.outcome})
		case q == nil, p.isJudged() && q.isJudged():
			c.Compared++
		case p.isJudged() && q.outcome == "skip" && !endedEarly:
			c.Skipped = append(c.Skipped, Change{name, p.outcome, q.outcome, q.why})
		case p.isJudged():
			c.NotJudged = append(c.NotJudged, Change{name, p.outcome, q.outcome, q.why})
		case q.isJudged():
			c.Judged = append(c.Judged, Change{name, p.outcome, q.outcome, p.why})
		}
	}
	for _, name := range b.names {
		if a.cases[name] == nil && a.all {
			c.Added = append(c.Added, Change{Case: name, After: b.cases[name].outcome})
		}
	}
}
