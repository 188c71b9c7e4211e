package payloads

import (
	"bytes"
	"errors"

	"github.com/timhook/timhook/payloads/jsontree"
)

// ParsedPacket is a packet's text read once, for whoever looks into the packet as well as validating it.
type ParsedPacket struct {
	Packet   Value     // absent when the text is no JSON object
	Problems []Problem // of the text itself, in the order in which they were met
}

// ParsePacket reads a packet's text as far as it goes: behind a byte order mark, with invalid UTF-8, and in front of trailing bytes.
func ParsePacket(body []byte) ParsedPacket {
	v := validator{}
	tree, ok := v.parse(body)
	if !ok {
		tree = Value{}
	}
	return ParsedPacket{Packet: tree, Problems: v.problems}
}

const jsonSource = "Webhook Overview (1047/34354): the body is JSON"

const byteOrderMark = "\xef\xbb\xbf"

// parse goes on behind a byte order mark, with invalid text and in front of trailing bytes, so that the rest is judged too.
func (v *validator) parse(body []byte) (Value, bool) {
	if bytes.HasPrefix(body, []byte(byteOrderMark)) {
		v.breaks(idJSON, nil, Value{}, "begins with a byte order mark, which JSON forbids", jsonSource)
		body = bytes.Replace(body, []byte(byteOrderMark), []byte("   "), 1) // offsets stay
	}
	tree, err := jsontree.Parse(body)
	var strict, loose *jsontree.SyntaxError
	if errors.As(err, &strict) {
		v.syntax(strict)
		if tree, err = jsontree.ParseLoose(body); errors.As(err, &loose) && loose.Offset != strict.Offset {
			v.syntax(loose)
		}
	}
	if tree.IsAbsent() {
		return tree, false
	}
	if tree.Kind() != jsontree.KindObject {
		v.breaks(idJSON, nil, tree, "got "+describe(tree)+", want an object", jsonSource)
		return tree, false
	}
	return tree, true
}

func (v *validator) syntax(e *jsontree.SyntaxError) {
	v.problems = append(v.problems, Problem{ID: idJSON, Path: e.Pointer, Offset: e.Offset, Level: Must, Message: e.Problem, Source: jsonSource})
}
