package catalogue

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
)

// TampersNamed are the suite's cases beside the variants that a name stands for: an id, or CALLBACK/ID.
func TampersNamed(name string) []*conformance.Case {
	pattern, err := conformance.ParsePattern(name)
	if err != nil {
		return nil
	}
	var found []*conformance.Case
	for _, c := range TamperCases() {
		if strings.HasSuffix(name, c.ID) && pattern.Matches(c) {
			found = append(found, c)
		}
	}
	return found
}

// TamperCases are the cases that are made on the wire or by the way of delivering, and not in the packet.
func TamperCases() []*conformance.Case {
	var list []*conformance.Case
	for _, c := range cases.Suite() {
		if _, err := c.Command.Variant(c.ID); err != nil {
			list = append(list, c)
		}
	}
	return list
}

// ExplainTamper explains cases of one id.
func (x Explanation) ExplainTamper(cases []*conformance.Case) {
	c := cases[0]
	var callbacks []string
	for _, other := range cases {
		callbacks = append(callbacks, other.Command.Short)
	}
	fmt.Fprintf(x.W, "%s: %s\n\n", x.Palette.Strong(c.ID), c.Doc)
	x.paragraph("Section", c.Section)
	x.paragraph("Callbacks", strings.Join(callbacks, ", "))
	x.paragraph("Level", c.Level.String())
	x.paragraph("Expected", c.Expect.String()+": "+c.Expect.Doc())
	x.paragraph("Source", c.Source)
	x.paragraph("Tags", strings.ReplaceAll(c.Tags.String(), ",", ", "))
	x.paragraph("Needs", strings.Join(needsOf(c), ", "))
	if c.Waits > 0 {
		x.paragraph("Waits", c.Waits.String())
	}
	fmt.Fprintf(x.W, "\nPlay it: timhook test --run %s/%s -u URL\n", callbacks[0], c.ID)
}
