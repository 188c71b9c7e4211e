package payloads

// PeopleSection is the heading of edge cases about users and one-to-one messages that follow from no field's kind.
const PeopleSection = "Users and one-to-one messages"

// ServiceSection is the heading of edge cases of official accounts and of Chat's other services that follow from no
// field's kind.
const ServiceSection = "Official accounts, pushes and moderation"

// MustCase is an edge case of a callback's own that a page demands, which a right backend accepts.
func MustCase(section, id, doc, source string, set ...Change) Variant {
	return must(id, doc, source, set...).under(section)
}

// ShouldCase is one that is strongly inferred, which a right backend accepts.
func ShouldCase(section, id, doc, source string, set ...Change) Variant {
	return should(id, doc, source, set...).under(section)
}

// Departing is the edge case as one whose packet leaves the documentation at these places.
func (v Variant) Departing(expect Expect, pointers ...string) Variant {
	return v.expect(expect).offSpec(pointers...)
}

// Sending is the edge case as one of several packets.
func (v Variant) Sending(steps ...Step) Variant { return v.steps(steps...) }
