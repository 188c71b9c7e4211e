package safe

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// Encoder writes each value as a line of JSON on which no terminal acts. It leaves < and & readable: the escaping of
// encoding/json is for pages.
func Encoder(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(inertJSON{w})
	enc.SetEscapeHTML(false)
	return enc
}

// WriteJSON writes a document, indented for people, on which no terminal acts.
func WriteJSON(w io.Writer, doc any) error {
	enc := Encoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(doc)
}

// inertJSON makes JSON inert. It is given whole documents.
type inertJSON struct{ w io.Writer }

func (i inertJSON) Write(p []byte) (int, error) {
	if _, err := io.WriteString(i.w, Inert(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Inert writes in JSON's own escapes what a terminal or GitHub's runner would act on. The document means the same.
func Inert(doc string) string {
	var b strings.Builder
	for _, r := range doc {
		switch {
		case r == '\n' || shows(r):
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return strings.ReplaceAll(b.String(), "##[", `##\u005b`)
}
