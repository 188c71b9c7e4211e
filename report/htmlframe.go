package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/report/why"

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
	onOneAnswer := func(n numberedFinding) why.Answered { return why.AnswerOf(n.Finding) }
	for _, group := range why.Grouped(numbered(d.Findings), onOneAnswer) {
		f.Findings = append(f.Findings, newPageFinding(group, d, ids))
	}
	return f
}

// numberedFinding is a finding with its place among those of the run, which its link goes by.
type numberedFinding struct {
	Finding
	i int
}

// numbered are the findings without the notes.
func numbered(findings []Finding) []numberedFinding {
	var list []numberedFinding
	for i, f := range findings {
		if !isNote(f.Outcome) {
			list = append(list, numberedFinding{f, i})
		}
	}
	return list
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
	if d.Rerun != "" {
		list = append(list, page.Note{Name: "Run again what failed:", Text: safe.Visible(d.Rerun)})
	}
	if line := unlistedLine(d); line != "" {
		list = append(list, page.Note{Name: "Long run:", Text: line})
	}
	for _, line := range unverifiedLines(d) {
		list = append(list, page.Note{Name: "Not verified:", Text: safe.Visible(line)})
	}
	for _, line := range decisionLines(d) {
		list = append(list, page.Note{Name: "Decided:", Text: safe.Visible(line)})
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

func newPageFinding(group []numberedFinding, d *Document, ids map[string]string) page.Finding {
	first := group[0].Finding
	p := page.Finding{
		Case: safe.Visible(first.Case), CaseID: ids[first.Case], Transcript: transcript(first.Sample),
		Curl: safe.Visible(first.Curl),
	}
	var findings []Finding
	var callbacks, outcomes, levels []string
	for _, f := range group {
		part := newPagePart(f)
		p.Parts = append(p.Parts, part)
		p.Text += filterText(part.Check, p.Case, part.Title, part.Message) + " "
		findings = append(findings, f.Finding)
		callbacks = append(callbacks, callbacksOf(f.Finding, d)...)
		outcomes, levels = append(outcomes, part.Outcome.Name), append(levels, part.Level)
	}
	p.Callbacks, p.Outcomes = strings.Join(words.Once(callbacks), " "), strings.Join(words.Once(outcomes), " ")
	p.Levels = strings.Join(words.Once(levels), " ")
	p.Rows = pageRows(findings)
	return p
}

// pageRows are the values below the places: what the findings have in common once.
func pageRows(group []Finding) []page.Row {
	first := group[0]
	rows := []page.Row{{Name: "Sent", Value: why.SentLine(first)}, {Name: "Got", Value: why.GotLine(first.Sample)}}
	add := func(name string, code bool, text func(Finding) string) {
		for _, value := range words.Once(why.Texts(group, text)) {
			rows = append(rows, page.Row{Name: name, Value: value, Code: code})
		}
	}
	if line := why.DecisionIn(first); line != "" {
		rows = append(rows, page.Row{Name: "Decision", Value: line})
	}
	add("Cause", false, func(f Finding) string { return f.Cause })
	if first.Impact != "" {
		rows = append(rows, page.Row{Name: "Impact", Value: first.Impact})
	}
	add("Fix", false, func(f Finding) string { return f.Fix })
	add("Corrected", true, why.CorrectedLine)
	add("Source", false, why.SourceLine)
	add("Not sent", false, why.NotSentLine)
	add("Shrunk", true, func(f Finding) string { return f.Shrunk })
	add("Reproduce", true, func(f Finding) string { return f.Reproduce })
	if link := why.LinkOf(first); link != "" {
		rows = append(rows, page.Row{Name: "Link", Value: link, Link: true})
	}
	add("Known as", true, func(f Finding) string { return why.KnownEntry(f.Case, f.Check) })
	for _, address := range words.Once(why.Texts(group, func(f Finding) string { return f.Docs })) {
		rows = append(rows, page.Row{Name: "More", Value: address, Link: true})
	}
	for i := range rows {
		rows[i].Value = safe.Visible(rows[i].Value)
	}
	return rows
}

func newPagePart(f numberedFinding) page.Part {
	p := page.Part{
		ID: findingID(f.i), Outcome: page.NewBadge(f.Outcome), Level: safe.Visible(f.Level),
		Check: safe.Visible(f.Check), Title: safe.Visible(f.Title), Message: safe.Visible(f.Message), Offset: f.Offset,
	}
	if where, ok := placeOf(f.Finding); ok {
		p.HasPlace, p.Before, p.Under, p.Rest, p.More = true, where.before, where.under, where.rest, where.more
		p.Blanks, p.Carets = where.carets()
	}
	if f.Count > 1 {
		p.Same, p.Others = safe.Visible(why.SameWord(f.Finding)+" in "+why.MoreCases(f.Finding)), otherNames(f.Finding)
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
