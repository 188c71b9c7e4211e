package report

import (
	"io"

	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/why"
)

// WriteJSON writes the document as it is.
func WriteJSON(w io.Writer, d *Document) error { return safe.WriteJSON(w, why.Masked(w, d)) }
