package cmd

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/report/safe"
)

func (x explanation) explainCheck(c *judge.Check) {
	fmt.Fprintf(x.w, "%s (%s): %s\n\n", x.palette.Strong(c.ID), c.Level, c.Title)
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
	fmt.Fprintf(x.w, "\nTry it: timhook serve --fault %s\n", strings.Join(faults, "|"))
}

func (x explanation) httpSample(title, answer string) {
	fmt.Fprintf(x.w, "\n%s\n", title)
	for line := range strings.Lines(answer) {
		fmt.Fprintf(x.w, "  %s\n", safe.Visible(strings.TrimRight(line, "\r\n")))
	}
}

func (x explanation) explainFault(f backend.Fault) {
	fmt.Fprintf(x.w, "%s: %s\n\n", x.palette.Strong(f.Name), f.Doc)
	x.paragraph("Trips", strings.Join(f.Trips, ", "))
	fmt.Fprintf(x.w, "\nTry it: timhook serve --fault %s\n", f.Name)
}
