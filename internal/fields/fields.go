// Package fields finds the fields of request packets by what they are, and not by their names.
package fields

import (
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// Declared are the fields of callbacks. It is not changed once it is made, so that several goroutines may use it.
type Declared struct {
	of  map[string]*list // by the name of the callback
	any list             // of all callbacks
}

// list are fields with each path once.
type list struct {
	fields []field
	within map[string][]int // by the member of the packet that the field is, or is in
	paths  map[string]bool
	names  map[string]bool
}

// field is a declared one at its place.
type field struct {
	path  string
	steps []string // "*" for the entries of an array
	kind  payloads.Kind
}

func (f *field) name() string { return f.steps[len(f.steps)-1] }

// Of are the fields of these callbacks.
func Of(commands []*payloads.Command) *Declared {
	d := &Declared{of: make(map[string]*list, len(commands)), any: newList()}
	for _, c := range commands {
		own := newList()
		c.Walk(func(at string, f *payloads.Field) {
			declared := field{at, strings.Split(at, "."), f.Kind}
			own.add(declared)
			d.any.add(declared)
		})
		d.of[c.Name] = &own
	}
	return d
}

func newList() list {
	return list{within: map[string][]int{}, paths: map[string]bool{}, names: map[string]bool{}}
}

func (l *list) add(f field) {
	if !l.paths[f.path] {
		l.paths[f.path], l.names[f.name()] = true, true
		l.within[f.steps[0]] = append(l.within[f.steps[0]], len(l.fields))
		l.fields = append(l.fields, f)
	}
}

// Found is a field that a packet has.
type Found struct {
	Path  jsontree.Path
	Kind  payloads.Kind
	Value jsontree.Value
}

// List are the fields of one packet, in the order of its callback's page.
type List struct {
	packet   jsontree.Value
	possible []*field // those whose member the packet has
}

// List finds the fields of a packet. What the callback does not declare anywhere, and all of a callback that nobody
// declared, is what other callbacks declare at the same path.
func (d *Declared) List(packet jsontree.Value, command string) List {
	own, members := d.of[command], packet.Members()
	if own == nil {
		return List{packet, d.any.possible(nil, members, nil)}
	}
	return List{packet, d.any.possible(own.possible(nil, members, nil), members, own.names)}
}

// possible leaves out what cannot be in the packet: it has some ten members, and all callbacks have hundreds.
func (l *list) possible(before []*field, members []jsontree.Member, but map[string]bool) []*field {
	var at []int
	for i := range members {
		at = append(at, l.within[members[i].Name]...)
	}
	slices.Sort(at)
	for _, i := range slices.Compact(at) {
		if f := &l.fields[i]; !but[f.name()] {
			before = append(before, f)
		}
	}
	return before
}

// Of are the fields of a kind. A member that is there twice is found twice.
func (l List) Of(is func(payloads.Kind) bool) []Found {
	var found []Found
	for _, f := range l.possible {
		if is(f.kind) {
			visit(l.packet, nil, f.steps, func(at jsontree.Path, v jsontree.Value) {
				found = append(found, Found{at, f.kind, v})
			})
		}
	}
	return found
}

// First is the first of the fields of a kind; its Value is absent where the packet has none. Of a member that is there
// twice it is the last, which most readers take.
func (l List) First(is func(payloads.Kind) bool) (first Found) {
	for i, f := range l.Of(is) {
		if i > 0 && !slices.Equal(f.Path, first.Path) {
			break
		}
		first = f
	}
	return first
}

// In finds the fields of a packet that are of a kind.
func (d *Declared) In(packet jsontree.Value, command string, is func(payloads.Kind) bool) []Found {
	return d.List(packet, command).Of(is)
}

// First is the first of the fields of a packet that are of a kind.
func (d *Declared) First(packet jsontree.Value, command string, is func(payloads.Kind) bool) Found {
	return d.List(packet, command).First(is)
}

// Has tells of kinds with one of the roles.
func Has(roles payloads.Role) func(payloads.Kind) bool {
	return func(k payloads.Kind) bool { return k.Role.Has(roles) }
}

// Named tells of the kinds with these names.
func Named(names ...string) func(payloads.Kind) bool {
	return func(k payloads.Kind) bool { return k.Name != "" && slices.Contains(names, k.Name) }
}

// CommandOf is the callback command that a packet names; empty where it names none. A batch has it in each of its
// entries and nowhere else (Push.OfflinePush, 1047/67552).
func CommandOf(packet jsontree.Value) string {
	const command = "CallbackCommand"
	name := packet.Get(command)
	if name.IsAbsent() {
		for _, m := range packet.Members() {
			if m.Value.Kind() == jsontree.KindArray && name.IsAbsent() {
				name = m.Value.Item(0).Get(command)
			}
		}
	}
	if name.Kind() == jsontree.KindString {
		return name.Text()
	}
	return ""
}

func visit(v jsontree.Value, at, rest jsontree.Path, found func(jsontree.Path, jsontree.Value)) {
	if len(rest) == 0 {
		found(slices.Clone(at), v)
		return
	}
	isArray := v.Kind() == jsontree.KindArray
	for i, m := range v.Members() {
		switch {
		case rest[0] == "*" && isArray:
			visit(m.Value, append(at, strconv.Itoa(i)), rest[1:], found)
		case rest[0] == m.Name && !isArray:
			visit(m.Value, append(at, m.Name), rest[1:], found)
		}
	}
}
