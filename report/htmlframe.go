package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/page"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

// NewFrame is the frame of a document's page. The document is masked already.
func NewFrame(d *Document) page.Frame {
	f := page.Frame{
		Heading: heading(d), What: "run", Counted: "Cases", Ending: VerdictLine(d), Verdict: page.NewBadge(d.Verdict),
		Backend: safe.Visible(d.Backend), Started: d.Started.UTC(), Took: words.Seconds(d.Seconds), Signed: d.Signed,
		Version: safe.Visible(d.Version), Catalogue: safe.Visible(d.Catalogue), Repeats: repeats(d), Notes: notes(d),
	}
	if d.Load != nil {
		f.What, f.Counted, f.Sentence = "load", "Callbacks", safe.Visible(d.Load.Sentence)
	}
	for _, o := range judge.Outcomes() {
		if n := d.Counts[words.Outcome(o)]; n > 0 {
			f.Counts = append(f.Counts, page.CountedBadge{Badge: page.NewBadge(words.Outcome(o)), Count: n})
		}
	}
	ids := map[string]string{}
	for i, c := range d.Cases {
		ids[c.Name] = caseID(i)
	}
	for i, found := range d.Findings {
		if isNote(found.Outcome) {
			continue
		}
		f.Findings = append(f.Findings, newPageFinding(i, found, d, ids))
	}
	return f
}

// heading is the title of a document of this kind.
func heading(d *Document) string {
	if d.Load != nil {
		return "timhook load"
	}
	return "timhook"
}

func notes(d *Document) []page.Note {
	var list []page.Note
	if d.Ended != "" {
		list = append(list, page.Note{Bad: true, Name: "Ended early:", Text: safe.Visible(d.Ended)})
	}
	for _, p := range d.Problems {
		list = append(list, page.Note{Bad: true, Name: "Problem:", Text: safe.Visible(p)})
	}
	for _, h := range d.Hints {
		list = append(list, page.Note{Name: "Hint:", Text: safe.Visible(h)})
	}
	if line := unlistedLine(d); line != "" {
		list = append(list, page.Note{Name: "Long run:", Text: line})
	}
	for _, u := range d.Unverified {
		list = append(list, page.Note{Name: "Not verified:", Text: safe.Visible(u.String() + "; give " + u.Give)})
	}
	for _, n := range notedIn(d, true) {
		list = append(list, page.Note{Name: "Note:", Text: safe.Visible(n.String())})
	}
	for _, s := range skippedFor(d) {
		list = append(list, page.Note{Name: fmt.Sprintf("Skipped %d:", s.count), Text: safe.Visible(s.text)})
	}
	return list
}

// mostNames is how many of the cases with the same cause are listed.
const mostNames = 200

func newPageFinding(i int, f Finding, d *Document, ids map[string]string) page.Finding {
	p := page.Finding{
		ID: findingID(i), Outcome: page.NewBadge(f.Outcome), Level: safe.Visible(f.Level), Check: safe.Visible(f.Check),
		Case: safe.Visible(f.Case), CaseID: ids[f.Case], Callbacks: strings.Join(callbacksOf(f, d), " "),
		Title: safe.Visible(f.Title), Message: safe.Visible(f.Message), Offset: f.Offset,
		Sent: safe.Visible(sentLine(f)), Got: safe.Visible(gotLine(f.Sample.Answer)), Transcript: transcript(f.Sample),
		Impact: safe.Visible(f.Impact), Fix: safe.Visible(f.Fix), Shrunk: safe.Visible(f.Shrunk),
		Reproduce: safe.Visible(f.Reproduce), Curl: safe.Visible(f.Curl),
	}
	p.Text = filterText(p.Check, p.Case, p.Title, p.Message)
	if f.Source != "" {
		p.Source = safe.Visible(fmt.Sprintf("%s (%s)", f.Source, f.Evidence))
	}
	if where, ok := placeOf(f); ok {
		p.HasPlace, p.Before, p.Under, p.Rest, p.More = true, where.before, where.under, where.rest, where.more
		p.Blanks, p.Carets = where.carets()
	}
	if f.Count > 1 {
		p.More1 = safe.Visible(moreCases(f))
		p.Others = otherNames(f)
	}
	return p
}

func findingID(i int) string { return fmt.Sprintf("finding-%d", i+1) }

func otherNames(f Finding) []string {
	var names []string
	for i, name := range f.Cases {
		if i == mostNames {
			return append(names, fmt.Sprintf("… and %d more", len(f.Cases)-i))
		}
		names = append(names, safe.Visible(name))
	}
	return names
}

// callbacksOf are the callbacks whose cases show a finding.
func callbacksOf(f Finding, d *Document) []string {
	list := []string{safe.Visible(f.Callback)}
	for _, c := range d.Cases {
		if name := safe.Visible(c.Callback); !slices.Contains(list, name) && slices.Contains(f.Cases, c.Name) {
			list = append(list, name)
		}
	}
	return list
}

func filterText(texts ...string) string { return strings.ToLower(strings.Join(texts, " ")) }
