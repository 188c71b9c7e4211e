package safe

import (
	"encoding/json"
	"io"
)

// Encoder leaves < and & readable: the escaping of encoding/json is for pages, and this is none.
func Encoder(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(inertJSON{w})
	enc.SetEscapeHTML(false)
	return enc
}
