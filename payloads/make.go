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
		return jsontree.String(g.Account(at))
	}
	return g.ofType(&f.Type, at)
}

// leavesOut draws whether a packet goes without a field whose Make does not decide that.
func (g *Gen) leavesOut(f *Field) bool {
	d := g.Draw(f.Name + " is sent")
	switch {
	case f.Make != nil, f.Presence == Always, f.Presence == SampleOnly:
		return false
	}
	return f.Presence == Wild || !g.Sends(&d, 50)
}

// ofType is a value of a type: the first of its known texts and one entry in the ordinary packet, all that there may be
// in the largest.
func (g *Gen) ofType(t *Type, at string) Value {
	d := g.Draw(at)
	switch t.Kind {
	case jsontree.KindString:
		return jsontree.String(g.word(t, &d))
	case jsontree.KindNumber:
		highest := t.Max
		if highest == 0 {
			highest = t.Min + 1000
		}
		return jsontree.Int(d.Between(t.Min, highest))
	case jsontree.KindBool:
		return jsontree.Bool(d.Chance(50))
	case jsontree.KindArray:
		list := make([]Value, max(t.MinItems, g.HowMany(&d, t.largest(), 40, t.largest())))
		for i := range list {
			list[i] = g.ofType(t.Items, at+"."+itoa(int64(i)))
		}
		return jsontree.Array(list...)
	}
	members := make([]jsontree.Member, 0, len(t.Fields))
	for i := range t.Fields {
		f := &t.Fields[i]
		if f.Presence == Always || g.Sends(&d, 50) {
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

func (g *Gen) word(t *Type, d *Draw) string {
	switch {
	case t.Const != "":
		return t.Const
	case t.Enum != nil && g.scope == Domain:
		return d.Pick(t.Enum)
	case t.Enum != nil:
		return t.Enum[0]
	}
	longest := 12
	if t.MaxBytes > 0 {
		longest = min(longest, t.MaxBytes-len(t.Prefix))
	}
	word := d.Pick([]string{"alpha", "bravo", "cedar", "delta", "ember", "falcon"}) + d.Digits(7)
	return t.Prefix + word[:max(t.MinBytes-len(t.Prefix), min(longest, len(word)))]
}
