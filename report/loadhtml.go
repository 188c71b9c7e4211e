package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/safe"
)

//go:embed loadpage.html
var loadPageHTML string

//go:embed loadpage.css
var loadPageCSS string

// loadPage is what the template of a load shows. Every text in it is visible; the template escapes it for HTML.
type loadPage struct {
	Policy, Title, Sentence, Backend, Started, StartedAt, Took, Signed string
	Version, Catalogue, Now, Seed                                      string
	Style                                                              template.CSS
	Verdict                                                            badge
	Counts                                                             []countedBadge
	Notes                                                              []note
	Rows                                                               []nameValue
	Each                                                               []loadPageRow
	Charts                                                             []chart
	Findings                                                           []pageFinding
}

type loadPageRow struct {
	Callback string
	Cells    []string
}

// writeLoadHTML writes one page that needs no network, no scripts and no other file.
func writeLoadHTML(w io.Writer, d *Document) error {
	d = maskedFor(w, d)
	t, err := template.New("load").Parse(pageParts + loadPageHTML)
	if err != nil {
		return err
	}
	out := &safe.StickyWriter{W: w}
	if err := t.Execute(out, newLoadPage(d)); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return out.Err
}

func newLoadPage(d *Document) loadPage {
	p := loadPage{
		Policy: policy(), Title: "timhook load: " + verdictLine(d) + " · " + safe.Visible(d.Backend), Sentence: safe.Visible(d.Load.Sentence),
		Backend: safe.Visible(d.Backend), Started: d.Started.UTC().Format("2006-01-02 15:04:05 UTC"), StartedAt: d.Started.UTC().Format(time.RFC3339),
		Took: seconds(d.Seconds), Signed: "no", Version: safe.Visible(d.Version), Catalogue: safe.Visible(d.Catalogue), Now: d.Now.Format(time.RFC3339Nano),
		Seed: strconv.FormatUint(d.Seed, 10), Style: template.CSS(pageCSS + loadPageCSS), Verdict: newBadge(d.Verdict), //nolint:gosec // both are ours
		Notes: notes(d), Charts: loadCharts(d.Load),
	}
	if d.Signed {
		p.Signed = "yes"
	}
	for _, o := range judge.Outcomes() {
		if n := d.Counts[word(o)]; n > 0 {
			p.Counts = append(p.Counts, countedBadge{newBadge(word(o)), n})
		}
	}
	for _, b := range d.Load.Budgets {
		if b.Met { // the others stand with the problems
			p.Notes = append(p.Notes, note{false, "Budget:", safe.Visible(b.Text)})
		}
	}
	for _, row := range d.Load.rows() {
		p.Rows = append(p.Rows, nameValue{row.Name, safe.Visible(row.Value)})
	}
	for _, c := range d.Load.callbacks() {
		x := c.Latency
		p.Each = append(p.Each, loadPageRow{safe.Visible(c.Callback), []string{
			grouping(c.Sent), x.cell(x.P50), x.cell(x.P95), x.cell(x.P99), x.cell(x.Max), share(c.PastDeadline, c.Sent),
		}})
	}
	for i, f := range d.Findings {
		p.Findings = append(p.Findings, newPageFinding(i, f, d, nil))
	}
	return p
}
