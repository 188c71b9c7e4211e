package read

import (
	"bytes"
	"errors"
	"io"

	"github.com/timhook/timhook/webhook/capture/scan"
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
			kind, err = decided(head)
		}
		if !errors.Is(err, errUndecided) {
			return kind, io.MultiReader(bytes.NewReader(head), text), err
		}
		if full {
			head = append(make([]byte, 0, 16*cap(head)), head...)
		}
	}
}

// decided is the kind of a text that goes on and on.
func decided(head []byte) (Kind, error) {
	kind, err := detect(head, true)
	if nothing := (*EmptyInput)(nil); errors.As(err, &nothing) {
		return "", unknown(head) // it may be that something follows all this white space
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
	case c == '{' || c == '[':
		return detectJSON(s, commented, whole)
	}
	return detectText(head, whole)
}

// detectJSON tells what is written in JSON by the names in its first value.
func detectJSON(s *scan.Source, commented, whole bool) (Kind, error) {
	first := s.Peek(1)[0]
	v, err := s.Value()
	if kind := kindByNames(v.Text); first == '{' && kind != "" {
		return kind, nil
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

// kindByNames is the kind of a JSON object by the first name that only that kind has, or empty: it may be a packet.
// The text need not be whole.
func kindByNames(text []byte) Kind {
	dec := looseDecoder(text)
	if tok, err := dec.ReadToken(); err != nil || tok.Kind() != '{' {
		return ""
	}
	for dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			return ""
		}
		switch key := name.String(); {
		case key == "timhook":
			return KindCapture
		case key == "log" && dec.PeekKind() == '{':
			return KindHAR
		case (key == "case" || key == "run") && dec.PeekKind() == '{':
			return KindRun
		case key == "request" && dec.PeekKind() == '{':
			return KindCapture
		case key == "CallbackCommand":
			return ""
		}
		if dec.SkipValue() != nil {
			return ""
		}
	}
	return ""
}
