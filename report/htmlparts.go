package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/report/safe"
)

// pageFinding is a finding as the page shows it.
type pageFinding struct {
	ID, Level, Check, Case, CaseID, Title, Message                  string
	Callbacks, Text                                                 string // for the filter
	HasPlace                                                        bool
	Before, Under, Rest, More, Blanks, Carets                       string
	Offset                                                          int
	Sent, Got, Means, Mend, Source, Shrunk, Again, Transcript, Curl string
	More1                                                           string
	Others                                                          []string
	Outcome                                                         badge
}

// mostNames of the cases that share a cause are listed.
const mostNames = 200

func newPageFinding(i int, f Finding, d *Document, ids map[string]string) pageFinding {
	p := pageFinding{
		ID: findingID(i), Level: safe.Visible(f.Level), Check: safe.Visible(f.Check), Case: safe.Visible(f.Case), CaseID: ids[f.Case], Title: safe.Visible(f.Title),
		Message: safe.Visible(f.Message), Offset: f.Offset, Sent: safe.Visible(sentLine(f)), Got: safe.Visible(gotLine(f.Sample.Answer)),
		Means: safe.Visible(f.Means), Mend: safe.Visible(f.Mend), Shrunk: safe.Visible(f.Shrunk), Again: safe.Visible(f.Again), Transcript: transcript(f.Sample), Curl: safe.Visible(f.Curl),
		Outcome: newBadge(f.Outcome), Callbacks: strings.Join(callbacksOf(f, d), " "),
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
	Outcome                                       badge
	Rows                                          []nameValue
	Exchanges                                     []pageExchange
}

type pageExchange struct {
	Label, Note, Transcript string
	Outcome                 badge
}

type nameValue struct{ Name, Value string }

func newPageCase(i int, c Case) pageCase {
	p := pageCase{
		ID: fmt.Sprintf("case-%d", i+1), Name: safe.Visible(caseName(c)), Callback: safe.Visible(c.Callback), Level: safe.Visible(c.Level),
		Answer: safe.Visible(answerLine(c)), Outcome: newBadge(c.Outcome),
	}
	if c.Skipped == "" {
		p.Took = seconds(c.Seconds)
	}
	p.Text = filterText(p.Name, p.Answer, safe.Visible(strings.Join(c.Tags, " ")))
	for _, row := range []nameValue{
		{"What varies", c.Doc},
		{"Expected", c.ExpectDoc},
		{"Level", c.Level},
		{"Section", c.Section},
		{"Source", c.Source},
		{"Tags", strings.Join(c.Tags, ", ")},
		{"Known", c.Known},
		{"Skipped", c.Skipped},
	} {
		if row.Value != "" {
			p.Rows = append(p.Rows, nameValue{row.Name, safe.Visible(row.Value)})
		}
	}
	for _, x := range c.Exchanges {
		p.Exchanges = append(p.Exchanges, pageExchange{Label: safe.Visible(x.Label), Note: safe.Visible(x.Note), Transcript: transcript(x), Outcome: newBadge(x.Outcome)})
	}
	return p
}
