package report

import (
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/report/why"
)

// Link gives each failing exchange its link. It returns the values that are missing for a link, such as
// "header X-Trace-Id", with the number of exchanges.
func (d *Document) Link(t *why.LinkTemplate, told secret.Names) (lacking map[string]int) {
	lacking = map[string]int{}
	for i := range d.Cases {
		c := &d.Cases[i]
		for j := range c.Exchanges {
			x := &c.Exchanges[j]
			if !x.Fails() {
				continue
			}
			lacks := ""
			if x.Link, lacks = t.Link(*c, *x, told); lacks != "" {
				lacking[lacks]++
			}
		}
	}
	for i := range d.Findings {
		f := &d.Findings[i]
		f.Sample.Link, _ = t.Link(Case{Name: f.Case, Callback: f.Callback}, f.Sample, told)
	}
	return lacking
}
