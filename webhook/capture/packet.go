package capture

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/payloads/jsontree"
)

// packets reads JSON values that are packets: one, several one after the other, an array of them, with or without comments.
func (r *reading) packets(s *source) error {
	inArray := false
	for !r.done() {
		s.begin()
		c, _, err := s.gap()
		switch {
		case failed(err):
			return err
		case err != nil && inArray:
			return r.bad(s.line, errors.New("the text ends before the array does"))
		case err != nil:
			return nil
		case c == ',', c == ']' && inArray, c == '[' && !inArray:
			inArray = c == '[' || inArray && c == ','
			s.skip(1)
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
func (r *reading) junk(s *source) error {
	begin := Place{s.line, s.column}
	line, err := s.textLine()
	if failed(err) {
		return err
	}
	return r.bad(begin.Line, fmt.Errorf("column %d: got %q, want a request packet in braces", begin.Column, short(string(bytes.TrimSpace(line)))))
}

// packet reads the packet that begins here.
func (r *reading) packet(s *source) error {
	v, err := s.value()
	switch {
	case err == nil:
		return r.packetOf(v)
	case isCut(err):
		line := s.line
		if errors.Is(err, errTextEnds) {
			line = v.begin.Line
		}
		var syntax *jsontree.SyntaxError
		if errors.As(checked(v.text), &syntax) && syntax.Offset < len(v.text)-1 {
			return errors.Join(r.faulty(v, syntax), s.resume())
		}
		return errors.Join(r.bad(line, err), s.resume())
	}
	return err
}

// resume goes to the next line that begins with a brace: there a packet may begin.
func (s *source) resume() error {
	s.begin()
	for {
		if next := s.peek(1); len(next) == 0 || s.column == 1 && next[0] == '{' {
			return nil
		}
		if _, err := s.next(); err != nil {
			return err
		}
		s.begin()
	}
}

// checked says what is wrong with the JSON of a text. Invalid UTF-8 and lone surrogates are not: they are hostile, and
// a packet that holds them is to be sent as it is.
func checked(text []byte) error {
	_, err := jsontree.ParseLoose(text[:min(len(text), 1<<20)]) // a tree takes many times the memory of its text
	return err
}

// packetOf makes an entry of a value.
func (r *reading) packetOf(v value) error {
	e, err := lonePacket(v.text)
	var syntax *jsontree.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return r.faulty(v, syntax)
	case err != nil:
		return r.bad(v.begin.Line, err)
	}
	e.Line = v.begin.Line
	e.place = func(_ bool, offset int) Place { return textPlace(v.text, v.begin, offset) }
	r.good(e)
	return nil
}

// faulty reports a value that is no JSON, at the place of the fault.
func (r *reading) faulty(v value, syntax *jsontree.SyntaxError) error {
	at := textPlace(v.text, v.begin, syntax.Offset)
	return r.bad(at.Line, fmt.Errorf("column %d: %s", at.Column, syntax.Problem))
}

// lonePacket is the entry of a request packet or a response packet that stands alone.
func lonePacket(text []byte) (*Entry, error) {
	var names []string
	var command, method jsontext.Value
	err := members(text, func(name string, v jsontext.Value) bool {
		switch name {
		case "CallbackCommand":
			command = v.Clone()
		case "method":
			method = v.Clone()
		}
		if len(names) < 5 && !slices.Contains(names, name) {
			names = append(names, name)
		}
		return true
	})
	switch {
	case errors.Is(err, errNoObject):
		return nil, fmt.Errorf("got %s, want a request packet, which is an object with CallbackCommand", kindOf(text))
	case err != nil:
		if better := checked(text); better != nil {
			err = better
		}
		return nil, err
	case command.Kind() == '"':
		return requestPacket(text, unquoted(command))
	case command != nil:
		return nil, fmt.Errorf("CallbackCommand: got %s, want a string", short(string(command)))
	case slices.Contains(names, "ActionStatus"), slices.Contains(names, "ErrorCode"):
		return &Entry{Record: Record{Answer: &Answer{Proto: http11, Status: 200, Reason: "OK", Body: text}}}, nil
	case method.Kind() == '"' && slices.Contains(names, "url"):
		return requestLine(text)
	}
	return nil, fmt.Errorf("no CallbackCommand in it: got an object with %s", listed(names))
}

func requestPacket(text []byte, command string) (*Entry, error) {
	if command == "" {
		return nil, errors.New("CallbackCommand is empty")
	}
	return &Entry{Record: Record{Request: Request{Method: "POST", Query: "CallbackCommand=" + url.QueryEscape(command), Body: text}}}, nil
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
		quoted = append(quoted, fmt.Sprintf("%q", short(n)))
	}
	return strings.Join(quoted, ", ")
}

// short is a text for an error message.
func short(s string) string {
	const most = 60
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}

// packetLines reads a packet from each line.
func (r *reading) packetLines(text io.Reader) error {
	s := newSource(nil, r.options.MaxLine)
	return r.eachLine(text, func(line textLine) error {
		if line.fault != nil {
			return r.bad(line.number, line.fault)
		}
		s.reset(line.text, line.number) // a fault in a line does not go beyond it
		return r.packets(s)
	})
}
