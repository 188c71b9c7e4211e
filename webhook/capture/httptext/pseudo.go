package httptext

import (
	"bytes"
	"cmp"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// pseudoFields are those that HTTP/2 has in the place of a request line, as browsers copy them.
var pseudoFields = []string{":authority:", ":method:", ":path:", ":scheme:"}

// longestPseudo is how much shows a pseudo field.
const longestPseudo = len(":authority:")

func isPseudo(line []byte) bool {
	if !beginsWith(line, ":") {
		return false
	}
	for _, name := range pseudoFields {
		if bytes.HasPrefix(line, []byte(name)) {
			return true
		}
	}
	return false
}

// pseudoHead reads a head that begins with a pseudo field.
func (r *Reader) pseudoHead(found *scan.Found, first []byte) (requestLine, *head, error) {
	h, err := r.readHead(found, first)
	if err != nil {
		return requestLine{}, nil, err
	}
	line := requestLine{proto: capture.HTTP11, edited: true}
	var lines []string
	for _, text := range append([]string{string(first)}, h.lines...) {
		if !isPseudo([]byte(text)) {
			lines = append(lines, text)
			continue
		}
		name, value, _ := strings.Cut(text[1:], ":")
		switch value = strings.TrimSpace(value); name {
		case "method":
			line.method = value
		case "path":
			line.target = value
		case "authority":
			lines = append([]string{"Host: " + value}, lines...)
		}
	}
	h.lines, h.edited = lines, true
	line.method, line.target = cmp.Or(line.method, "GET"), cmp.Or(line.target, "/")
	return line, h, nil
}
