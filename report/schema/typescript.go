package schema

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// WriteTypeScript writes a type for each packet, for each answer and for message elements, and Callbacks, which leads
// from the name of a callback to both. Strict types admit only the listed texts of a field and the known elements.
func WriteTypeScript(w io.Writer, callbacks []*payloads.Command, s Strictness) error {
	p := typeScript{tolerant: bool(s)}
	p.line(0, "// Callbacks of Tencent Cloud Chat, catalogue %s. Written by timhook schema --as typescript.",
		conformance.CatalogueDate)
	p.elements()
	for _, c := range callbacks {
		name := typeName(c.Name)
		p.line(0, "")
		p.line(0, "/** %s: %s; %s */", c.Name, oneLine(c.Title), c.URL)
		p.line(0, "export interface %s %s", name, p.object(0, c.Request))
		p.line(0, "")
		p.line(0, "/** what %s may be answered */", c.Name)
		p.line(0, "export interface %sResponse %s", name, p.object(0, responseFields(c)))
	}
	p.line(0, "")
	p.line(0, "/** packet and answer of each callback */")
	p.line(0, "export interface Callbacks {")
	for _, c := range callbacks {
		name := typeName(c.Name)
		p.line(1, "%q: { request: %s; response: %sResponse };", c.Name, name, name)
	}
	p.line(0, "}")
	_, err := w.Write(p.Bytes())
	return err
}

type typeScript struct {
	bytes.Buffer
	tolerant bool
}

func (p *typeScript) line(depth int, format string, args ...any) {
	if text := fmt.Sprintf(format, args...); text != "" {
		p.WriteString(strings.Repeat("  ", depth) + text)
	}
	p.WriteByte('\n')
}

// elements are a union that MsgType tells apart.
func (p *typeScript) elements() {
	p.line(0, "")
	p.line(0, "/** an entry of MsgBody: its MsgType decides what its MsgContent holds */")
	p.line(0, "export type MessageElement =")
	elements := payloads.Elements()
	for i, e := range elements {
		end := ""
		if i == len(elements)-1 && !p.tolerant {
			end = ";"
		}
		p.line(1, "| { MsgType: %q; MsgContent: %s }%s", e.Type, p.object(1, e.Content), end)
	}
	if p.tolerant {
		p.line(1, "| { MsgType: string & {}; MsgContent: object };")
	}
}

func (p *typeScript) object(depth int, fields []payloads.Field) string {
	var b strings.Builder
	b.WriteString("{\n")
	indent := strings.Repeat("  ", depth+1)
	for _, f := range fields {
		mark := ""
		if isOptional(f) {
			mark = "?"
		}
		if f.Doc != "" {
			fmt.Fprintf(&b, "%s/** %s */\n", indent, oneLine(f.Doc))
		}
		fmt.Fprintf(&b, "%s%s%s: %s;\n", indent, f.Name, mark, p.value(depth+1, f.Type))
	}
	if p.tolerant {
		fmt.Fprintf(&b, "%s[later: string]: unknown;\n", indent)
	}
	b.WriteString(strings.Repeat("  ", depth) + "}")
	return b.String()
}

func (p *typeScript) value(depth int, t payloads.Type) string {
	if t.Or != nil {
		one := t
		one.Or = nil
		return p.value(depth, one) + " | " + p.value(depth, *t.Or)
	}
	switch t.Kind {
	case jsontree.KindString:
		return p.text(t)
	case jsontree.KindArray:
		return "Array<" + p.value(depth, *t.Items) + ">"
	case jsontree.KindObject:
		switch {
		case t.Cases != nil:
			return "MessageElement"
		case t.Open:
			return "object"
		}
		return p.object(depth, t.Fields)
	case jsontree.KindBool:
		return "boolean"
	}
	if t.Quoted {
		return "number | string"
	}
	return "number"
}

func (p *typeScript) text(t payloads.Type) string {
	switch {
	case t.Const != "":
		return strconv.Quote(t.Const)
	case t.Enum == nil && t.Prefix != "":
		return "`" + t.Prefix + "${string}`"
	case t.Enum == nil:
		return "string"
	}
	var texts []string
	for _, text := range t.Enum {
		texts = append(texts, strconv.Quote(text))
	}
	if p.tolerant {
		texts = append(texts, "(string & {})")
	}
	return strings.Join(texts, " | ")
}
