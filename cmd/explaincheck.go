package cmd

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/report/safe"
)

func (a *app) explainCheck(c *judge.Check) {
	fmt.Fprintf(a.out, "%s (%s): %s\n\n", a.palette(a.rawOut).Strong(c.ID), c.Level, c.Title)
	a.paragraph("Source", fmt.Sprintf("%s (%s)", c.Source, c.Evidence))
	a.paragraph("Needs", c.Needs.String())
	a.paragraph("Means", c.Means)
	a.paragraph("Mend", c.Mend)
	a.httpSample("A good answer", c.Good)
	a.httpSample("A bad answer", c.Bad)
	var faults []string
	for _, f := range backend.Faults() {
		for _, id := range f.Trips {
			if id == c.ID {
				faults = append(faults, f.Name)
			}
		}
	}
	fmt.Fprintf(a.out, "\nTry it: timhook serve --fault %s\n", strings.Join(faults, "|"))
}

func (a *app) httpSample(title, answer string) {
	fmt.Fprintf(a.out, "\n%s\n", title)
	for line := range strings.Lines(answer) {
		fmt.Fprintf(a.out, "  %s\n", safe.Visible(strings.TrimRight(line, "\r\n")))
	}
}

func (a *app) explainFault(f backend.Fault) {
	fmt.Fprintf(a.out, "%s: %s\n\n", a.palette(a.rawOut).Strong(f.Name), f.Doc)
	a.paragraph("Trips", strings.Join(f.Trips, ", "))
	fmt.Fprintf(a.out, "\nTry it: timhook serve --fault %s\n", f.Name)
}
