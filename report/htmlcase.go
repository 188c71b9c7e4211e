package report

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/report/page"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

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
		ID: caseID(i), Name: safe.Visible(caseName(c)), Callback: safe.Visible(c.Callback),
		Level: safe.Visible(c.Level), Answer: safe.Visible(answerLine(c)), Outcome: page.NewBadge(c.Outcome),
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
		{Name: "Decision", Value: strings.Join(decisionsIn(c), " ")},
		{Name: "Notes", Value: strings.Join(c.Notes, "; ")},
		{Name: "Reproduce", Value: c.Reproduce},
	} {
		if row.Value != "" {
			p.Rows = append(p.Rows, page.Row{Name: row.Name, Value: safe.Visible(row.Value)})
		}
	}
	for _, x := range c.Exchanges {
		p.Exchanges = append(p.Exchanges, pageExchange{
			Label: safe.Visible(x.Label), Note: safe.Visible(x.Note), Transcript: transcript(x),
			Outcome: page.NewBadge(x.Outcome),
		})
	}
	return p
}

func caseID(i int) string { return fmt.Sprintf("case-%d", i+1) }
