package cases

import (
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// tamper is a change on the wire, or a way of delivering, that callbacks are put through: one case for each callback.
type tamper struct {
	conformance.Case // but for its Command
	needs            need
	saysMore         bool                        // about who or where it came from, by which an answer may decide
	says             func(names []string) string // Doc of a callback whose fields have other names than Doc's
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

// alike is the tamper as one whose query says something else and that is yet processed as the ordinary packet. Where
// the answer decides, it may decide otherwise by what is said.
func (t tamper) alike() tamper {
	t.Expect, t.saysMore = same, true
	return t
}

// of is the tamper for the callbacks that have what it needs.
func (t tamper) of(n need) tamper {
	t.needs = n
	return t
}

// saying is the tamper with a Doc that names the changed fields, where Doc is empty or speaks of others.
func (t tamper) saying(says func(names []string) string) tamper {
	t.says = says
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

// ofEndpoint is the tamper as one about the endpoint, whichever callback it is played with.
func (t tamper) ofEndpoint() tamper {
	t.Endpoint = true
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

// Suite lists every case of the commands: the variants of each, then the tampers in the catalogue's order. Without
// commands it is that of the [chat.Usual] ones.
func Suite(commands ...*payloads.Command) []*conformance.Case {
	var cases []*conformance.Case
	for _, c := range chosen(commands) {
		for i := range c.Variants() {
			cases = append(cases, conformance.VariantCase(c, &c.Variants()[i], i == 0))
		}
		for _, t := range tampers() {
			if t.fits(c) {
				cases = append(cases, &t.Case)
			}
		}
	}
	return cases
}

// chosen are the commands, or the usual ones.
func chosen(commands []*payloads.Command) []*payloads.Command {
	if commands != nil {
		return commands
	}
	return chat.Usual()
}

// fits gives the tamper to a callback, and reports whether the callback has what it needs.
func (t *tamper) fits(c *payloads.Command) bool {
	t.Command = c
	if t.saysMore && c.Answer.Decides() {
		t.Expect = payloads.ExpectOK
	}
	if t.needs.in == nil {
		return true
	}
	names := t.needs.in(c)
	if t.says != nil && len(names) > 0 && !speaksOf(t.Doc, names[0]) {
		t.Doc = t.says(names)
	}
	return len(names) > 0
}

func speaksOf(doc, name string) bool {
	return strings.Contains(strings.ToLower(doc), strings.ToLower(name))
}

// tampers lists the tampers in the order of the catalogue.
func tampers() []tamper {
	return slices.Concat(allOfEndpoint(queryTampers()), transportTampers(), deliveryTampers(),
		allOfEndpoint(signatureTampers()), bodyTampers(), allOfEndpoint(httpTampers()))
}
