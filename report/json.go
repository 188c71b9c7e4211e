package report

import (
	"io"

	"github.com/timhook/timhook/report/safe"
)

// WriteJSON writes the document as it is.
func WriteJSON(w io.Writer, d *Document) error { return safe.WriteJSON(w, Masked(w, d)) }
