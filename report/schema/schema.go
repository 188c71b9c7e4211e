// Package schema writes contracts for other tools from the declarations of payloads: JSON Schemas (draft 2020-12) of
// request packets and answers, an OpenAPI document, and types of TypeScript and Go.
//
// A strict schema admits what the pages have, no more: a packet is admitted if [payloads.Command.Validate] has no
// problem with it. A tolerant one admits what a backend has to accept, packets of later versions included: those
// without a problem at level MUST. Four things no schema can see: bounds in bytes where a text has letters of several
// bytes, names that stand twice, rules that tie several fields together, and 1.0 in place of 1.
package schema

import (
	"cmp"
	"io"
	"maps"
	"math"
	"regexp"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report/safe"
)

// Node is a JSON Schema, or a part of a document that holds some.
type Node map[string]any

// Strictness is what a schema admits beside what the pages have.
type Strictness bool

// The kinds of schemas.
const (
	Strict   Strictness = false // nothing
	Tolerant Strictness = true  // what may come with later versions, and what is only inferred to be wrong
)

// Draft is the version of JSON Schema that all schemas are of.
const Draft = "https://json-schema.org/draft/2020-12/schema"

// WriteRequest writes the schema of a callback's request packet.
func WriteRequest(w io.Writer, c *payloads.Command, s Strictness) error {
	b := builder{tolerant: bool(s), defs: "#/$defs/"}
	return safe.WriteJSON(w, b.document(b.request(c), c.Name, c.Title+"; "+c.Page, c.Request))
}

// WriteResponse writes the schema of what a callback may be answered.
func WriteResponse(w io.Writer, c *payloads.Command, s Strictness) error {
	b := builder{tolerant: bool(s), defs: "#/$defs/"}
	return safe.WriteJSON(w, b.document(b.response(c), c.Name+", response", c.Page, answerFields(c)))
}

// builder makes the schemas of one strictness and one document.
type builder struct {
	tolerant bool
	defs     string // where the document has the schemas that others refer to
}

const elementDef = "element"

// document is a schema that stands alone.
func (b builder) document(s Node, title, doc string, fields []payloads.Field) Node {
	s["$schema"], s["title"], s["description"] = Draft, title, doc
	if usesElements(fields) {
		s["$defs"] = Node{elementDef: b.element()}
	}
	return s
}

func (b builder) request(c *payloads.Command) Node { return b.object(c.Request) }

func (b builder) object(fields []payloads.Field) Node {
	members, required := Node{}, []string{}
	for _, f := range fields {
		if f.Presence == payloads.Wild && !b.tolerant {
			continue // no document has it
		}
		s := b.value(f.Type)
		if f.Doc != "" {
			s["description"] = f.Doc
		}
		members[f.Name] = s
		if f.Presence == payloads.Always || f.Presence == payloads.SampleOnly && !b.tolerant {
			required = append(required, f.Name)
		}
	}
	s := Node{"type": "object", "properties": members, "required": required}
	return b.closed(s)
}

// closed refuses members that are not listed.
func (b builder) closed(s Node) Node {
	if !b.tolerant {
		s["additionalProperties"] = false
	}
	return s
}

func (b builder) value(t payloads.Type) Node {
	if t.Or != nil {
		one := t
		one.Or = nil
		return Node{"anyOf": []Node{b.value(one), b.value(*t.Or)}}
	}
	switch t.Kind {
	case jsontree.KindString:
		return b.text(t)
	case jsontree.KindArray:
		s := Node{"type": "array", "items": b.value(*t.Items)}
		bound(s, "minItems", t.MinItems)
		bound(s, "maxItems", b.upper(t, t.MaxItems))
		return s
	case jsontree.KindObject:
		return b.objectOf(t)
	case jsontree.KindBool:
		return Node{"type": "boolean"}
	}
	return b.number(t)
}

func (b builder) objectOf(t payloads.Type) Node {
	switch {
	case t.Cases != nil:
		return Node{"$ref": b.defs + elementDef}
	case t.Open:
		return Node{"type": "object"}
	}
	s := b.object(t.Fields)
	if len(t.AnyOf) > 0 {
		s["anyOf"] = oneThere(t.AnyOf)
	}
	return s
}

// text leaves lists of texts open where it is tolerant, as the pages do. Its bounds are those in bytes, which no schema
// can count.
func (b builder) text(t payloads.Type) Node {
	s := Node{"type": "string"}
	switch {
	case t.Const != "":
		s["const"] = t.Const
	case t.Enum != nil && b.tolerant:
		s["examples"] = t.Enum
	case t.Enum != nil:
		s["enum"] = t.Enum
	}
	if t.Prefix != "" {
		s["pattern"] = "^" + regexp.QuoteMeta(t.Prefix)
	}
	if t.MinBytes > 0 {
		s["minLength"] = 1
	}
	bound(s, "maxLength", b.upper(t, t.MaxBytes))
	return s
}

func (b builder) number(t payloads.Type) Node {
	if !t.Integer {
		return Node{"type": "number"}
	}
	s := Node{"type": "integer", "minimum": t.Min}
	if !t.Inferred || !b.tolerant {
		s["maximum"] = cmp.Or(t.Max, math.MaxInt64)
	}
	if t.Quoted {
		s["type"], s["pattern"] = []string{"integer", "string"}, "^[0-9]{1,19}$"
	}
	return s
}

// upper is an upper bound, 0 for none. One that no page has does not count where the schema is tolerant.
func (b builder) upper(t payloads.Type, bound int) int {
	if t.Inferred && b.tolerant {
		return 0
	}
	return bound
}

// bound sets a keyword; 0 bounds nothing.
func bound(s Node, keyword string, n int) {
	if n != 0 {
		s[keyword] = n
	}
}

func oneThere(names []string) []Node {
	var list []Node
	for _, name := range names {
		list = append(list, Node{"required": []string{name}})
	}
	return list
}

// usesElements reports whether message elements stand somewhere in the fields.
func usesElements(fields []payloads.Field) bool {
	for _, f := range fields {
		t := f.Type
		if t.Items != nil {
			t = *t.Items
		}
		if t.Cases != nil || usesElements(t.Fields) {
			return true
		}
	}
	return false
}

// element is a message element: its MsgType decides what its MsgContent holds.
func (b builder) element() Node {
	var types []string
	var cases []Node
	for _, e := range payloads.Elements() {
		types = append(types, e.Type)
		content := b.object(e.Content)
		if len(e.AnyOf) > 0 {
			content["anyOf"] = oneThere(e.AnyOf)
		}
		cases = append(cases, Node{
			"if":   Node{"properties": Node{"MsgType": Node{"const": e.Type}}, "required": []string{"MsgType"}},
			"then": Node{"properties": Node{"MsgContent": content}},
		})
	}
	return b.closed(Node{
		"type":     "object",
		"required": []string{"MsgType", "MsgContent"},
		"properties": Node{
			"MsgType": b.text(payloads.OneOf(types...)), "MsgContent": Node{"type": "object"},
		},
		"allOf": cases,
	})
}

// with is a schema with further keywords.
func (s Node) with(more Node) Node {
	s = maps.Clone(s)
	maps.Copy(s, more)
	return s
}
