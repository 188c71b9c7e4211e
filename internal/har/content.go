package har

import (
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/timhook/timhook/webhook/capture/scan"
)

// content is a body: a text, a text in base64, or a file that the archive names. The error is about the file.
func (e *entry) content(o object, path string) ([]byte, error) {
	name := e.text(o, path+"._file", "_file")
	if raw := o["text"]; name == "" || !isNone(raw) && string(raw) != `""` {
		return e.decoded(e.spelt(o, path), e.encoding(o), path), nil
	}
	if e.beside == nil {
		return nil, fmt.Errorf("the body is the file %q beside the archive; give the archive as a file",
			scan.Short(name))
	}
	body, err := e.beside(name)
	if err != nil {
		return nil, fmt.Errorf("the body is the file %q beside the archive: %w", scan.Short(name), err)
	}
	return orNil(body), nil
}

// spelt is the text of a body. Some tools write JSON in its place.
func (e *entry) spelt(o object, path string) []byte {
	raw := o["text"]
	switch {
	case isNone(raw):
		return nil
	case raw[0] == '"':
		return unquoted(raw)
	}
	e.note("%s.text is %s and no text; it is taken as it is spelt", path, kindOf(raw))
	return raw
}

// encoding is how a text stands for bytes; timhook writes _encoding for a request, since HAR has no name for it.
func (e *entry) encoding(o object) string {
	for _, name := range []string{"encoding", "_encoding"} {
		if raw := o[name]; len(raw) > 0 && raw[0] == '"' && string(raw) != `""` {
			return string(unquoted(raw))
		}
	}
	return ""
}

// decoded are the bytes that a text stands for in an encoding. What is labelled as base64 and is none is taken as it
// is.
func (e *entry) decoded(text []byte, encoding, path string) []byte {
	switch {
	case len(text) == 0:
		return nil
	case encoding == "":
		return text
	case !strings.EqualFold(encoding, "base64"):
		e.note("%s.encoding is %q, and the text is taken as it is", path, scan.Short(encoding))
		return text
	}
	if body, isBase64 := fromBase64(string(text)); isBase64 {
		return orNil(body)
	}
	e.note("%s is labelled as base64 and is none; the text is taken as it is", path)
	return text
}

// fromBase64 reads base64 in its spellings: broken into lines, without padding, for URLs.
func fromBase64(text string) ([]byte, bool) {
	text = strings.TrimRight(strings.Join(strings.Fields(text), ""), "=")
	text = strings.NewReplacer("-", "+", "_", "/").Replace(text)
	body, err := base64.RawStdEncoding.DecodeString(text)
	return body, err == nil
}

// orNil keeps to the rule that a record's empty bytes are nil.
func orNil(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return b
}
