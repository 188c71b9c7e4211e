package compare

import (
	"bytes"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Values lists the differences between two JSON values, in the order of the old one, at most 1,000 differences. Members
// are compared by name and numbers by value. Repeated names are compared in their order. In arrays of up to 1,000 items
// an item that was inserted or taken out is one difference, however many items follow it.
func (o Options) Values(old, new jsontree.Value) []Difference {
	w := walk{spelling: o.Spelling}
	w.nodes(o.tree(old, nil), o.tree(new, nil))
	return w.found
}

// walk goes down two trees at once.
type walk struct {
	spelling bool
	found    []Difference
}

func (w *walk) add(kind Kind, old, new node) {
	if len(w.found) >= most {
		return
	}
	d := Difference{Part: Body, Path: old.at.path().Pointer(), Kind: kind, Old: old.value.JSON(), New: new.value.JSON()}
	if kind == Added {
		d.Path = new.at.path().Pointer()
	}
	w.found = append(w.found, d)
}

func (w *walk) nodes(old, new node) {
	kind := old.value.Kind()
	switch {
	case old.sum == new.sum || len(w.found) >= most:
	case old.value.IsAbsent():
		w.add(Added, old, new)
	case new.value.IsAbsent():
		w.add(Removed, old, new)
	case kind == new.value.Kind() && kind == jsontree.KindObject:
		w.members(old, new)
	case kind == new.value.Kind() && kind == jsontree.KindArray:
		w.items(old, new)
	default:
		w.add(Changed, old, new)
	}
}

type memberID struct {
	name string
	nth  int
}

func (w *walk) members(old, new node) {
	at := make(map[memberID]int, len(new.kids))
	for i, kid := range new.kids {
		at[memberID{kid.at.step, kid.nth}] = i
	}
	last, moved := -1, false
	for _, kid := range old.kids {
		id := memberID{kid.at.step, kid.nth}
		i, both := at[id]
		if !both {
			w.add(Removed, kid, node{})
			continue
		}
		moved = moved || i < last
		last = i
		delete(at, id)
		w.nodes(kid, new.kids[i])
	}
	for _, kid := range new.kids {
		if _, isNew := at[memberID{kid.at.step, kid.nth}]; isNew {
			w.add(Added, node{}, kid)
		}
	}
	if w.spelling && moved {
		w.add(Reordered, old, new)
	}
}

// items pairs equal items and, between two such pairs, the items at the same place.
func (w *walk) items(old, new node) {
	if isPermuted(old.kids, new.kids) {
		w.add(Reordered, old, new)
		return
	}
	for _, gap := range align(old.kids, new.kids, bySum) {
		both := min(gap.oldTo-gap.oldFrom, gap.newTo-gap.newFrom)
		for i := range both {
			w.nodes(old.kids[gap.oldFrom+i], new.kids[gap.newFrom+i])
		}
		for i := gap.oldFrom + both; i < gap.oldTo; i++ {
			w.add(Removed, old.kids[i], node{})
		}
		for i := gap.newFrom + both; i < gap.newTo; i++ {
			w.add(Added, node{}, new.kids[i])
		}
	}
}

func bySum(a, b node) int { return bytes.Compare(a.sum[:], b.sum[:]) }

// isPermuted reports whether two lists, which are not equal, hold the same items.
func isPermuted(old, new []node) bool {
	if len(old) != len(new) {
		return false
	}
	left := map[sum]int{}
	for i := range old {
		left[old[i].sum]++
		left[new[i].sum]--
	}
	for _, n := range left {
		if n != 0 {
			return false
		}
	}
	return true
}
