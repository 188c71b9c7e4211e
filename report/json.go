package report

import (
	"encoding/json"
	"io"
)

func writeJSON(w io.Writer, d *Document) error {
	enc := encoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(maskedFor(w, d))
}

// encoder leaves < and & readable: the escaping of encoding/json is for pages, and this is none.
func encoder(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(inertJSON{w})
	enc.SetEscapeHTML(false)
	return enc
}
