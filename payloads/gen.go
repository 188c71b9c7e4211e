package payloads

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Gen builds one packet. The Make of a [Field] or [Change] asks it for other fields, and gets them as they are in the
// packet. So a field follows another one that was overridden, wherever the two are in the packet: MsgId ends in Random.
type Gen struct {
	command *Command
	params  *Params
	series  uint64 // seed of all packets of a variant, whatever their number
	seed    uint64 // seed of this packet: its group, people and message
	scope   Scope
	sample  bool     // the page's sample is the packet, instead of generated fields
	changes []Change // of variant and step
	made    []slot   // the fields of the command, as far as they were asked for
	missed  []Override
}

type slot struct {
	state int8 // 0: not asked for, 1: being made, 2: made
	value Value
	err   error
}

// As builds for another callback about the same event: the same group, people and message. A recall variant takes from
// As("send") the MsgId of the message that it recalls.
func (g *Gen) As(short string) *Gen {
	i := slices.IndexFunc(g.command.all, func(c *Command) bool { return c.Short == short })
	if i < 0 {
		panic("payloads: a variant of " + g.command.Name + " switches to an unknown command " + short)
	}
	return &Gen{command: g.command.all[i], params: g.params, series: g.series, seed: g.seed, scope: g.scope}
}

// Value is a field as it is in the packet, overrides included. It is absent when the packet does not have the field.
func (g *Gen) Value(name string) Value {
	i := indexOf(g.command.Request, name)
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

// Draw is the stream of choices for a purpose, for instance the name of a field. The same purpose is the same stream.
func (g *Gen) Draw(purpose string) Draw { return newDraw(g.seed, purpose) }

// Scope is how much of what a callback may carry is wanted.
func (g *Gen) Scope() Scope { return g.scope }

// Now is when the event happens.
func (g *Gen) Now() time.Time { return g.params.Now }

// SDKAppID is the application's, as the query has it.
func (g *Gen) SDKAppID() int64 {
	const preset = 1400000000
	return int64(cmp.Or(g.params.SDKAppID, preset))
}

// Lang is the language of texts.
func (g *Gen) Lang() Lang { return g.params.Lang }

// Sentence is a message to a group.
func (g *Gen) Sentence(d *Draw) string { return sentence(d, g.params.Lang) }

// Sends draws whether the packet has something that is not always sent: the smallest has nothing of it, the largest
// has all.
func (g *Gen) Sends(d *Draw, percent int) bool {
	return g.scope == Maximal || g.scope == Domain && d.Chance(percent)
}

// NextSeq counts up with the packet's number from a start that all packets of the variant share. So 1,000 packets sent
// into one group have the sequence numbers of a group's messages.
func (g *Gen) NextSeq(each int64) int64 {
	d := newDraw(g.series, "MsgSeq")
	return d.Between(40, 90_000) + each*int64(g.params.Number%1_000_000)
}

// packet is the whole tree: the declared fields in the page's order, then the others.
func (g *Gen) packet() (Value, error) {
	if g.sample {
		tree, err := jsontree.Parse([]byte(g.command.Sample))
		if err != nil {
			return Value{}, err
		}
		if at, has := g.command.first("application"); has { // a right backend refuses what is of another one
			if tree, err = tree.Add(path(at), g.Value(at)); err != nil {
				return Value{}, err
			}
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

// make builds a declared field. A change of the whole field replaces its own Make; changes inside it come after that,
// and the user's overrides last.
func (g *Gen) make(f *Field) (Value, error) {
	makes := func(g *Gen) Value { return g.valueOf(f, f.Name) }
	if g.leavesOut(f) {
		makes = absent
	}
	for i := range g.changes {
		if g.changes[i].Path == f.Name {
			makes = g.changes[i].Make // the last one counts
		}
	}
	v, err := g.changeInside(makes(g), f.Name)
	if err != nil {
		return Value{}, err
	}
	return g.override(v, f)
}

// changeInside makes the changes below a field, for instance of MsgBody.0.MsgContent.Zzz to MsgBody.
func (g *Gen) changeInside(v Value, name string) (Value, error) {
	for _, c := range g.changes {
		first, rest, inside := strings.Cut(c.Path, ".")
		if !inside || first != name {
			continue
		}
		var err error
		if v, err = g.put(v, rest, c); err != nil {
			return Value{}, err
		}
	}
	return v, nil
}

// put makes a change of v; at is the change's path from v on.
func (g *Gen) put(v Value, at string, c Change) (Value, error) {
	path, err := jsontree.ParsePath(at)
	if err != nil {
		return Value{}, err
	}
	switch x := c.Make(g); {
	case !x.IsAbsent():
		return v.Add(path, x)
	case c.Beside: // this packet has none to add
		return v, nil
	}
	return v.Remove(path)
}

// undeclared adds the fields that variant or user put beside the declared ones.
func (g *Gen) undeclared(tree Value) (Value, error) {
	for _, c := range g.changes {
		if first, _, _ := strings.Cut(c.Path, "."); g.command.Field(first) != nil {
			continue
		}
		var err error
		if tree, err = g.put(tree, c.Path, c); err != nil {
			return Value{}, err
		}
	}
	return g.overrideAll(tree, func(o Override) bool { return g.command.Field(o.Path[0]) == nil })
}
