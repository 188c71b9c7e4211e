package loadreport

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/page"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

//go:embed page.html
var loadPageHTML string

//go:embed page.css
var loadPageCSS string

// loadPage is what the template of a load shows. Every text in it is visible; the template escapes it for HTML.
type loadPage struct {
	Policy, Title, Sentence, Backend, Started, StartedAt, Took, Signed string
	Version, Catalogue, Now, Seed                                      string
	Style                                                              template.CSS
	Verdict                                                            page.Badge
	Counts                                                             []page.CountedBadge
	Notes                                                              []page.Note
	Rows                                                               []page.Row
	Each                                                               []loadPageRow
	Charts                                                             []chart
	Findings                                                           []report.PageFinding
}

type loadPageRow struct {
	Callback string
	Cells    []string
}

// writeHTML writes one page that needs no network, no scripts and no other file.
func writeHTML(w io.Writer, d *report.Document) error {
	d = report.MaskedFor(w, d)
	t, err := template.New("load").Parse(page.Parts + loadPageHTML)
	if err != nil {
		return err
	}
	out := &safe.StickyWriter{W: w}
	if err := t.Execute(out, newLoadPage(d)); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return out.Err
}

func newLoadPage(d *report.Document) loadPage {
	p := loadPage{
		Policy: page.Policy(), Title: "timhook load: " + report.VerdictLine(d) + " · " + safe.Visible(d.Backend), Sentence: safe.Visible(d.Load.Sentence),
		Backend: safe.Visible(d.Backend), Started: d.Started.UTC().Format("2006-01-02 15:04:05 UTC"), StartedAt: d.Started.UTC().Format(time.RFC3339),
		Took: words.Seconds(d.Seconds), Signed: "no", Version: safe.Visible(d.Version), Catalogue: safe.Visible(d.Catalogue), Now: d.Now.Format(time.RFC3339Nano),
		Seed: strconv.FormatUint(d.Seed, 10), Style: template.CSS(page.CSS + loadPageCSS), Verdict: page.NewBadge(d.Verdict), //nolint:gosec // both are ours
		Notes: report.Notes(d), Charts: loadCharts(d.Load),
	}
	if d.Signed {
		p.Signed = "yes"
	}
	for _, o := range judge.Outcomes() {
		if n := d.Counts[words.Outcome(o)]; n > 0 {
			p.Counts = append(p.Counts, page.CountedBadge{Badge: page.NewBadge(words.Outcome(o)), Count: n})
		}
	}
	for _, b := range d.Load.Budgets {
		if b.Met { // the others stand with the problems
			p.Notes = append(p.Notes, page.Note{Bad: false, Name: "Budget:", Text: safe.Visible(b.Text)})
		}
	}
	for _, row := range rows(d.Load) {
		p.Rows = append(p.Rows, page.Row{Name: row.Name, Value: safe.Visible(row.Value)})
	}
	for _, c := range callbacks(d.Load) {
		x := c.Latency
		p.Each = append(p.Each, loadPageRow{safe.Visible(c.Callback), []string{
			words.Grouping(c.Sent), cell(x, x.P50), cell(x, x.P95), cell(x, x.P99), cell(x, x.Max), share(c.PastDeadline, c.Sent),
		}})
	}
	for i, f := range d.Findings {
		p.Findings = append(p.Findings, report.NewPageFinding(i, f, d, nil))
	}
	return p
}
