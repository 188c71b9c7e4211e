package catalogue

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

// place is one place of a field in the request packets.
type place struct {
	path     string   // "MsgBody.*.MsgType"
	of       []string // short names of the callbacks, or the type of a message element
	field    payloads.Field
	presence string
	sources  []string
}

// inElement leads to the fields of a message element.
const inElement = "MsgBody.*.MsgContent."

// places lists where fields stand, those of message elements included. Callbacks that agree on a field share a place.
func places() []place {
	var list []place
	add := func(of string) func(string, payloads.Field) {
		return func(path string, f payloads.Field) {
			p := place{path, []string{of}, f, presenceOf(f), []string{f.Source}}
			same := func(q place) bool {
				return q.path == p.path && q.presence == p.presence && q.field.Doc == f.Doc &&
					q.field.Type.String() == f.Type.String()
			}
			if i := slices.IndexFunc(list, same); i >= 0 {
				list[i].of, list[i].sources = append(list[i].of, of), append(list[i].sources, f.Source)
			} else {
				list = append(list, p)
			}
		}
	}
	for _, c := range chat.All() {
		walkFields(c.Request, "", add(c.Short))
	}
	for _, e := range payloads.Elements() {
		walkFields(e.Content, inElement, add(e.Type))
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

func (p place) facts() facts {
	return facts{
		{"Path", p.path},
		{"In", p.of},
		{"Type", p.field.Type},
		{"Presence", p.presence},
		{"Meaning", p.field.Doc},
		{"Source", strings.Join(slices.Compact(p.sources), "; ")},
	}
}

func fields() []Item {
	return items(places(), func(p place) Item { return fieldItem(p.field.Name, []place{p}) })
}

// fieldsNamed finds a field by its name, or by its path with * or an index for the items of an array.
func fieldsNamed(name string) []Item {
	path := name
	if steps, err := jsontree.ParsePath(name); err == nil {
		for i, step := range steps {
			if strings.Trim(step, "0123456789") == "" {
				steps[i] = "*"
			}
		}
		path = steps.String()
	}
	found := slices.DeleteFunc(places(), func(p place) bool { return p.path != path && p.field.Name != name })
	if len(found) == 0 {
		return nil
	}
	return []Item{fieldItem(name, found)}
}

// fieldItem is a field and all its places.
func fieldItem(name string, places []place) Item {
	first := places[0]
	return Item{
		names: []string{name},
		title: ": field of request packets",
		said:  first.facts(),
		more: func(p printer) {
			for _, other := range places[1:] {
				p.line("")
				p.facts(other.facts())
			}
			if !strings.HasPrefix(first.path, inElement) {
				p.line("\nChange it: timhook send %s --set '%s=VALUE' -u URL", first.of[0], first.path)
			}
		},
	}
}
