package catalogue

import (
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/payloads/chat"
)

// Case is a case of the suite.
func Case(c *conformance.Case) Item { return tamperItem([]*conformance.Case{c}) }

// tamperItem is what the callbacks' cases of one id have in common; as a line of a list it is the first of them.
func tamperItem(cases []*conformance.Case) Item {
	c := cases[0]
	var callbacks []string
	for _, other := range cases {
		callbacks = append(callbacks, other.Command.Short)
	}
	tags, needs := strings.Split(c.Tags.String(), ","), needsOf(c)
	waits := ""
	if c.Waits > 0 {
		waits = c.Waits.String()
	}
	return Item{
		names:   []string{c.ID},
		title:   ": " + c.Doc,
		columns: facts{{"case", c.Name()}, {"level", c.Level}, {"expect", c.Expect}, {"tags", tags}, {"doc", c.Doc}},
		data: facts{
			{"callback", c.Command.Name},
			{"id", c.ID},
			{"section", c.Section},
			{"source", c.Source},
			{"waits", c.Waits},
			{"needs", needs},
		},
		said: facts{
			{"Section", c.Section},
			{"Callbacks", callbacks},
			{"Level", c.Level},
			{"Expected", expected(c.Expect, callbacks)},
			{"Source", c.Source},
			{"Tags", tags},
			{"Needs", needs},
			{"Waits", waits},
		},
		more: func(p printer) { p.line("\nPlay it: timhook test --run %s/%s -u URL", callbacks[0], c.ID) },
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
	return needs
}

// TampersNamed are the cases of a name, an id or CALLBACK/ID, if they are made on the wire and not by a variant.
func TampersNamed(name string) []*conformance.Case {
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
	for _, c := range cases.Suite(chat.All()...) {
		if c.Command.FindVariant(c.ID) == nil {
			list = append(list, c)
		}
	}
	return list
}

func tampers() []Item { return items(tamperCases(), Case) }
