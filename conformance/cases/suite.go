// Package cases holds the suite: what is sent to a backend to find out whether it handles callbacks as documented.
//
// [Suite] lists every case: the variants of each command, which package payloads declares, and the tampers, which are
// declared here, one literal each: tampers of the query, the transport, the delivery, the signature, the body and HTTP.
// [Examples] lists further cases with random packets. [Select] chooses among cases by name, tag, level and shard;
// [conformance.RunSuite] runs them.
package cases

import (
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
)

// Suite lists every case: the variants of each command, then the tampers in the catalogue's order.
func Suite() []*conformance.Case {
	var cases []*conformance.Case
	for _, c := range payloads.All() {
		for i := range c.Variants {
			cases = append(cases, conformance.VariantCase(c, &c.Variants[i], i == 0))
		}
		for _, t := range tampers() {
			if t.Callbacks == "" || slices.Contains(strings.Split(t.Callbacks, ","), c.Short) {
				cases = append(cases, t.caseOf(c))
			}
		}
	}
	return cases
}

// Tamper is a change on the wire, or a way of delivering, that callbacks are put through: a [conformance.Case] for each
// callback. Its zero values are a MUST that the backend has to accept.
type Tamper struct {
	ID, Section, Doc, Source string
	Level                    payloads.Level
	Expect                   payloads.Expect
	Tags                     conformance.Tags  // none: those of its list
	Needs                    conformance.Needs // what it cannot be judged without
	Waits                    time.Duration     // how long it waits by design
	Callbacks                string            // short names of the commands that have it, comma-separated; empty: all
	Run                      conformance.RunFunc
	crowd                    bool // it sends so much at once that other cases would suffer
}

func (t Tamper) caseOf(c *payloads.Command) *conformance.Case {
	return &conformance.Case{
		Command: c, ID: t.ID, Section: t.Section, Doc: t.Doc, Source: t.Source, Level: t.Level, Expect: t.Expect,
		Tags: t.Tags, Needs: t.Needs, Waits: t.Waits, Run: t.Run, Tamper: t.ID, Crowd: t.crowd,
	}
}

func tampers() []Tamper {
	return slices.Concat(queryTampers(), transportTampers(), deliveryTampers(), signatureTampers(), bodyTampers(),
		httpTampers())
}
