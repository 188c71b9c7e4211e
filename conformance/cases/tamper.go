package cases

import (
	"slices"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
)

// tamper is a change on the wire, or a way of delivering, that callbacks are put through: one case for each callback.
type tamper struct {
	conformance.Case          // but for its Command
	callbacks        []string // short names of the commands that have it; none: all
}

// must, should and may make a tamper of their level, which the backend has to accept unless expect says otherwise.
func must(id, doc, source string, run conformance.RunFunc) tamper {
	return tamper{Case: conformance.Case{ID: id, Tamper: id, Doc: doc, Source: source, Run: run}}
}

func should(id, doc, source string, run conformance.RunFunc) tamper {
	return must(id, doc, source, run).at(payloads.Should)
}

func may(id, doc, source string, run conformance.RunFunc) tamper {
	return must(id, doc, source, run).at(payloads.May)
}

// at is the tamper with another level.
func (t tamper) at(level payloads.Level) tamper {
	t.Level = level
	return t
}

// expect is the tamper with another expectation than acceptance.
func (t tamper) expect(e payloads.Expect) tamper {
	t.Expect = e
	return t
}

// on is the tamper for the commands with these short names only.
func (t tamper) on(callbacks ...string) tamper {
	t.callbacks = callbacks
	return t
}

// tagged is the tamper with other tags than those of its list.
func (t tamper) tagged(tags conformance.Tags) tamper {
	t.Tags = tags
	return t
}

// needing is the tamper with something that it cannot be judged without.
func (t tamper) needing(n conformance.Needs) tamper {
	t.Needs = n
	return t
}

// waiting is the tamper with the time that it waits by design.
func (t tamper) waiting(d time.Duration) tamper {
	t.Waits = d
	return t
}

// crowd is the tamper as one that sends so much at once that other cases would suffer.
func (t tamper) crowd() tamper {
	t.Crowd = true
	return t
}

// Short names for the lists of tampers.
const (
	same    = payloads.ExpectSame
	exact   = payloads.ExpectValue
	refuse  = payloads.ExpectRefuse
	survive = payloads.ExpectSurvive
	info    = payloads.ExpectInfo

	core       = conformance.TagCore
	security   = conformance.TagSecurity
	robustness = conformance.TagRobustness
	delivery   = conformance.TagDelivery
	transport  = conformance.TagTransport
	stress     = conformance.TagStress
)

// Suite lists every case: the variants of each command, then the tampers in the catalogue's order.
func Suite() []*conformance.Case {
	var cases []*conformance.Case
	for _, c := range payloads.All() {
		for i := range c.Variants() {
			cases = append(cases, conformance.VariantCase(c, &c.Variants()[i], i == 0))
		}
		for _, t := range tampers() {
			if t.callbacks == nil || slices.Contains(t.callbacks, c.Short) {
				t.Command = c
				cases = append(cases, &t.Case)
			}
		}
	}
	return cases
}

// tampers lists the tampers in the order of the catalogue.
func tampers() []tamper {
	return slices.Concat(queryTampers(), transportTampers(), deliveryTampers(), signatureTampers(), bodyTampers(),
		httpTampers())
}
