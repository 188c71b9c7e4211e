package payloads

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

const driftSection = "Field types"

// drift are the edge cases that follow from the types of fields alone: a field that is missing, null, of another type
// or out of bounds. A field has them that no other case of the callback takes away from its documentation.
func (c *Command) drift(stated []Variant) []Variant {
	var list []Variant
	for i := range c.Request {
		f := &c.Request[i]
		if f.Name == "CallbackCommand" || hasEdgeCases(f.Kind) || departs(stated, f.Name) {
			continue
		}
		for _, d := range driftOf(f) {
			d.Section, d.Source, d.Level, d.Expect = driftSection, "follows from the type; inferred", May, ExpectSurvive
			list = append(list, d)
		}
	}
	return list
}

func hasEdgeCases(k Kind) bool {
	return k.Name != "" && slices.ContainsFunc(allEdgeCases(), func(e EdgeCases) bool { return e.Kind == k.Name })
}

// departs reports whether a variant departs at the field. What puts others in its place is another form of the packet
// and not about the field.
func departs(stated []Variant, field string) bool {
	return slices.ContainsFunc(stated, func(v Variant) bool {
		return slices.Contains(v.OffSpec, "/"+field) &&
			!slices.ContainsFunc(v.Set, func(c Change) bool { return c.Beside })
	})
}

// driftOf are the cases of one field. Their ids end in its name: "field-null-msgkey".
func driftOf(f *Field) []Variant {
	var list []Variant
	add := func(what, doc string, departs bool, change Change) {
		v := Variant{ID: "field-" + what + "-" + idOf(f.Name), Doc: doc, Set: []Change{change}}
		if departs {
			v.OffSpec = []string{"/" + f.Name}
		}
		list = append(list, v)
	}
	if f.Presence == Always {
		add("absent", "no "+f.Name, true, Remove(f.Name))
	}
	add("null", f.Name+" null", true, Set(f.Name, jsontree.Null()))
	other, name := otherType(f.Type.Kind)
	add("type", f.Name+" as "+name, true, Set(f.Name, other))
	t := &f.Type
	switch t.Kind {
	case jsontree.KindNumber:
		add("low", f.Name+" "+itoa(t.Min-1)+", below its bound", true, Set(f.Name, t.Min-1))
		if t.Max > 0 {
			add("high", f.Name+" "+itoa(t.Max+1)+", above its bound", true, Set(f.Name, t.Max+1))
		}
	case jsontree.KindString:
		if len(t.Enum) > 0 {
			add("unlisted", f.Name+" that no page lists", true, Set(f.Name, "Unlisted"))
		}
		if t.MaxBytes > 0 {
			long := t.Prefix + strings.Repeat("x", t.MaxBytes+1-len(t.Prefix))
			add("long", f.Name+" of "+itoa(int64(len(long)))+" bytes, one too many", true, Set(f.Name, long))
		}
	case jsontree.KindArray:
		add("empty", "an empty "+f.Name, t.MinItems > 0, Set(f.Name, Arr()))
		if n := t.MaxItems + 1; n > 1 {
			add("long", f.Name+" of "+itoa(int64(n))+" entries, one too many", true, repeated(f, n))
		}
	}
	return list
}

// otherType is a value of another type, and its name.
func otherType(kind jsontree.Kind) (other any, name string) {
	switch kind {
	case jsontree.KindString:
		return 7, "a number"
	case jsontree.KindArray:
		return Obj(), "an object"
	case jsontree.KindObject:
		return Arr(), "a list"
	}
	return "seven", "a word"
}

// repeated is a list of so many entries that are all like its first.
func repeated(f *Field, n int) Change {
	return From(f.Name, func(g *Gen) Value {
		return jsontree.Array(slices.Repeat([]Value{g.valueOf(f, f.Name).Item(0)}, n)...)
	})
}

// idOf is a field's name as a part of an id: "from-account".
func idOf(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "-")) }
