package jsontree

import (
	"fmt"
	"slices"
	"strconv"
)

// PathError reports a path that leads to nothing.
type PathError struct {
	Path    Path
	Reached Path // the longest beginning of it that exists
}

func (e *PathError) Error() string {
	if len(e.Reached) == 0 {
		return fmt.Sprintf("there is no %s in this packet", e.Path)
	}
	return fmt.Sprintf("there is no %s in this packet (%s exists)", e.Path, e.Reached)
}

// Edit makes a new value of an old one. An absent result removes the old one.
type Edit func(old Value) (Value, error)

// Replace is v with the value at the path changed by edit. With "*" in the path, each value that it leads to is
// changed. A path that leads to nothing is a [*PathError]; an error of edit is returned as it is. Either way v is
// returned.
func (v Value) Replace(p Path, edit Edit) (Value, error) {
	changed, hits, err := v.replace(p, edit)
	if err == nil && hits == 0 {
		err = &PathError{Path: p, Reached: v.reach(p)}
	}
	if err != nil {
		return v, err
	}
	return changed, nil
}

// Remove is v without the value at the path. The error is that of [Value.Replace].
func (v Value) Remove(p Path) (Value, error) {
	return v.Replace(p, func(Value) (Value, error) { return Value{}, nil })
}

// Add is v with x at the path, as an addition of JSON Patch (RFC 6902, 4.1), but that an item which exists is
// replaced. The last step may be new: a member's name, or "-" or the length of an array, which append. The rest of
// the path has to exist, otherwise the error is a [*PathError].
func (v Value) Add(p Path, x Value) (Value, error) {
	return v.Put(p, func(Value) (Value, error) { return x, nil })
}

// Put is [Value.Add] of what edit makes of the value at the path, the absent value where the path is new.
func (v Value) Put(p Path, edit Edit) (Value, error) {
	last := len(p) - 1
	if last < 0 {
		return edit(v)
	}
	changed, hits, err := v.replace(p[:last], func(parent Value) (Value, error) {
		if parent.appends(p[last]) {
			return parent.extended(p[last], edit)
		}
		changed, hits, err := parent.replace(p[last:], edit)
		if err == nil && hits == 0 {
			err = &PathError{Path: p, Reached: p[:last]}
		}
		return changed, err
	})
	if err == nil && hits == 0 {
		err = &PathError{Path: p, Reached: v.reach(p)}
	}
	if err != nil {
		return v, err
	}
	return changed, nil
}

// appends reports whether the step names something that v does not have and can get.
func (v Value) appends(step string) bool {
	switch v.kind {
	case KindObject:
		return step != "*" && v.index(step) < 0
	case KindArray:
		return step == "-" || step == strconv.Itoa(len(v.list))
	}
	return false
}

func (v Value) extended(step string, edit Edit) (Value, error) {
	x, err := edit(Value{})
	if err != nil || x.kind == KindAbsent {
		return v, err
	}
	m := Member{Value: x}
	if v.kind == KindObject {
		m.Name = step
	}
	v.list = append(slices.Clip(v.list), m)
	return v, nil
}

// replace returns the number of places too that it changed.
func (v Value) replace(rest Path, edit Edit) (Value, int, error) {
	if len(rest) == 0 {
		changed, err := edit(v)
		return changed, 1, err
	}
	from, to := v.span(rest[0])
	if from == to {
		return v, 0, nil
	}
	list, hits := slices.Clone(v.list), 0
	for i := from; i < to; i++ {
		changed, n, err := list[i].Value.replace(rest[1:], edit)
		if err != nil {
			return v, 0, err
		}
		list[i].Value = changed
		hits += n
	}
	v.list = slices.DeleteFunc(list, func(m Member) bool { return m.Value.kind == KindAbsent })
	return v, hits, nil
}

// span is the part of the list that a step leads to: one member or item, all of them for "*", or none.
func (v Value) span(step string) (from, to int) {
	if step == "*" {
		return 0, len(v.list)
	}
	i := v.index(step)
	if i < 0 {
		return 0, 0
	}
	return i, i + 1
}

// reach is the longest beginning of the path that leads to a value.
func (v Value) reach(p Path) Path {
	for n := len(p); n > 0; n-- {
		if v.At(p[:n]).kind != KindAbsent {
			return p[:n]
		}
	}
	return nil
}
