package catalogue

import (
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// place is where a field of a request packet stands.
type place struct {
	path     string   // "MsgBody.*.MsgType"
	of       []string // short names of the callbacks, or the type of a message element
	Field    payloads.Field
	presence string
	sources  []string
}

// inElement leads to the fields of a message element.
const inElement = "MsgBody.*.MsgContent."

// FieldPlaces lists where fields stand, those of message elements included; callbacks that agree share an entry.
func FieldPlaces() []place {
	var list []place
	add := func(p place) {
		same := func(q place) bool {
			return q.path == p.path && q.presence == p.presence && q.Field.Doc == p.Field.Doc && q.Field.Type.String() == p.Field.Type.String()
		}
		if i := slices.IndexFunc(list, same); i >= 0 {
			list[i].of, list[i].sources = append(list[i].of, p.of...), append(list[i].sources, p.sources...)
		} else {
			list = append(list, p)
		}
	}
	for _, c := range payloads.All() {
		walkFields(c.Request, "", func(path string, f payloads.Field) {
			add(place{path, []string{c.Short}, f, presenceOf(f), []string{f.Source}})
		})
	}
	for _, e := range payloads.Elements() {
		walkFields(e.Content, inElement, func(path string, f payloads.Field) {
			add(place{path, []string{e.Type}, f, presenceOf(f), []string{f.Source}})
		})
	}
	return list
}

func walkFields(fields []payloads.Field, prefix string, visit func(string, payloads.Field)) {
	for _, f := range fields {
		visit(prefix+f.Name, f)
		inner, below := f.Type, prefix+f.Name+"."
		if inner.Items != nil {
			inner, below = *inner.Items, below+"*."
		}
		walkFields(inner.Fields, below, visit)
		if inner.Cases != nil {
			walkFields(elementFields(inner.Cases()), below, visit)
		}
	}
}

// elementFields are the two members that every message element has.
func elementFields(elements []payloads.Element) []payloads.Field {
	var types []string
	for _, e := range elements {
		types = append(types, e.Type)
	}
	return []payloads.Field{
		{
			Name: "MsgType", Type: payloads.Type{Kind: jsontree.KindString, Enum: types}, Source: elements[0].Source,
			Doc: "type of the message element, which decides what MsgContent holds",
		},
		{
			Name: "MsgContent", Type: payloads.Type{Kind: jsontree.KindObject}, Source: elements[0].Source,
			Doc: "what the message element holds; timhook explain with a type, such as " + types[0] + ", shows it",
		},
	}
}

func presenceOf(f payloads.Field) string {
	if f.When == "" {
		return f.Presence.String()
	}
	return f.Presence.String() + ": " + f.When
}

// fieldsNamed takes a name or a whole path, of which an index may stand for *.
func fieldsNamed(name string) []place {
	path := name
	if steps, err := jsontree.ParsePath(name); err == nil {
		for i, step := range steps {
			if strings.Trim(step, "0123456789") == "" {
				steps[i] = "*"
			}
		}
		path = steps.String()
	}
	return slices.DeleteFunc(FieldPlaces(), func(p place) bool { return p.path != path && p.Field.Name != name })
}

func (x Explanation) explainFields(name string, places []place) {
	fmt.Fprintf(x.W, "%s: field of request packets\n", x.Palette.Strong(name))
	for _, p := range places {
		fmt.Fprintln(x.W)
		x.paragraph("Path", p.path)
		x.paragraph("In", strings.Join(p.of, ", "))
		x.paragraph("Type", p.Field.Type.String())
		x.paragraph("Presence", p.presence)
		x.paragraph("Meaning", p.Field.Doc)
		x.paragraph("Source", strings.Join(slices.Compact(p.sources), "; "))
	}
	if p := places[0]; !strings.HasPrefix(p.path, inElement) {
		fmt.Fprintf(x.W, "\nChange it: timhook send %s --set '%s=VALUE' -u URL\n", p.of[0], p.path)
	}
}
