package catalogue

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance"
)

// CaseEntry is a case as lists show it.
func CaseEntry(c *conformance.Case) Entry {
	tags := strings.Split(c.Tags.String(), ",")
	return Entry{
		[]string{c.Name(), c.Level.String(), c.Expect.String(), strings.Join(tags, ","), c.Doc},
		map[string]any{
			"case": c.Name(), "callback": c.Command.Name, "id": c.ID, "section": c.Section, "level": c.Level.String(), "expect": c.Expect.String(),
			"tags": tags, "doc": c.Doc, "source": c.Source, "waits": c.Waits.String(), "needs": needsOf(c),
		},
	}
}

func needsOf(c *conformance.Case) []string {
	needs := []string{}
	for _, n := range []struct {
		need conformance.Needs
		flag string
	}{{conformance.NeedsToken, "token"}, {conformance.NeedsSDKAppID, "sdk-app-id"}, {conformance.NeedsTLS, "https"}} {
		if c.Needs&n.need != 0 {
			needs = append(needs, n.flag)
		}
	}
	return slices.Clip(needs)
}
