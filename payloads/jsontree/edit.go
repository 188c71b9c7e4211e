package jsontree

import (
	"fmt"
	"slices"
	"strconv"
)

// PathError says which step of a path found nothing.
type PathError struct {
	Path    Path
	Reached Path // the longest part that exists
}

func (e *PathError) Error() string {
	if len(e.Reached) == 0 {
		return fmt.Sprintf("there is no %s in this packet", e.Path)
	}
	return fmt.Sprintf("there is no %s in this packet (%s exists)", e.Path, e.Reached)
}

// Edit turns the value at a path into another; an absent result removes it.
type Edit func(old Value) (Value, error)

// Replace returns v with the value at the path changed by edit. The path must exist; with "*" at least one place must.
func (v Value) Replace(p Path, edit Edit) (Value, error) {
	changed, hits, err := v.replace(p, nil, edit)
	if err == nil && hits == 0 {
		err = &PathError{Path: p, Reached: v.reach(p)}
	}
	if err != nil {
		return v, err
	}
	return changed, nil
}

// Remove returns v without the value at the path, which must exist.
func (v Value) Remove(p Path) (Value, error) {
	return v.Replace(p, func(Value) (Value, error) { return Value{}, nil })
}

// Add returns v with x at the path. Its parent must exist. A member that exists is replaced;
// in an array, "-" or the length as the last step appends.
func (v Value) Add(p Path, x Value) (Value, error) {
	last := len(p) - 1
	if last < 0 {
		return x, nil
	}
	insert := func(parent Value) (Value, error) {
		i := parent.index(p[last])
		appends := p[last] == "-" || p[last] == strconv.Itoa(len(parent.list))
		switch {
		case i >= 0:
			parent.list = slices.Clone(parent.list)
			parent.list[i].Value = x
		case parent.kind == KindObject:
			parent.list = append(slices.Clip(parent.list), M(p[last], x))
		case parent.kind == KindArray && appends:
			parent.list = append(slices.Clip(parent.list), Member{Value: x})
		default:
			return parent, &PathError{Path: p, Reached: p[:last]}
		}
		return parent, nil
	}
	if last == 0 {
		return insert(v)
	}
	return v.Replace(p[:last], insert)
}

func (v Value) replace(rest, at Path, edit Edit) (Value, int, error) {
	if len(rest) == 0 {
		changed, err := edit(v)
		return changed, 1, err
	}
	list, hits := slices.Clone(v.list), 0
	for i := range list {
		if !v.takes(i, rest[0]) {
			continue
		}
		changed, n, err := list[i].Value.replace(rest[1:], at.Child(rest[0]), edit)
		if err != nil {
			return v, 0, err
		}
		list[i].Value = changed
		hits += n
	}
	v.list = slices.DeleteFunc(list, func(m Member) bool { return m.Value.kind == KindAbsent })
	return v, hits, nil
}

func (v Value) takes(i int, step string) bool {
	return step == "*" || v.index(step) == i
}

func (v Value) reach(p Path) Path {
	for n := len(p); n > 0; n-- {
		if v.At(p[:n]).kind != KindAbsent {
			return p[:n]
		}
	}
	return nil
}
