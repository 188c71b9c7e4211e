package payloads

import (
	"bytes"
	"errors"

	"github.com/timhook/timhook/payloads/jsontree"
)

const jsonSource = "Webhook Overview (1047/34354): the body is JSON"

// ParsedPacket is a packet's text after reading, for a caller that looks into the packet and validates it too.
type ParsedPacket struct {
	Packet   Value     // absent when the text is no JSON object
	Problems []Problem // of the text itself, in the order in which they were met
}

// ParsePacket reads a packet's text as far as it goes, so that the rest can be judged too. It passes over a byte order
// mark and invalid UTF-8, and stops before trailing bytes. Each of them is a problem.
func ParsePacket(body []byte) ParsedPacket {
	const mark = "\xef\xbb\xbf"
	var v validator
	if bytes.HasPrefix(body, []byte(mark)) {
		v.add(idJSON, Must, nil, Value{}, "begins with a byte order mark, which JSON forbids", jsonSource)
		body = append([]byte("   "), body[len(mark):]...) // offsets stay
	}
	tree, err := jsontree.Parse(body)
	var strict, loose *jsontree.SyntaxError
	if errors.As(err, &strict) {
		v.syntax(strict)
		if tree, err = jsontree.ParseLoose(body); errors.As(err, &loose) && loose.Offset != strict.Offset {
			v.syntax(loose)
		}
	}
	if !tree.IsAbsent() && tree.Kind() != jsontree.KindObject {
		v.add(idJSON, Must, nil, tree, "got "+describe(tree)+", want an object", jsonSource)
		tree = Value{}
	}
	return ParsedPacket{Packet: tree, Problems: v.problems}
}

func (v *validator) syntax(e *jsontree.SyntaxError) {
	p := Problem{ID: idJSON, Path: e.Pointer, Offset: e.Offset, Level: Must, Message: e.Problem, Source: jsonSource}
	v.problems = append(v.problems, p)
}
