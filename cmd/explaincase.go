package cmd

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
)

// tampersNamed are the suite's cases beside the variants that a name stands for: an id, or CALLBACK/ID.
func tampersNamed(name string) []*conformance.Case {
	pattern, err := conformance.ParsePattern(name)
	if err != nil {
		return nil
	}
	var found []*conformance.Case
	for _, c := range tamperCases() {
		if strings.HasSuffix(name, c.ID) && pattern.Matches(c) {
			found = append(found, c)
		}
	}
	return found
}

// tamperCases are the cases that are made on the wire or by the way of delivering, and not in the packet.
func tamperCases() []*conformance.Case {
	var list []*conformance.Case
	for _, c := range cases.Suite() {
		if _, err := c.Command.Variant(c.ID); err != nil {
			list = append(list, c)
		}
	}
	return list
}

// explainTamper explains cases of one id.
func (a *app) explainTamper(cases []*conformance.Case) {
	c := cases[0]
	var callbacks []string
	for _, other := range cases {
		callbacks = append(callbacks, other.Command.Short)
	}
	fmt.Fprintf(a.out, "%s: %s\n\n", a.palette(a.rawOut).Strong(c.ID), c.Doc)
	a.paragraph("Section", c.Section)
	a.paragraph("Callbacks", strings.Join(callbacks, ", "))
	a.paragraph("Level", c.Level.String())
	a.paragraph("Expected", c.Expect.String()+": "+c.Expect.Doc())
	a.paragraph("Source", c.Source)
	a.paragraph("Tags", strings.ReplaceAll(c.Tags.String(), ",", ", "))
	a.paragraph("Needs", strings.Join(needsOf(c), ", "))
	if c.Waits > 0 {
		a.paragraph("Waits", c.Waits.String())
	}
	fmt.Fprintf(a.out, "\nPlay it: timhook test --run %s/%s -u URL\n", callbacks[0], c.ID)
}
