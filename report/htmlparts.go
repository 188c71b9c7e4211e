package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/report/page"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

// PageFinding is a finding as the page shows it.
type PageFinding struct {
	ID, Level, Check, Case, CaseID, Title, Message                  string
	Callbacks, Text                                                 string // for the filter
	HasPlace                                                        bool
	Before, Under, Rest, More, Blanks, Carets                       string
	Offset                                                          int
	Sent, Got, Means, Mend, Source, Shrunk, Again, Transcript, Curl string
	More1                                                           string
	Others                                                          []string
	Outcome                                                         page.Badge
}

// mostNames of the cases that share a cause are listed.
const mostNames = 200

func NewPageFinding(i int, f Finding, d *Document, ids map[string]string) PageFinding {
	p := PageFinding{
		ID: findingID(i), Level: safe.Visible(f.Level), Check: safe.Visible(f.Check), Case: safe.Visible(f.Case), CaseID: ids[f.Case], Title: safe.Visible(f.Title),
		Message: safe.Visible(f.Message), Offset: f.Offset, Sent: safe.Visible(sentLine(f)), Got: safe.Visible(gotLine(f.Sample.Answer)),
		Means: safe.Visible(f.Means), Mend: safe.Visible(f.Mend), Shrunk: safe.Visible(f.Shrunk), Again: safe.Visible(f.Again), Transcript: transcript(f.Sample), Curl: safe.Visible(f.Curl),
		Outcome: page.NewBadge(f.Outcome), Callbacks: strings.Join(callbacksOf(f, d), " "),
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

// callbacksOf are those in whose cases the cause shows.
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

// pageCase is a case as the page shows it.
type pageCase struct {
	ID, Name, Callback, Level, Took, Answer, Text string
	Outcome                                       page.Badge
	Rows                                          []page.Row
	Exchanges                                     []pageExchange
}

type pageExchange struct {
	Label, Note, Transcript string
	Outcome                 page.Badge
}

func newPageCase(i int, c Case) pageCase {
	p := pageCase{
		ID: fmt.Sprintf("case-%d", i+1), Name: safe.Visible(caseName(c)), Callback: safe.Visible(c.Callback), Level: safe.Visible(c.Level),
		Answer: safe.Visible(answerLine(c)), Outcome: page.NewBadge(c.Outcome),
	}
	if c.Skipped == "" {
		p.Took = words.Seconds(c.Seconds)
	}
	p.Text = filterText(p.Name, p.Answer, safe.Visible(strings.Join(c.Tags, " ")))
	for _, row := range []page.Row{
		{Name: "What varies", Value: c.Doc},
		{Name: "Expected", Value: c.ExpectDoc},
		{Name: "Level", Value: c.Level},
		{Name: "Section", Value: c.Section},
		{Name: "Source", Value: c.Source},
		{Name: "Tags", Value: strings.Join(c.Tags, ", ")},
		{Name: "Known", Value: c.Known},
		{Name: "Skipped", Value: c.Skipped},
	} {
		if row.Value != "" {
			p.Rows = append(p.Rows, page.Row{Name: row.Name, Value: safe.Visible(row.Value)})
		}
	}
	for _, x := range c.Exchanges {
		p.Exchanges = append(p.Exchanges, pageExchange{Label: safe.Visible(x.Label), Note: safe.Visible(x.Note), Transcript: transcript(x), Outcome: page.NewBadge(x.Outcome)})
	}
	return p
}
