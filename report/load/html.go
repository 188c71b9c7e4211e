package loadreport

import (
	_ "embed"
	"io"

	"github.com/timhook/timhook/report/why"

	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/page"
	"github.com/timhook/timhook/report/safe"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

// loadPage is what the template shows.
type loadPage struct {
	page.Frame
	Rows    []page.Row
	Columns []string
	Each    []callbackRow
	Charts  []chart
}

type callbackRow struct {
	Callback string
	Cells    []string
}

// writeHTML writes a page without scripts.
func writeHTML(w io.Writer, d *report.Document) error {
	d = why.Masked(w, d)
	p := loadPage{Frame: report.NewFrame(d), Columns: columns(), Charts: charts(d.Load)}
	p.MoreStyle = pageCSS
	for _, b := range d.Load.Budgets {
		if b.Met { // the others are among the problems
			p.Notes = append(p.Notes, page.Note{Name: "Budget:", Text: safe.Visible(b.Text)})
		}
	}
	for _, row := range rows(d.Load) {
		p.Rows = append(p.Rows, page.Row{Name: row.Name, Value: safe.Visible(row.Value)})
	}
	for _, c := range callbacks(d.Load) {
		p.Each = append(p.Each, callbackRow{safe.Visible(c.Callback), cells(c)})
	}
	return page.Write(w, pageHTML, p)
}
