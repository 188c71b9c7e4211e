package envelope

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"

	"github.com/timhook/timhook/webhook/capture/scan"
)

// content is the body of a request or an answer.
type content struct {
	scan.Piece
	note   string
	hidden bool // the value does not tell it
	err    error
}

const readAsJSON = "the tool has read the body as JSON and written it again: white space and escapes may differ from " +
	"those that were sent"

// holdsPacket reports whether a body is a packet, however it is spelt.
func holdsPacket(v scan.Piece) bool {
	c := contentOf(v, "")
	return c.err == nil && isPacket(c.Piece)
}

// contentOf reads a body out of the value that keeps it. The coding is the one that stands beside it.
func contentOf(v scan.Piece, coding string) content { return contentAt(v, coding, 0) }

// deepestBody is how far a body may lie in the objects that describe it.
const deepestBody = 3

func contentAt(v scan.Piece, coding string, depth int) content {
	switch kind(v) {
	case 0, 'n':
		return content{}
	case '"':
		t, err := text(v)
		if err != nil {
			return content{err: err}
		}
		return decoded(t, coding)
	case '{':
		if depth < deepestBody && !isPacket(v) {
			if c, ok := wrapped(v, coding, depth+1); ok {
				return c
			}
		}
		fallthrough
	case '[':
		return content{Piece: v, note: readAsJSON}
	}
	return content{Piece: v}
}

// unlabelled is the coding of a body in base64 where the format has no label for it.
const unlabelled = "base64 without a label"

// decoded takes base64 off a text that is labelled so, or that gives a packet.
func decoded(t scan.Piece, coding string) content {
	labelled := strings.EqualFold(coding, "base64")
	switch plain, err := unbase64(t.Text); {
	case coding == unlabelled && err == nil:
		return content{Piece: t.As(plain)}
	case labelled && err == nil:
		return content{Piece: t.As(plain)}
	case labelled:
		return content{Piece: t, note: "the body is said to be in base64, and is not: it is taken as it stands"}
	case err == nil && isObject(plain) && bytes.Contains(plain, []byte(command)):
		return content{Piece: t.As(plain), note: "the body is in base64, and nothing says so: it is decoded"}
	}
	return content{Piece: t}
}

// unbase64 decodes base64 of either alphabet, with or without its padding.
func unbase64(text []byte) ([]byte, error) {
	text = bytes.TrimRight(bytes.TrimSpace(text), "=")
	coding := base64.RawStdEncoding
	if bytes.ContainsAny(text, "-_") {
		coding = base64.RawURLEncoding
	}
	plain := make([]byte, coding.DecodedLen(len(text)))
	n, err := coding.Decode(plain, text)
	return plain[:n], err
}

// inner are members of an object around a body, in the order in which they count.
var inner = [...]string{"raw", "text", "string", "base64", "json", "body", "content", "data", "value"}

// wrapped is the body in an object that describes it: {"mode": "raw", "raw": "…"}, {"mimeType": …, "text": "…"},
// {"type": "Buffer", "data": [123, …]}.
func wrapped(v scan.Piece, coding string, depth int) (c content, ok bool) {
	of := map[string]scan.Piece{}
	described := false
	for name, value := range values(v) {
		name = strings.ToLower(name)
		switch name {
		case "mode", "mimetype", "contenttype", "content_type", "type", "charset", "encoding", "_encoding":
			described = true
		}
		of[name] = value
	}
	if !described {
		return innerPacket(of, coding, depth)
	}
	mode := strings.ToLower(plainText(of["mode"]))
	switch {
	case strings.EqualFold(plainText(of["type"]), "buffer"):
		return buffer(v, of["data"])
	case mode == "file" || len(of["filename"].Text) > 0:
		const note = "the body is a file that is not in here: put its text in the place of its name"
		return content{hidden: true, note: note}, true
	case isSet(of["urlencoded"]) && (mode == "" || mode == "urlencoded"):
		return content{Piece: of["urlencoded"].As([]byte(joined(of["urlencoded"], true)))}, true
	case mode == "formdata" || mode == "graphql":
		return content{hidden: true, note: "the body is in the mode " + mode + ", which is not read"}, true
	}
	for _, name := range [...]string{"encoding", "_encoding"} {
		if strings.EqualFold(plainText(of[name]), "base64") {
			coding = "base64"
		}
	}
	for _, name := range inner {
		if value := of[name]; isSet(value) {
			if name == "base64" {
				coding = name
			}
			return contentAt(value, coding, depth), true
		}
	}
	if isSet(of["params"]) {
		return content{Piece: of["params"].As([]byte(joined(of["params"], true)))}, true
	}
	return content{}, len(of["mimetype"].Text) > 0 || mode != "" || len(of) == 0
}

// innerPacket is the packet in an object that says nothing about itself: {"text": "…"}.
func innerPacket(of map[string]scan.Piece, coding string, depth int) (c content, ok bool) {
	for _, name := range inner {
		if value := of[name]; isSet(value) {
			if c = contentAt(value, coding, depth); c.err == nil && isPacket(c.Piece) {
				return c, true
			}
		}
	}
	return content{}, false
}

func isSet(v scan.Piece) bool { return len(v.Text) > 0 && kind(v) != 'n' }

// buffer reads what JSON.stringify makes of the bytes of Node.
func buffer(v, data scan.Piece) (content, bool) {
	if kind(data) == '"' {
		return contentOf(data, "base64"), true
	}
	var bytes []byte
	for _, item := range values(data) {
		n, err := strconv.ParseUint(string(item.Text), 10, 8)
		if err != nil {
			return content{}, false
		}
		bytes = append(bytes, byte(n))
	}
	return content{Piece: v.As(bytes)}, true
}

// escaped is a name or value as it stands in a query, or in a form.
func escaped(s string, form bool) string {
	s = url.QueryEscape(s)
	if form {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "+", "%20"), "%3A", ":")
}
