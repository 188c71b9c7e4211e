package jsontree

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// SyntaxError says where a text stops being JSON.
type SyntaxError struct {
	Offset   int    // bytes before the fault
	Pointer  string // JSON Pointer to the value that holds the fault; empty at the top
	Problem  string // what is wrong, lower case
	Trailing bool   // one whole value came first; the fault is what follows it
}

func (e *SyntaxError) Error() string {
	where := fmt.Sprintf("byte %d", e.Offset)
	if e.Pointer != "" {
		where += ", " + e.Pointer
	}
	return where + ": " + e.Problem
}

// Parse reads one JSON value. Repeated names are kept for the caller to judge; invalid UTF-8 and lone surrogates are refused.
// The error is a *[SyntaxError]. With Trailing set, the value before the trailing bytes is returned along with it.
func Parse(data []byte) (Value, error) { return parse(data, false) }

// ParseLoose reads as [Parse] does and takes invalid UTF-8 and lone surrogates too, which read as U+FFFD.
func ParseLoose(data []byte) (Value, error) { return parse(data, true) }

func parse(data []byte, loose bool) (Value, error) {
	p := parser{
		data: data,
		dec:  jsontext.NewDecoder(bytes.NewBuffer(data), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(loose)),
	}
	v, err := p.value()
	if err != nil {
		return Value{}, p.explain(err)
	}
	if rest := p.next(); rest < len(data) {
		return v, &SyntaxError{Offset: rest, Problem: fmt.Sprintf("%d bytes follow the end of the value", len(data)-rest), Trailing: true}
	}
	return v, nil
}

type parser struct {
	data []byte
	dec  *jsontext.Decoder
}

// next is where the next token begins: the decoder only tells where the last one ended.
func (p *parser) next() int {
	at := int(p.dec.InputOffset())
	for at < len(p.data) && bytes.IndexByte([]byte(" \t\r\n,:"), p.data[at]) >= 0 {
		at++
	}
	return at
}

func (p *parser) value() (Value, error) {
	start := p.next()
	tok, err := p.dec.ReadToken()
	if err != nil {
		return Value{}, err
	}
	v := Value{start: start, end: int(p.dec.InputOffset())}
	switch tok.Kind() {
	case '{':
		v.kind = KindObject
		err = p.members(&v)
	case '[':
		v.kind = KindArray
		err = p.items(&v)
	case '"':
		v.kind, v.text = KindString, tok.String()
		v.literal = string(p.data[v.start:v.end])
	case '0':
		v.kind, v.text = KindNumber, string(p.data[v.start:v.end])
	case 'n':
		v.kind, v.text = KindNull, "null"
	default:
		v.kind, v.text = KindBool, tok.String()
	}
	return v, err
}

func (p *parser) members(v *Value) error {
	for p.dec.PeekKind() != '}' {
		m := Member{start: p.next()}
		name, err := p.dec.ReadToken()
		if err != nil {
			return err
		}
		m.Name, m.literal = name.String(), string(p.data[m.start:p.dec.InputOffset()])
		if m.Value, err = p.value(); err != nil {
			return err
		}
		v.list = append(v.list, m)
	}
	return p.close(v)
}

func (p *parser) items(v *Value) error {
	for p.dec.PeekKind() != ']' {
		item, err := p.value()
		if err != nil {
			return err
		}
		v.list = append(v.list, Member{Value: item})
	}
	return p.close(v)
}

func (p *parser) close(v *Value) error {
	_, err := p.dec.ReadToken()
	v.end = int(p.dec.InputOffset())
	return err
}

func (p *parser) explain(err error) *SyntaxError {
	var syntactic *jsontext.SyntacticError
	switch {
	case len(bytes.TrimSpace(p.data)) == 0:
		return &SyntaxError{Problem: "there is no JSON value, only " + fmt.Sprint(len(p.data)) + " bytes of white space"}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &SyntaxError{Offset: len(p.data), Pointer: string(p.dec.StackPointer()), Problem: "the text ends before the value does"}
	case errors.As(err, &syntactic):
		return &SyntaxError{Offset: int(syntactic.ByteOffset), Pointer: string(syntactic.JSONPointer), Problem: syntactic.Err.Error()}
	}
	return &SyntaxError{Offset: int(p.dec.InputOffset()), Problem: err.Error()}
}
