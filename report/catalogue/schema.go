package catalogue

import (
	"io"
	"regexp"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report/safe"
)

// node is a JSON Schema, or a part of one.
type node map[string]any

const draft = "https://json-schema.org/draft/2020-12/schema"

// WriteRequestSchema writes the JSON Schema of a callback's request packet. It says less than
// [payloads.Command.Validate] does: lists of texts are open, bounds in bytes are bounds in letters, and no rule ties
// fields together.
func WriteRequestSchema(w io.Writer, c *payloads.Command) error {
	s := objectSchema(c.Request)
	s["$schema"], s["title"], s["description"] = draft, c.Name, c.Title+"; "+c.Page
	if usesElements(c.Request) {
		s["$defs"] = elementSchemas()
	}
	return safe.WriteJSON(w, s)
}

// WriteResponseSchema writes the JSON Schema of what a callback may be answered.
func WriteResponseSchema(w io.Writer, c *payloads.Command) error {
	var more []payloads.Field
	required := []string{"ActionStatus", "ErrorCode", "ErrorInfo"}
	for _, f := range c.Answer.Fields {
		more = append(more, f.Field)
		if f.Required {
			required = append(required, f.Name)
		}
	}
	s := objectSchema(more)
	members := s["properties"].(node)
	members["ActionStatus"] = node{"type": "string", "enum": []string{"OK", "FAIL"}}
	members["ErrorCode"] = codeSchema(c.Answer)
	members["ErrorInfo"] = node{"type": "string"}
	s["$schema"], s["title"], s["description"] = draft, c.Name+", response", c.Page
	s["required"] = required
	if usesElements(more) {
		s["$defs"] = elementSchemas()
	}
	return safe.WriteJSON(w, s)
}

// codeSchema lists the codes of a page, each with what it does.
func codeSchema(a payloads.Answer) node {
	ranges := []node{{"const": 0}}
	for _, c := range a.Codes {
		ranges = append(ranges, node{"minimum": c.From, "maximum": c.To, "description": ofCode(a, c)})
	}
	return node{"type": "integer", "anyOf": ranges}
}

func objectSchema(fields []payloads.Field) node {
	members, required := node{}, []string{}
	for _, f := range fields {
		s := typeSchema(f.Type)
		if s["$ref"] == nil {
			s["description"] = f.Doc
		}
		if members[f.Name] = s; f.Presence == payloads.Always {
			required = append(required, f.Name)
		}
	}
	return node{"type": "object", "properties": members, "required": required}
}

func typeSchema(t payloads.Type) node {
	if t.Or != nil {
		one := t
		one.Or = nil
		return node{"anyOf": []node{typeSchema(one), typeSchema(*t.Or)}}
	}
	switch t.Kind {
	case jsontree.KindString:
		return textSchema(t)
	case jsontree.KindArray:
		s := node{"type": "array", "items": typeSchema(*t.Items)}
		bound(s, "minItems", int64(t.MinItems))
		bound(s, "maxItems", int64(t.MaxItems))
		return s
	case jsontree.KindObject:
		if t.Cases != nil {
			return node{"$ref": "#/$defs/element"}
		}
		s := objectSchema(t.Fields)
		if len(t.AnyOf) > 0 {
			s["anyOf"] = oneThere(t.AnyOf)
		}
		return s
	case jsontree.KindBool:
		return node{"type": "boolean"}
	}
	return numberSchema(t)
}

// textSchema leaves lists of texts open, as the pages do.
func textSchema(t payloads.Type) node {
	s := node{"type": "string"}
	switch {
	case t.Const != "":
		s["const"] = t.Const
	case t.Enum != nil:
		s["examples"] = t.Enum
	}
	if t.Prefix != "" {
		s["pattern"] = "^" + regexp.QuoteMeta(t.Prefix)
		return s // its bound is on what follows
	}
	if t.MinBytes > 0 {
		s["minLength"] = 1
	}
	bound(s, "maxLength", int64(t.MaxBytes))
	return s
}

func numberSchema(t payloads.Type) node {
	if !t.Integer {
		return node{"type": "number"}
	}
	s := node{"type": "integer", "minimum": t.Min}
	bound(s, "maximum", t.Max)
	if t.Quoted {
		s["type"] = []string{"integer", "string"}
		s["pattern"] = `^-?[0-9]+$`
	}
	return s
}

// bound sets a keyword; 0 bounds nothing.
func bound(s node, keyword string, n int64) {
	if n != 0 {
		s[keyword] = n
	}
}

func oneThere(names []string) []node {
	var list []node
	for _, name := range names {
		list = append(list, node{"required": []string{name}})
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

// elementSchemas is a message element: its MsgType decides what its MsgContent holds. Unknown types may come.
func elementSchemas() node {
	var types []string
	var cases []node
	for _, e := range payloads.Elements() {
		types = append(types, e.Type)
		content := objectSchema(e.Content)
		if len(e.AnyOf) > 0 {
			content["anyOf"] = oneThere(e.AnyOf)
		}
		cases = append(cases, node{
			"if":   node{"properties": node{"MsgType": node{"const": e.Type}}},
			"then": node{"properties": node{"MsgContent": content}},
		})
	}
	return node{"element": node{
		"type":       "object",
		"required":   []string{"MsgType", "MsgContent"},
		"properties": node{"MsgType": node{"type": "string", "examples": types}, "MsgContent": node{"type": "object"}},
		"allOf":      cases,
	}}
}
