package read

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/webhook/capture/envelope"
	"github.com/timhook/timhook/webhook/capture/logtext"
	"github.com/timhook/timhook/webhook/capture/scan"
	"github.com/timhook/timhook/webhook/capture/shell"
)

const (
	firstLook   = 4 << 10
	longestLook = 1 << 20
)

// errUndecided asks for more of a text.
var errUndecided = errors.New("the beginning does not show what it is")

// beginning looks at as much of a text as shows what it is, and gives the whole text back.
func beginning(text io.Reader) (Kind, io.Reader, error) {
	head := make([]byte, 0, firstLook)
	for {
		n, err := text.Read(head[len(head):cap(head)])
		head = head[:len(head)+n]
		if scan.Failed(err) {
			return "", nil, err
		}
		whole, full := err != nil, len(head) == cap(head)
		if !whole && !full && len(head) > firstLook {
			continue // looking at every piece of a long beginning would take long
		}
		kind, err := detect(head, whole)
		if errors.Is(err, errUndecided) && (whole || len(head) >= longestLook) {
			kind, err = decided(head, whole)
		}
		if !errors.Is(err, errUndecided) {
			return kind, io.MultiReader(bytes.NewReader(head), text), err
		}
		if full {
			head = append(make([]byte, 0, 16*cap(head)), head...)
		}
	}
}

// decided is the kind of a text of which no more is looked at. Where it goes on, it may be a log whose first callback
// comes late.
func decided(head []byte, whole bool) (Kind, error) {
	kind, err := detect(head, true)
	if nothing := (*EmptyInput)(nil); errors.As(err, &nothing) {
		return "", unknown(head) // it may be that something follows all this white space
	}
	isObjects := kind == KindLines && !bytes.Contains(head, []byte("CallbackCommand")) && envelope.Unnamed(head) == ""
	if isText := err != nil && !isBinary(head) && named(head) == ""; !whole && (isText || isObjects) {
		return KindLog, nil
	}
	return kind, err
}

// detect tells the kind of a text by its beginning. Names of files say nothing: what is pasted has none.
func detect(head []byte, whole bool) (Kind, error) {
	s := scan.NewSource(bytes.NewReader(head), int64(len(head))+1)
	c, commented, _ := s.Gap()
	switch {
	case c == 0 && whole && len(head) == 0:
		return "", &EmptyInput{Why: "is empty"}
	case c == 0 && whole && !commented:
		return "", &EmptyInput{Why: "holds nothing but white space"}
	case c == 0 && whole && len(s.Peek(1)) == 0:
		return "", &EmptyInput{Why: "holds nothing but comments"}
	case c == 0 && !whole && (!commented || len(s.Peek(1)) == 0):
		return "", errUndecided
	case c == '[' && shell.Looks(firstLine(head)): // a prompt, such as [me@host im]$
		return KindCurl, nil
	case c == '{' && string(s.Peek(2)) == "{{": // a variable of an editor, which begins no JSON
	case c == '{' || c == '[':
		return detectJSON(s, head, commented, whole)
	}
	return detectText(head, whole)
}

// detectJSON tells what is written in JSON by its first value.
func detectJSON(s *scan.Source, head []byte, commented, whole bool) (Kind, error) {
	first := s.Peek(1)[0]
	v, err := s.Value()
	kind, isPacket := kindByNames(v.Text)
	switch {
	case kind != "":
		return kind, nil
	case isPacket:
	case logtext.IsLog(head):
		return KindLog, nil
	case envelope.Name(v.Text) != "":
		return KindEnvelope, nil
	case holdsRequest(v.Text):
		return KindCapture, nil
	case first == '{' && !whole:
		return KindPacket, errUndecided // the first callback of a log may come late
	}
	line := s.Line
	next, more, _ := s.Gap()
	switch {
	case commented || more || v.Loose:
		return KindComment, nil
	case first == '{' && next == '{' && s.Line > line && line == v.Begin.Line:
		return KindLines, nil
	case err == nil && (next != 0 || whole), whole, first == '[' && s.Line > 1000:
		return KindPacket, nil
	case errors.Is(err, scan.ErrLineEnds):
		return damaged(v), nil
	}
	return KindPacket, errUndecided
}

// damaged is the kind of a text whose first value ends in the middle of a line.
func damaged(v scan.Value) Kind {
	if bytes.IndexByte(v.Text, '\n') < 0 {
		return KindLines
	}
	return KindPacket
}

// kindByNames is the kind of a JSON object by the first name that only that kind has. It is empty of a packet, of an
// answer, and of what has no such name. The text need not be whole.
func kindByNames(text []byte) (kind Kind, isPacket bool) {
	dec := scan.Decoder(text)
	if tok, err := dec.ReadToken(); err != nil || tok.Kind() != '{' {
		return "", false
	}
	for dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			return "", false
		}
		switch key, isObject := name.String(), dec.PeekKind() == '{'; {
		case key == "timhook":
			return KindCapture, false
		case key == "log" && isObject:
			return KindHAR, false
		case (key == "case" || key == "run") && isObject:
			return KindRun, false
		case key == "CallbackCommand", key == "ActionStatus", key == "CtxcbRequestId":
			return "", true
		}
		if dec.SkipValue() != nil {
			return "", false
		}
	}
	return "", false
}

// holdsRequest knows records that do not name their format.
func holdsRequest(text []byte) bool {
	found := false
	_ = members(text, func(name string, v jsontext.Value) bool {
		found = name == "request" && v.Kind() == '{'
		return !found
	})
	return found
}
