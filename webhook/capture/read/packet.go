package read

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/internal/charset"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/envelope"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// packets reads JSON values that are packets: one, several one after the other, an array of them, with or without
// comments.
func (r *inputReader) packets(s *scan.Source) error {
	inArray := false
	for !r.done() {
		s.Begin()
		c, _, err := s.Gap()
		switch {
		case scan.Failed(err):
			return err
		case err != nil && inArray:
			return r.reject(s.Line, errors.New("the text ends before the array does"))
		case err != nil:
			return nil
		case c == '[' && !inArray && r.summary.Kind == KindEnvelope:
			err = r.packet(s)
		case c == ',', c == ']' && inArray, c == '[' && !inArray:
			inArray = c == '[' || inArray && c == ','
			s.Skip(1)
			continue
		case !inArray && c != '{':
			err = r.junk(s)
		default:
			err = r.packet(s)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// junk passes over the rest of a line that is no JSON, or none that could be a packet.
func (r *inputReader) junk(s *scan.Source) error {
	begin := capture.Place{Line: s.Line, Column: s.Column}
	line, err := s.WholeLine()
	if scan.Failed(err) {
		return err
	}
	text := string(bytes.TrimSpace(line))
	return r.reject(begin.Line, scan.BadTextf("column %d: got %q, want a request packet in braces", begin.Column, text))
}

// packet reads the packet that begins here.
func (r *inputReader) packet(s *scan.Source) error {
	v, err := s.Value()
	switch {
	case err == nil:
		return r.packetOf(v)
	case scan.IsCut(err):
		line := s.Line
		if errors.Is(err, scan.ErrTextEnds) {
			line = v.Begin.Line
		}
		var syntax *jsontree.SyntaxError
		if errors.As(checked(v.Text), &syntax) && syntax.Offset < len(v.Text)-1 {
			return errors.Join(r.faulty(v, syntax), resume(s))
		}
		return errors.Join(r.reject(line, err), resume(s))
	}
	return err
}

// resume goes to the next line that begins with a brace: there a packet may begin.
func resume(s *scan.Source) error {
	s.Begin()
	for {
		if next := s.Peek(1); len(next) == 0 || s.Column == 1 && next[0] == '{' {
			return nil
		}
		if _, err := s.Next(); err != nil {
			return err
		}
		s.Begin()
	}
}

// checked is the first fault in the JSON of a text. Invalid UTF-8 and lone surrogates are none: a hostile packet that
// holds them is to be sent as it is.
func checked(text []byte) error {
	_, err := jsontree.ParseLoose(text[:min(len(text), 1<<20)]) // a tree takes many times the memory of its text
	return err
}

// packetOf makes an entry of a value.
func (r *inputReader) packetOf(v scan.Value) error {
	e, err := lonePacket(v.Text)
	var syntax *jsontree.SyntaxError
	var other *otherObject
	switch {
	case errors.As(err, &syntax):
		return r.faulty(v, syntax)
	case errors.As(err, &other):
		return r.envelope(v, other)
	case err != nil:
		return r.reject(v.Begin.Line, err)
	}
	e.Line = v.Begin.Line
	places := scan.Places(v.Text, v.Begin)
	e.place = func(_ bool, offset int) capture.Place { return places(offset) }
	r.accept(e)
	return nil
}

// envelope takes the requests out of another tool's document.
func (r *inputReader) envelope(v scan.Value, other *otherObject) error {
	name, list, err := envelope.Open(v.Text)
	switch {
	case name == "" && other.product != "":
		r.accept(&Entry{Line: v.Begin.Line, product: other.product})
		return nil
	case name == "":
		return r.reject(v.Begin.Line, other)
	case err != nil:
		return r.reject(v.Begin.Line, err)
	}
	if r.summary.Kind == KindEnvelope {
		r.summary.Format = name
	}
	for i := range list {
		list[i] = list[i].MovedTo(v.Begin)
	}
	return r.foundIn(list)
}

// otherObject is an error about an object that is no packet and no answer.
type otherObject struct {
	text    string
	product string // as [capture.Request.NotCallback] names it
}

func (e *otherObject) Error() string { return e.text }

// faulty reports a value that is no JSON, at the place of the fault.
func (r *inputReader) faulty(v scan.Value, syntax *jsontree.SyntaxError) error {
	at := scan.TextPlace(v.Text, v.Begin, syntax.Offset)
	return r.reject(at.Line, fmt.Errorf("column %d: %s", at.Column, syntax.Problem))
}

// lonePacket is the entry of a request packet or a response packet without its HTTP message.
func lonePacket(text []byte) (*Entry, error) {
	var names []string
	var command jsontext.Value
	err := members(text, func(name string, v jsontext.Value) bool {
		switch {
		case name == "CallbackCommand":
			command = v.Clone()
		case name == "Events" && command == nil:
			command = commandOfBatch(v)
		}
		if len(names) < 5 && !slices.Contains(names, name) {
			names = append(names, name)
		}
		return true
	})
	switch {
	case errors.Is(err, errNoObject):
		return nil, &otherObject{text: "got " + kindOf(text) +
			", want a request packet, which is an object with CallbackCommand"}
	case err != nil:
		if better := checked(text); better != nil {
			err = better
		}
		return nil, err
	case command.Kind() == '"':
		if err := charset.Check(text); err != nil {
			return nil, err
		}
		return requestPacket(text, unquoted(command))
	case command != nil:
		return nil, scan.BadTextf("CallbackCommand: got %s, want a string", string(command))
	case slices.Contains(names, "ActionStatus"), slices.Contains(names, "ErrorCode"):
		answer := &capture.Answer{Proto: capture.HTTP11, Status: 200, Reason: "OK", Body: text}
		return &Entry{Record: capture.Record{Answer: answer}, Lone: true}, nil
	}
	if command := envelope.Unnamed(text); command != "" {
		return requestPacket(text, command)
	}
	if why := (&capture.Request{Body: text}).NotCallback(); why != "" && !strings.HasPrefix(why, "neither ") {
		return nil, &otherObject{product: why}
	}
	return nil, &otherObject{text: "no CallbackCommand in it: got an object with " + listed(names)}
}

func requestPacket(text []byte, command string) (*Entry, error) {
	if command == "" {
		return nil, errors.New("CallbackCommand is empty")
	}
	request := capture.Request{Method: "POST", Query: "CallbackCommand=" + url.QueryEscape(command), Body: text}
	return &Entry{Record: capture.Record{Request: request}, Lone: true}, nil
}

// kindOf names a value that is no object.
func kindOf(text []byte) string {
	switch text[0] {
	case '[':
		return "an array within an array"
	case '"':
		return "a string"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	}
	return "a number"
}

func listed(names []string) string {
	if len(names) == 0 {
		return "no members"
	}
	var quoted []string
	for _, n := range names {
		quoted = append(quoted, fmt.Sprintf("%q", scan.Short(n)))
	}
	return strings.Join(quoted, ", ")
}

// packetLines reads a packet from each line.
func (r *inputReader) packetLines(text io.Reader) error {
	s := scan.NewSource(nil, r.options.MaxLine)
	return r.eachLine(text, func(line textLine) error {
		if line.fault != nil {
			return r.reject(line.number, line.fault)
		}
		s.Reset(line.text, line.number) // a fault in a line does not go beyond it
		return r.packets(s)
	})
}
