package payloads

import (
	"slices"
)

// Sections lists the headings under which `list` and the documentation show variants, in their order.
func Sections() []string {
	var list []string
	for _, e := range allEdgeCases() {
		list = append(list, e.Section)
	}
	return append(slices.Compact(list), PeopleSection, ServiceSection, driftSection)
}

// allEdgeCases lists the shared edge cases in the order in which they are shown and fired.
func allEdgeCases() []EdgeCases {
	return []EdgeCases{
		{"Baselines", "", baselines},
		{"Common body fields", "event-time", eventTimeCases},
		{"Common body fields", "", unknownFieldCases},
		{"Common body fields", "priority", priorityCases},
		{"Common body fields", "operator", operatorCases},
		{"Common body fields", "account", accountCases},
		{"Groups", "group-type", groupTypeCases},
		{"Groups", "group-id", groupIDCases},
		{"Groups", "topic-id", topicCases},
		{"Message scalars", "random", randomCases},
		{"Message scalars", "sequence", sequenceCases},
		{"Message scalars", "message-time", messageTimeCases},
		{"Message scalars", "online-only", onlineOnlyCases},
		{"Message scalars", "message-id", messageIDCases},
		{"CloudCustomData", "custom-data", customDataCases},
		{"Elements", "message-body", elementCases},
		{"Text content", "message-body", textCases},
		{"Bot mentions", "chatbots", mentionCases},
		{"GroupAtInfo", "mentions", atCases},
		{"Recall", "recalled", recallCases},
		{"Group attributes", "attributes", attrCases},
		{"Message extensions", "extensions", extensionCases},
	}
}

// must, should and may make a variant of that level which a right backend accepts. Methods change what differs.
func must(id, doc, source string, set ...Change) Variant {
	return Variant{ID: id, Level: Must, Doc: doc, Source: source, Set: set}
}

func should(id, doc, source string, set ...Change) Variant {
	return Variant{ID: id, Level: Should, Doc: doc, Source: source, Set: set}
}

func may(id, doc, source string, set ...Change) Variant {
	return Variant{ID: id, Level: May, Doc: doc, Source: source, Set: set}
}

func (v Variant) expect(e Expect) Variant {
	v.Expect = e
	return v
}

// alike is what to expect of a packet that says something else and is yet processed as the ordinary one. Where the
// answer decides, it may decide otherwise by what is said.
func alike(c *Command) Expect {
	if c.Answer.Decides() {
		return ExpectOK
	}
	return ExpectSame
}

// under puts a callback's own variant under one of the headings.
func (v Variant) under(section string) Variant {
	v.Section = section
	return v
}

func (v Variant) offSpec(pointers ...string) Variant {
	v.OffSpec = pointers
	return v
}

func (v Variant) steps(steps ...Step) Variant {
	v.Steps = steps
	return v
}

func step(label string, set ...Change) Step { return Step{Label: label, Set: set} }

// stepEach is a step for each text, which is its label too.
func stepEach(change func(text string) Change, texts ...string) []Step {
	steps := make([]Step, len(texts))
	for i, text := range texts {
		steps[i] = step(text, change(text))
	}
	return steps
}

// Set changes a path to a text, number, truth value or [Value] that needs nothing of the packet.
func Set(path string, x any) Change {
	v := value(x)
	return Change{Path: path, Make: func(*Gen) Value { return v }}
}

// Remove takes away what is at a path.
func Remove(path string) Change { return Set(path, Value{}) }

// Beside adds a field that the callback does not have. x is a value or makes one, or none for a packet that goes
// without.
func Beside(name string, x any) Change {
	makes, is := x.(func(*Gen) Value)
	if !is {
		makes = Set(name, x).Make
	}
	return Change{Path: name, Make: makes, Beside: true}
}

// From changes a path to a value that follows the packet.
func From(path string, makes func(*Gen) Value) Change { return Change{Path: path, Make: makes} }
