package report

import (
	_ "embed"
	"io"
	"slices"

	"github.com/timhook/timhook/report/page"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/why"
)

//go:embed page.html
var pageHTML string

// runPage is what the template shows.
type runPage struct {
	page.Frame
	SDKAppID                    uint64
	Callbacks, Outcomes, Levels []string // to filter by
	Matrix                      *matrix
	Latency                     *latency
	Cases                       []pageCase
}

// writeHTML writes a page with all findings and cases.
func writeHTML(w io.Writer, d *Document) error {
	return page.Write(w, pageHTML, newRunPage(why.Masked(w, d)))
}

func newRunPage(d *Document) runPage {
	p := runPage{Frame: NewFrame(d), SDKAppID: d.SDKAppID}
	if d.more() == 0 { // both would take the few cases that are listed for the run
		p.Matrix, p.Latency = newMatrix(d), newLatency(d)
	}
	for _, c := range p.Counts {
		p.Outcomes = append(p.Outcomes, c.Name)
	}
	for i, c := range d.Cases {
		p.Cases = append(p.Cases, newPageCase(i, c))
		p.Callbacks = addOnce(p.Callbacks, safe.Visible(c.Callback))
		p.Levels = addOnce(p.Levels, safe.Visible(c.Level))
	}
	for _, f := range p.Findings {
		for _, part := range f.Parts {
			p.Levels = addOnce(p.Levels, part.Level)
			p.Outcomes = addOnce(p.Outcomes, part.Outcome.Name)
		}
	}
	return p
}

func addOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
