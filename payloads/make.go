package payloads

import (
	"github.com/timhook/timhook/payloads/jsontree"
)

// valueOf is a field's value: that of its Make or, without one, a value of its type. at is its place in the packet,
// which seeds what is drawn.
func (g *Gen) valueOf(f *Field, at string) Value {
	if f.Make != nil {
		return f.Make(g)
	}
	now := g.params.Now
	switch role := f.Kind.Role; {
	case role.Has(IsMilliseconds):
		return jsontree.Int(now.UnixMilli())
	case role.Has(IsSeconds):
		return jsontree.Int(now.Unix())
	case role.Has(IsActor):
		return jsontree.String(g.account(at))
	}
	return g.ofType(&f.Type, at)
}

// ofType is a value of a type: the first of its known texts and one entry in the ordinary packet, all that there may be
// in the largest.
func (g *Gen) ofType(t *Type, at string) Value {
	d := g.draw(at)
	switch t.Kind {
	case jsontree.KindString:
		return jsontree.String(g.word(t, &d))
	case jsontree.KindNumber:
		highest := t.Max
		if highest == 0 {
			highest = t.Min + 1000
		}
		return jsontree.Int(d.between(t.Min, highest))
	case jsontree.KindBool:
		return jsontree.Bool(d.chance(50))
	case jsontree.KindArray:
		list := make([]Value, max(t.MinItems, g.howMany(&d, t.largest(), 40, t.largest())))
		for i := range list {
			list[i] = g.ofType(t.Items, at+"."+itoa(int64(i)))
		}
		return jsontree.Array(list...)
	}
	members := make([]jsontree.Member, 0, len(t.Fields))
	for i := range t.Fields {
		f := &t.Fields[i]
		if f.Presence == Always || g.scope == Maximal || g.scope == Domain && d.chance(50) {
			members = append(members, jsontree.M(f.Name, g.valueOf(f, at+"."+f.Name)))
		}
	}
	return jsontree.Object(members...)
}

// largest is how many entries the largest packet has.
func (t *Type) largest() int {
	const usual = 5
	if t.MaxItems == 0 {
		return usual
	}
	return min(t.MaxItems, 2*usual)
}

func (g *Gen) word(t *Type, d *draw) string {
	switch {
	case t.Const != "":
		return t.Const
	case t.Enum != nil && g.scope == Domain:
		return d.pick(t.Enum)
	case t.Enum != nil:
		return t.Enum[0]
	}
	longest := 12
	if t.MaxBytes > 0 {
		longest = min(longest, t.MaxBytes-len(t.Prefix))
	}
	word := d.pick([]string{"alpha", "bravo", "cedar", "delta", "ember", "falcon"}) + d.digits(7)
	return t.Prefix + word[:max(t.MinBytes-len(t.Prefix), min(longest, len(word)))]
}
