package schema

import (
	"io"
	"reflect"
	"strings"
	"time"

	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/safe"
)

// WriteRun writes the schema of a run's document, as `test --report json=FILE` writes it. It is made from the
// document's type. Members are added over time, never renamed: a tolerant schema admits them.
func WriteRun(w io.Writer, s Strictness) error {
	b := shaper{builder: builder{tolerant: bool(s), defs: "#/$defs/"}, known: Node{}}
	root := b.shape(reflect.TypeFor[report.Document]())
	doc := Node{
		"$schema": Draft, "$defs": b.known,
		"title": "a run of timhook", "description": "what test --report json=FILE writes",
	}
	return safe.WriteJSON(w, doc.with(root))
}

// shaper makes schemas of Go types, as encoding/json writes them. Each struct has one of its own.
type shaper struct {
	builder
	known Node
}

func (b shaper) shape(t reflect.Type) Node {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return Node{"type": "string", "format": "date-time"}
	case t.Kind() == reflect.Struct:
		name := strings.ToLower(t.Name()[:1]) + t.Name()[1:]
		if b.known[name] == nil {
			b.known[name] = Node{} // a type may hold itself
			b.known[name] = b.structure(t)
		}
		return Node{"$ref": b.defs + name}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return b.shape(t.Elem())
	case reflect.Slice, reflect.Array:
		s := Node{"type": "array", "items": b.shape(t.Elem())}
		if t.Kind() == reflect.Array {
			s["minItems"], s["maxItems"] = t.Len(), t.Len()
		}
		return s
	case reflect.Map:
		return Node{"type": "object", "additionalProperties": b.shape(t.Elem())}
	case reflect.String:
		return Node{"type": "string"}
	case reflect.Bool:
		return Node{"type": "boolean"}
	case reflect.Float64:
		return Node{"type": "number"}
	case reflect.Uint64:
		return Node{"type": "integer", "minimum": 0}
	}
	return Node{"type": "integer"}
}

// structure is an object with the members of a struct, those of embedded ones among them.
func (b shaper) structure(t reflect.Type) Node {
	members, required := Node{}, []string{}
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous || !f.IsExported() || name == "-" {
			continue
		}
		members[name] = b.shape(f.Type)
		if options == "" {
			required = append(required, name)
		}
	}
	return b.closed(Node{"type": "object", "properties": members, "required": required})
}
