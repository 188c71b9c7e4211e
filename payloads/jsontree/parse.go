package jsontree

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Parse reads one JSON value. Repeated names are kept for the caller to judge; invalid UTF-8 and lone surrogates are refused.
// The error is a *[SyntaxError]. With Trailing set, the value before the trailing bytes is returned along with it.
func Parse(data []byte) (Value, error) { return parse(data, false) }

// ParseLoose reads as [Parse] does and takes invalid UTF-8 and lone surrogates too, which read as U+FFFD.
func ParseLoose(data []byte) (Value, error) { return parse(data, true) }

const (
	blanks     = " \t\r\n"
	separators = blanks + ",:"
)

func parse(data []byte, loose bool) (Value, error) {
	p := parser{
		src:   string(data),
		dec:   jsontext.NewDecoder(bytes.NewBuffer(data), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(loose)),
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
	src     string // what values share their texts with
	dec     *jsontext.Decoder
	loose   bool
	pending []Member // of the arrays and objects that are being read
}

// behind is where something other than skipped bytes begins: the decoder only tells where the last token ended.
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

// unquoted is a part of the literal where nothing in it is escaped, so that most strings cost no copy.
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

func (p *parser) close(v *Value, first int) error {
	v.list = slices.Clone(p.pending[first:])
	p.pending = p.pending[:first]
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
