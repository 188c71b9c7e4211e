package record

import (
	"slices"

	"github.com/timhook/timhook/internal/fields"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/webhook/capture"
)

// mask masks in an event what the user has told to mask. Its texts are values alone, so the names that give them away
// are looked up in the exchange.
func (e *Event) mask(r *capture.Record, declared *fields.Declared, told []string) {
	hide := secret.Behind(told...).With(r.Request.Named(told)...)
	masked := capture.Record{Request: capture.Request{
		Query: hide.Mask(r.Request.Query), Body: []byte(hide.Mask(string(r.Request.Body))),
	}}
	e.Command, e.Group = named(&masked, declared)
	e.Failure, e.Decision = hide.Mask(e.Failure), hide.Mask(e.Decision)
	e.Problems = slices.Clone(e.Problems)
	for i, p := range e.Problems {
		e.Problems[i] = p.Masked(hide)
	}
}
