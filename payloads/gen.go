package payloads

import (
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Gen builds one packet. A field's Make asks it for the other fields that it derives from, so that
// an override of one is followed by all that depend on it, in whatever order they stand in the packet.
type Gen struct {
	command *Command
	params  *Params
	series  uint64 // of the variant's packets, whatever their number
	seed    uint64 // of this packet's world
	scope   Scope
	sample  bool // the documentation's sample takes the place of generated fields
	changes []Change
	made    []slot
	missed  []Override
}

type slot struct {
	state int8 // 0 not made, 1 being made, 2 made
	value Value
	err   error
}

// As builds for another command in the same world: the same group, people and message.
func (g *Gen) As(short string) *Gen {
	i := slices.IndexFunc(g.command.all, func(c *Command) bool { return c.Short == short })
	if i < 0 {
		panic("payloads: a variant of " + g.command.Name + " switches to an unknown command " + short)
	}
	return &Gen{command: g.command.all[i], params: g.params, series: g.series, seed: g.seed, scope: g.scope}
}

// Value is the field as it stands in the packet, overrides included; absent when the packet does not have it.
func (g *Gen) Value(name string) Value {
	i := slices.IndexFunc(g.command.Request, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Value{}
	}
	if g.made == nil {
		g.made = make([]slot, len(g.command.Request))
	}
	s := &g.made[i]
	switch s.state {
	case 1:
		panic("payloads: " + g.command.Name + ": " + name + " derives from itself")
	case 0:
		s.state = 1
		s.value, s.err = g.make(&g.command.Request[i])
		s.state = 2
	}
	return s.value
}

// Text is the text of a string field.
func (g *Gen) Text(name string) string { return g.Value(name).Text() }

// Int is an integer field, also when it is spelt as a string; 0 when it is neither.
func (g *Gen) Int(name string) int64 {
	n, err := strconv.ParseInt(g.Value(name).Text(), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func (g *Gen) draw(purpose string) draw { return newDraw(g.seed, purpose) }

// nextSeq counts up from a number of the series' own, so that many packets into one group are as a group's messages are.
func (g *Gen) nextSeq(each int64) int64 {
	d := newDraw(g.series, "MsgSeq")
	return d.between(40, 90_000) + each*int64(g.params.Number%1_000_000)
}

func (g *Gen) packet() (Value, error) {
	if g.sample {
		tree, err := jsontree.Parse([]byte(g.command.Sample))
		if err != nil {
			return Value{}, err
		}
		return g.overrideAll(tree, nil)
	}
	members := make([]jsontree.Member, 0, len(g.command.Request)+1)
	for i := range g.command.Request {
		name := g.command.Request[i].Name
		v := g.Value(name)
		if err := g.made[i].err; err != nil {
			return Value{}, err
		}
		if !v.IsAbsent() {
			members = append(members, jsontree.M(name, v))
		}
	}
	return g.undeclared(jsontree.Object(members...))
}

// make builds a declared field: what the variant puts in its place or the field's own Make, then the changes inside it.
func (g *Gen) make(f *Field) (Value, error) {
	var v Value
	if whole := g.changeOf(f.Name); whole != nil {
		v = whole.Make(g)
	} else {
		v = f.Make(g)
	}
	v, err := g.changeInside(v, f.Name)
	if err != nil {
		return Value{}, err
	}
	return g.override(v, f)
}

func (g *Gen) changeOf(name string) *Change {
	for i := len(g.changes) - 1; i >= 0; i-- {
		if g.changes[i].Path == name {
			return &g.changes[i]
		}
	}
	return nil
}

func (g *Gen) changeInside(v Value, name string) (Value, error) {
	for _, c := range g.changes {
		first, rest, inside := strings.Cut(c.Path, ".")
		if !inside || first != name {
			continue
		}
		path, err := jsontree.ParsePath(rest)
		if err != nil {
			return Value{}, err
		}
		if v, err = put(v, path, c.Make(g)); err != nil {
			return Value{}, err
		}
	}
	return v, nil
}

func put(v Value, path jsontree.Path, x Value) (Value, error) {
	if x.IsAbsent() {
		return v.Remove(path)
	}
	return v.Add(path, x)
}

// undeclared adds what the variant and the user put beside the declared fields.
func (g *Gen) undeclared(tree Value) (Value, error) {
	for _, c := range g.changes {
		path, err := jsontree.ParsePath(c.Path)
		if err != nil {
			return Value{}, err
		}
		if g.command.Field(path[0]) != nil {
			continue
		}
		if tree, err = put(tree, path, c.Make(g)); err != nil {
			return Value{}, err
		}
	}
	return g.overrideAll(tree, func(o Override) bool { return g.command.Field(o.Path[0]) == nil })
}
