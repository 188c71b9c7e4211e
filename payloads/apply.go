package payloads

import (
	"errors"
	"fmt"
	"slices"

	"github.com/timhook/timhook/payloads/jsontree"
)

// override makes the user's changes to a declared field.
func (g *Gen) override(v Value, f *Field) (Value, error) {
	if len(g.params.Overrides) == 0 {
		return v, nil
	}
	holder, err := g.overrideAll(Obj(f.Name, v), func(o Override) bool { return o.Path[0] == f.Name })
	return holder.Get(f.Name), err
}

// overrideAll makes the user's changes to a whole packet. take picks among them; nil takes all.
func (g *Gen) overrideAll(tree Value, take func(Override) bool) (Value, error) {
	for _, o := range g.params.Overrides {
		if take != nil && !take(o) {
			continue
		}
		var err error
		if tree, err = g.apply(tree, o); err != nil {
			return Value{}, err
		}
	}
	return tree, nil
}

// apply makes one change. A path that this packet does not have is noted in g.missed.
func (g *Gen) apply(tree Value, o Override) (Value, error) {
	declared := g.command.typeAt(o.Path, tree)
	if o.declared && declared == nil {
		g.missed = append(g.missed, o)
		return tree, nil
	}
	changed, err := o.on(tree, declared)
	if _, missing := errors.AsType[*jsontree.PathError](err); missing {
		g.missed = append(g.missed, o)
		return tree, nil
	}
	if err != nil {
		return tree, fmt.Errorf("%s: %w", o.Text, err)
	}
	return changed, nil
}

func (o Override) on(tree Value, declared *Type) (Value, error) {
	edit := o.edit
	if edit == nil {
		edit = func(old Value) (Value, error) { return o.replacing(old, declared) }
	}
	switch o.op {
	case opRemove:
		return tree.Remove(o.Path)
	case opAdd:
		return tree.Put(o.Path, edit)
	}
	return tree.Replace(o.Path, edit)
}

// replacing reads a text as the type of the old value, so that MsgSeq=7 stays a number. Where there is no old value,
// or a variant left the documentation for a type that the text does not fit, it takes the declared type. A text for a
// place that no page has becomes a string.
func (o Override) replacing(old Value, declared *Type) (Value, error) {
	if o.json {
		return jsontree.Parse([]byte(o.value))
	}
	if v, fits := o.as(old.Kind()); fits {
		return v, nil
	}
	want, why := old.Kind(), "as it is there"
	if declared != nil {
		if v, fits := o.as(declared.Kind); fits {
			return v, nil
		}
		if want != declared.Kind {
			want, why = declared.Kind, "as the documentation has it"
		}
	}
	if want == jsontree.KindAbsent || want == jsontree.KindNull {
		return jsontree.String(o.value), nil
	}
	return Value{}, fmt.Errorf("got %q, want %s %s; to change the type write %s:='%s'",
		o.value, want, why, o.Path, jsontree.String(o.value).JSON())
}

// as reads the text as a value of the kind.
func (o Override) as(kind jsontree.Kind) (Value, bool) {
	switch kind {
	case jsontree.KindString, jsontree.KindRaw:
		return jsontree.String(o.value), true
	case jsontree.KindAbsent, jsontree.KindNull:
		return Value{}, false
	}
	v, err := jsontree.Parse([]byte(o.value))
	return v, err == nil && v.Kind() == kind
}

// typeAt is the documented type of a place in the packet, nil where no page has the place.
func (c *Command) typeAt(p jsontree.Path, packet Value) *Type {
	t := &Type{Kind: jsontree.KindObject, Fields: c.Request}
	for i, step := range p {
		if t = t.below(step, packet.At(p[:i])); t == nil {
			return nil
		}
	}
	return t
}

// below is the type of one part of v. The type of MsgContent depends on the MsgType beside it, hence v.
func (t *Type) below(step string, v Value) *Type {
	fields := t.Fields
	switch {
	case t.Kind == jsontree.KindArray:
		return t.Items
	case t.Cases != nil:
		fields = t.elementFields(v)
	}
	if i := indexOf(fields, step); i >= 0 {
		return &fields[i].Type
	}
	return nil
}

// elementFields are the two members of an entry of MsgBody. Its MsgType decides what its MsgContent holds; of an
// unknown type, MsgContent may be any object.
func (t *Type) elementFields(entry Value) []Field {
	cases := t.Cases()
	known := make([]string, len(cases))
	content := Type{Kind: jsontree.KindObject, Open: true}
	for i, e := range cases {
		known[i] = e.Type
		if e.Type == entry.Get("MsgType").Text() {
			content = Object(e.Content...)
			content.AnyOf = e.AnyOf
		}
	}
	return []Field{
		{Name: "MsgType", Type: OneOf(known...), Source: formats},
		{Name: "MsgContent", Type: content, Source: formats},
	}
}

// Overridden is the text that the user puts in place of a whole field, for fields that have to fit it: a TopicId makes
// the group a community.
func (g *Gen) Overridden(name string) string {
	for _, o := range slices.Backward(g.params.Overrides) {
		if len(o.Path) != 1 || o.Path[0] != name || o.op == opRemove || o.edit != nil {
			continue
		}
		if !o.json {
			return o.value
		}
		if v, _ := jsontree.Parse([]byte(o.value)); v.Kind() == jsontree.KindString {
			return v.Text()
		}
		return ""
	}
	return ""
}
