package catalogue

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/report/safe"
)

func (x Explanation) ExplainCheck(c *judge.Check) {
	fmt.Fprintf(x.W, "%s (%s): %s\n\n", x.Palette.Strong(c.ID), c.Level, c.Title)
	x.paragraph("Source", fmt.Sprintf("%s (%s)", c.Source, c.Evidence))
	x.paragraph("Needs", c.Needs.String())
	x.paragraph("Means", c.Means)
	x.paragraph("Mend", c.Mend)
	x.httpSample("A good answer", c.Good)
	x.httpSample("A bad answer", c.Bad)
	var faults []string
	for _, f := range backend.Faults() {
		for _, id := range f.Trips {
			if id == c.ID {
				faults = append(faults, f.Name)
			}
		}
	}
	fmt.Fprintf(x.W, "\nTry it: timhook serve --fault %s\n", strings.Join(faults, "|"))
}

func (x Explanation) httpSample(title, answer string) {
	fmt.Fprintf(x.W, "\n%s\n", title)
	for line := range strings.Lines(answer) {
		fmt.Fprintf(x.W, "  %s\n", safe.Visible(strings.TrimRight(line, "\r\n")))
	}
}

func (x Explanation) ExplainFault(f backend.Fault) {
	fmt.Fprintf(x.W, "%s: %s\n\n", x.Palette.Strong(f.Name), f.Doc)
	x.paragraph("Trips", strings.Join(f.Trips, ", "))
	fmt.Fprintf(x.W, "\nTry it: timhook serve --fault %s\n", f.Name)
}
