package payloads

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Override is one change that a user asks for. It applies to every packet that has its path.
type Override struct {
	Path  jsontree.Path
	Text  string // how the user wrote it, for messages
	op    operation
	value string // JSON when literal, otherwise a text that takes the type of what it replaces
	json  bool
	edit  jsontree.Edit // instead of a value
	// declared restricts an added field to the commands whose page has it.
	declared bool
}

type operation uint8

const (
	opSet operation = iota
	opAdd
	opRemove
)

// ParseSet reads "PATH=VALUE", which keeps the type of what it replaces, or "PATH:=JSON", which does not.
func ParseSet(s string) (Override, error) { return parseAssignment(opSet, s) }

// ParseAdd reads "PATH=VALUE" or "PATH:=JSON" for something that the packet does not have yet.
// A text added to a field of the documentation takes the field's type; elsewhere it is a string.
func ParseAdd(s string) (Override, error) { return parseAssignment(opAdd, s) }

// ParseRemove reads a path.
func ParseRemove(s string) (Override, error) {
	path, err := jsontree.ParsePath(s)
	return Override{Path: path, Text: "--remove " + s, op: opRemove}, err
}

func parseAssignment(op operation, s string) (Override, error) {
	name, value, found := strings.Cut(s, "=")
	if !found {
		return Override{}, fmt.Errorf("%q has no =; want PATH=VALUE or PATH:=JSON", s)
	}
	name, literal := strings.CutSuffix(name, ":")
	path, err := jsontree.ParsePath(name)
	if err != nil {
		return Override{}, err
	}
	o := Override{Path: path, Text: [...]string{"--set ", "--add "}[op] + name, op: op, value: value, json: literal}
	if literal {
		if _, err := jsontree.Parse([]byte(value)); err != nil {
			return Override{}, fmt.Errorf("%s: the value is not JSON: %w", name, err)
		}
	}
	return o, nil
}

// override applies the user's changes to a declared field.
func (g *Gen) override(v Value, f *Field) (Value, error) {
	for _, o := range g.params.Overrides {
		if o.Path[0] != f.Name {
			continue
		}
		holder, err := g.apply(jsontree.Object(jsontree.M(f.Name, v)), o, &f.Type)
		if err != nil {
			return Value{}, err
		}
		v = holder.Get(f.Name)
	}
	return v, nil
}

// overrideAll applies the user's changes to a whole packet; take, when given, chooses among them.
func (g *Gen) overrideAll(tree Value, take func(Override) bool) (Value, error) {
	for _, o := range g.params.Overrides {
		if take != nil && !take(o) {
			continue
		}
		var declared *Type
		if f := g.command.Field(o.Path[0]); f != nil {
			declared = &f.Type
		}
		var err error
		if tree, err = g.apply(tree, o, declared); err != nil {
			return Value{}, err
		}
	}
	return tree, nil
}

// apply changes tree as o says; a path that this packet does not have is noted in g.missed.
func (g *Gen) apply(tree Value, o Override, declared *Type) (Value, error) {
	if o.declared && declared == nil {
		g.missed = append(g.missed, o)
		return tree, nil
	}
	changed, err := o.on(tree, declared)
	var missing *jsontree.PathError
	if errors.As(err, &missing) {
		g.missed = append(g.missed, o)
		return tree, nil
	}
	if err != nil {
		return tree, fmt.Errorf("%s: %w", o.Text, err)
	}
	return changed, nil
}

func (o Override) on(tree Value, declared *Type) (Value, error) {
	switch {
	case o.op == opRemove:
		return tree.Remove(o.Path)
	case o.op == opSet:
		edit := o.edit
		if edit == nil {
			edit = o.replacing
		}
		return tree.Replace(o.Path, edit)
	}
	if old := tree.At(o.Path); !old.IsAbsent() {
		return tree.Replace(o.Path, o.replacing)
	}
	like := jsontree.String("")
	if declared != nil && len(o.Path) == 1 {
		like = declared.example()
	}
	x, err := o.replacing(like)
	if err != nil {
		return tree, err
	}
	return tree.Add(o.Path, x)
}

// replacing keeps the type of old, so that MsgSeq=7 stays a number.
func (o Override) replacing(old Value) (Value, error) {
	if o.json {
		return jsontree.Parse([]byte(o.value))
	}
	if old.Kind() == jsontree.KindString || old.Kind() == jsontree.KindRaw {
		return jsontree.String(o.value), nil
	}
	v, err := jsontree.Parse([]byte(o.value))
	if err != nil || (v.Kind() != old.Kind() && old.Kind() != jsontree.KindNull) {
		quoted := jsontree.String(o.value).JSON()
		return Value{}, fmt.Errorf("got %q, want %s as it is there; to change the type write %s:='%s'", o.value, old.Kind(), o.Path, quoted)
	}
	return v, nil
}

func (t Type) example() Value {
	switch t.Kind {
	case jsontree.KindNumber:
		return jsontree.Int(0)
	case jsontree.KindArray:
		return jsontree.Array()
	case jsontree.KindObject:
		return jsontree.Object()
	}
	return jsontree.String("")
}

// overridden is the text that a user puts in place of a whole field, for fields that have to fit it.
func (g *Gen) overridden(name string) string {
	for _, o := range slices.Backward(g.params.Overrides) {
		if len(o.Path) == 1 && o.Path[0] == name && o.op != opRemove && o.edit == nil {
			if o.json {
				v, _ := jsontree.Parse([]byte(o.value))
				return v.Text()
			}
			return o.value
		}
	}
	return ""
}
