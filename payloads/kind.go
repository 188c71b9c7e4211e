package payloads

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Kind is what a field means, in whichever callback it stands. [EdgeCases] name kinds, and code that knows no field by
// its name asks for roles.
type Kind struct {
	Name string // kebab-case: "account"; empty for a field that is like no other
	Of   string // the kind of which this is a special one, whose edge cases it has too
	Role Role
}

// Role is what a field is to code that compares, shifts, shows or changes packets. A field may have several.
type Role uint16

// The roles.
const (
	IsActor        Role = 1 << iota // the account that caused the event
	IsConversation                  // the group, topic or account that the event happened to
	IsSequence                      // counts up within the conversation
	IsKey                           // with the conversation, tells the event from others of its callback
	IsSeconds                       // a time, in seconds since 1970-01-01 UTC
	IsMilliseconds                  // a time, in milliseconds since 1970-01-01 UTC
	IsUserText                      // what people wrote, which belongs in no log and in no answer
)

// Has reports whether the role is one of these.
func (r Role) Has(these Role) bool { return r&these != 0 }

// Where lists the paths of the packet's fields that have one of these roles, in the page's order: "MsgSeq", and
// "MsgSeqList.*.MsgSeq" for the entries of a list.
func (c *Command) Where(these Role) []string {
	var list []string
	c.Walk(func(at string, f *Field) {
		if f.Kind.Role.Has(these) {
			list = append(list, at)
		}
	})
	return list
}

// Walk visits the fields of the packet and those in them, parents first, message elements apart. "*" stands in a path
// for the entries of an array.
func (c *Command) Walk(visit func(at string, f *Field)) { walk("", c.Request, "*", visit) }

// walk is [Command.Walk] with another word for the entries of an array.
func walk(above string, fields []Field, entry string, visit func(at string, f *Field)) {
	for i := range fields {
		f := &fields[i]
		visit(above+f.Name, f)
		if t := &f.Type; t.Kind != jsontree.KindArray {
			walk(above+f.Name+".", t.Fields, entry, visit)
		} else {
			walk(above+f.Name+"."+entry+".", t.Items.Fields, entry, visit)
		}
	}
}

// EdgeCases are edge cases that callbacks share, under one heading of the catalogue.
type EdgeCases struct {
	Section string // the heading
	Kind    string // callbacks with a field of this kind have the cases; empty: all callbacks

	// Make makes them for a callback. at leads to its first field of the kind: "Info.To_Account".
	Make func(c *Command, at string) []Variant
}

func (c *Command) edgeCases() []Variant {
	list := make([]Variant, 0, 200)
	for _, e := range allEdgeCases() {
		at, has := c.first(e.Kind)
		if !has {
			continue
		}
		for _, v := range e.Make(c, at) {
			if v.Section = e.Section; v.fits(c) {
				list = append(list, v)
			}
		}
	}
	list = append(list, c.Own...)
	sections := Sections()
	place := func(v Variant) int { return slices.Index(sections, v.Section) }
	slices.SortStableFunc(list, func(a, b Variant) int { return place(a) - place(b) })
	return append(list, c.drift(list)...)
}

// FieldOf is the packet's own field of a kind, such as "topic-id", nil where it has none.
func (c *Command) FieldOf(kind string) *Field {
	i := slices.IndexFunc(c.Request, func(f Field) bool { return f.Kind.Name == kind })
	if i < 0 {
		return nil
	}
	return &c.Request[i]
}

// first is the path of the first field of a kind. The empty kind is every packet's.
func (c *Command) first(kind string) (at string, has bool) {
	if kind == "" {
		return "", true
	}
	walk("", c.Request, "0", func(here string, f *Field) {
		if !has && (f.Kind.Name == kind || f.Kind.Of == kind) {
			at, has = here, true
		}
	})
	return at, has
}

// fits reports whether the callback has each field that the variant changes, and does not do without the variant.
func (v *Variant) fits(c *Command) bool {
	lacks := func(change Change) bool {
		name, _, _ := strings.Cut(change.Path, ".")
		return !change.Beside && c.Field(name) == nil
	}
	if slices.Contains(c.Without, v.ID) || slices.ContainsFunc(v.Set, lacks) {
		return false
	}
	return !slices.ContainsFunc(v.Steps, func(s Step) bool {
		return s.Callback == "" && slices.ContainsFunc(s.Set, lacks)
	})
}
