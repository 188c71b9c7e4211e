package jsontree

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Parse reads one JSON value (RFC 8259). Repeated names are kept for the caller to judge. Invalid UTF-8 and lone
// surrogates are refused. The error is a [*SyntaxError]; where its Trailing is set, the value before the trailing
// bytes comes with it.
func Parse(data []byte) (Value, error) { return parse(data, false) }

// ParseLoose is [Parse] for text with invalid UTF-8 and lone surrogates. In [Value.Text] they are U+FFFD; written
// again, they are as they were.
func ParseLoose(data []byte) (Value, error) { return parse(data, true) }

const (
	blanks     = " \t\r\n"
	separators = blanks + ",:"
)

func parse(data []byte, loose bool) (Value, error) {
	p := parser{
		src: string(data),
		dec: jsontext.NewDecoder(bytes.NewBuffer(data),
			jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(loose)),
		loose: loose,
	}
	v, err := p.value()
	if err != nil {
		return Value{}, p.explain(err)
	}
	if rest := p.behind(blanks); rest < len(data) {
		return v, &SyntaxError{Offset: rest, Problem: trailing(len(data) - rest), Trailing: true}
	}
	return v, nil
}

type parser struct {
	src     string // the whole text, of which the texts of values are parts
	dec     *jsontext.Decoder
	loose   bool
	pending []Member // of the arrays and objects that are being read
}

// behind is the offset after the last token and the skipped bytes, which the decoder does not tell.
func (p *parser) behind(skipped string) int {
	at := int(p.dec.InputOffset())
	for at < len(p.src) && strings.IndexByte(skipped, p.src[at]) >= 0 {
		at++
	}
	return at
}

func (p *parser) value() (Value, error) {
	start := p.behind(separators)
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
		v.kind, v.literal = KindString, p.src[v.start:v.end]
		v.text = p.unquoted(tok, v.literal)
	case '0':
		v.kind, v.text = KindNumber, p.src[v.start:v.end]
	case 'n':
		v.kind, v.text = KindNull, "null"
	default:
		v.kind, v.text = KindBool, p.src[v.start:v.end]
	}
	return v, err
}

// unquoted is the text of a string. Most have no escapes, and their text is a part of the literal, without a copy.
func (p *parser) unquoted(tok jsontext.Token, literal string) string {
	inner := literal[1 : len(literal)-1]
	if strings.IndexByte(inner, '\\') >= 0 || p.loose && !utf8.ValidString(inner) {
		return tok.String()
	}
	return inner
}

func (p *parser) members(v *Value) error {
	first := len(p.pending)
	for p.dec.PeekKind() != '}' {
		m := Member{start: p.behind(separators)}
		name, err := p.dec.ReadToken()
		if err != nil {
			return err
		}
		m.literal = p.src[m.start:p.dec.InputOffset()]
		m.Name = p.unquoted(name, m.literal)
		if m.Value, err = p.value(); err != nil {
			return err
		}
		p.pending = append(p.pending, m)
	}
	return p.close(v, first)
}

func (p *parser) items(v *Value) error {
	first := len(p.pending)
	for p.dec.PeekKind() != ']' {
		item, err := p.value()
		if err != nil {
			return err
		}
		p.pending = append(p.pending, Member{Value: item})
	}
	return p.close(v, first)
}

// close takes what was read since first as the list of v, and the closing bracket.
func (p *parser) close(v *Value, first int) error {
	v.list = slices.Clone(p.pending[first:])
	p.pending = p.pending[:first]
	if v.kind == KindObject && len(v.list) > fewMembers {
		v.names = &names{list: v.list}
	}
	_, err := p.dec.ReadToken()
	v.end = int(p.dec.InputOffset())
	return err
}

func trailing(n int) string {
	if n == 1 {
		return "1 byte follows the end of the value"
	}
	return fmt.Sprintf("%d bytes follow the end of the value", n)
}
