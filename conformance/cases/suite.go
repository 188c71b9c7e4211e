// Package cases holds the suite: what is sent to a backend to find out whether it handles callbacks as documented.
//
// [Suite] lists every case: the variants of each command, which package payloads declares, and the tampers, which are
// declared here, one row each: tampers of the query, the transport, the delivery, the signature, the body and HTTP.
// [Examples] lists further cases with random packets. [Select] chooses among cases by name, tag, level and shard;
// [conformance.RunSuite] runs them.
package cases

import (
	"slices"

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
