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
	of  map[string][]field // by the name of the callback
	any []field            // of all callbacks, each path once
}

// field is a declared one at its place.
type field struct {
	path  string
	steps []string // "*" for the entries of an array
	kind  payloads.Kind
}

// Of are the fields of these callbacks.
func Of(commands []*payloads.Command) *Declared {
	d := &Declared{of: map[string][]field{}}
	for _, c := range commands {
		var own []field
		c.Walk(func(at string, f *payloads.Field) {
			own = append(own, field{at, strings.Split(at, "."), f.Kind})
		})
		d.of[c.Name], d.any = own, withOthers(d.any, own)
	}
	for name, own := range d.of {
		d.of[name] = withOthers(own, d.any)
	}
	return d
}

// withOthers is a list, and after it those of others whose paths it lacks.
func withOthers(list, others []field) []field {
	for _, f := range others {
		if !slices.ContainsFunc(list, func(own field) bool { return own.path == f.path }) {
			list = append(list, f)
		}
	}
	return list
}

// Found is a field that a packet has.
type Found struct {
	Path  jsontree.Path
	Kind  payloads.Kind
	Value jsontree.Value
}

// In finds the fields of a packet that are of a kind, in the order of the callback's page. What the callback does not
// declare, and all of a callback that nobody declared, is what other callbacks declare at the same path. A member that
// is there twice is found twice.
func (d *Declared) In(packet jsontree.Value, command string, is func(payloads.Kind) bool) []Found {
	list, known := d.of[command]
	if !known {
		list = d.any
	}
	var found []Found
	for i := range list {
		if f := &list[i]; is(f.kind) {
			visit(packet, nil, f.steps, func(at jsontree.Path, v jsontree.Value) {
				found = append(found, Found{at, f.kind, v})
			})
		}
	}
	return found
}

// First is the first of the fields that [Declared.In] finds; its Value is absent where the packet has none. Of a member
// that is there twice it is the last, which most readers take.
func (d *Declared) First(packet jsontree.Value, command string, is func(payloads.Kind) bool) (first Found) {
	for i, f := range d.In(packet, command, is) {
		if i > 0 && !slices.Equal(f.Path, first.Path) {
			break
		}
		first = f
	}
	return first
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
