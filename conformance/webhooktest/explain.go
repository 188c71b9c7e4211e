package webhooktest

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// caseTexts are the errors and notes of a case.
type caseTexts struct {
	name    string
	errors  []string
	notes   []string
	skipped string   // why it was skipped
	checks  []string // ids of the checks behind the errors
}

// explain is what is told of each case of the run, in its order. A problem is explained in full in the case that shows
// it best, and in a line in the others with the same cause. Test is the name of the test above the cases; empty: there
// is none, and nothing to repeat a case with.
func (p *plan) explain(r *conformance.Report, test string) []*caseTexts {
	var list []*caseTexts
	byName := map[string]*caseTexts{}
	for i, c := range why.Cases(r) {
		texts := p.ofCase(r.Suite[i], c)
		list = append(list, texts)
		byName[texts.name] = texts
	}
	findings := why.Findings(r)
	for i := range findings {
		f := &findings[i]
		f.Reproduce, f.Curl = "", ""
		if test != "" {
			f.Reproduce = "go test -run " + safe.Quote(pattern(test+"/"+why.ShortCase(f.Case)))
		}
	}
	for _, group := range why.Grouped(findings, why.AnswerOf) {
		text := p.text(func(w io.Writer) { why.WritePlain(w, why.Masked(w, group)) })
		for n, f := range group {
			for _, name := range f.Cases {
				switch {
				case name != f.Case:
					const also = "%s: %s (explained in %s)"
					p.add(byName[name], f, p.visible(fmt.Sprintf(also, why.Head(f), f.Message, why.ShortCase(f.Case))))
				case n == 0:
					p.add(byName[name], f, text)
				default:
					p.add(byName[name], f, "")
				}
			}
		}
	}
	return list
}

// add tells of a finding: as an error or, where it fails nothing, as a note. The text of one is in that of another
// where it is empty.
func (p *plan) add(c *caseTexts, f why.Finding, text string) {
	if c == nil {
		return
	}
	o := words.OutcomeNamed(f.Outcome)
	fails := (o == judge.Fail || o == judge.Warn && p.o.Strict) && c.skipped == "" // a known failure is skipped
	if fails && !slices.Contains(c.checks, f.Check) {
		c.checks = append(c.checks, f.Check)
	}
	switch {
	case text == "":
	case fails:
		c.errors = append(c.errors, text)
	default:
		c.notes = append(c.notes, text)
	}
}

// ofCase are the texts of a case beside its findings.
func (p *plan) ofCase(s conformance.SuiteResult, c why.Case) *caseTexts {
	texts := &caseTexts{name: c.Name}
	switch s.Outcome() {
	case judge.Known:
		texts.skipped = "known failure: " + p.visible(c.Known)
	case judge.Fixed:
		texts.errors = append(texts.errors, "FIXED  the known failure "+p.visible(c.Known)+
			" does not show any more: remove it from the list")
	case judge.Skip:
		texts.skipped = p.visible(c.Skipped)
	case judge.Error:
		for _, x := range c.Exchanges {
			if x.Error != "" {
				texts.errors = append(texts.errors, "ERROR  could not be judged: "+p.visible(x.Error))
			}
		}
	}
	if c.Bug != "" {
		texts.errors = append(texts.errors, "ERROR  a bug in timhook: "+p.visible(c.Bug))
	}
	return texts
}

// sum counts the cases by outcome, and names what makes the packets again.
func (p *plan) sum(r *conformance.Report) string {
	counts := map[judge.Outcome]int{}
	for _, s := range r.Suite {
		counts[s.Outcome()]++
	}
	var parts []string
	for _, o := range judge.Outcomes() {
		if counts[o] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[o], words.Outcome(o)))
		}
	}
	return fmt.Sprintf("%s: %s; Options.Seed %d and Now %s make the same packets", words.Plural(len(r.Suite), "case"),
		strings.Join(parts, ", "), r.Seed, r.Now.Format("2006-01-02T15:04:05.999999999Z07:00"))
}

// text is what is written, without the token.
func (p *plan) text(write func(io.Writer)) string {
	var b strings.Builder
	hide := safe.NewRedactor(&b)
	hide.Hide(p.o.Token)
	write(hide)
	_ = hide.Flush() // a strings.Builder takes everything
	return strings.TrimSuffix(b.String(), "\n")
}

func (p *plan) visible(s string) string {
	return p.text(func(w io.Writer) { fmt.Fprint(w, safe.Visible(why.Masked(w, s))) })
}

// pattern is the argument of go test -run for one test.
func pattern(name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		parts[i] = "^" + regexp.QuoteMeta(part) + "$"
	}
	return strings.Join(parts, "/")
}
