package report

import (
	"io"

	"github.com/timhook/timhook/report/safe"
)

func WriteJSON(w io.Writer, d *Document) error {
	enc := safe.Encoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(Masked(w, d))
}
