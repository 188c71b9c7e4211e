package judge

import (
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Bounds of the search for a wrapped packet, which has at most three or four levels in practice.
const (
	wrappedMost  = 64  // members of one value that are looked at
	wrappedTotal = 256 // values that are looked into
)

// wrapped is a response packet below the root of a body.
type wrapped struct {
	path  jsontree.Path
	value jsontree.Value
	text  bool // a string holds it
}

// unwrap looks for a response packet in members, entries and strings of a value, the shallowest first. The value itself
// must hold fewer of the documented fields.
func unwrap(root jsontree.Value) *wrapped {
	least := 1 // of a list or a string; an object may hold one of the names by chance
	if root.Kind() == jsontree.KindObject {
		least = max(2, 1+documentedIn(root))
	}
	outer := []wrapped{{value: root}}
	for i := 0; i < len(outer) && i < wrappedTotal; i++ {
		for _, inner := range outer[i].within() {
			if n := documentedIn(inner.value); n >= least {
				return &inner
			}
			outer = append(outer, inner)
		}
	}
	return nil
}

// within are the values one level below: the members, or the value that a string holds.
func (w wrapped) within() []wrapped {
	if w.value.Kind() == jsontree.KindString {
		text := strings.TrimSpace(w.value.Text())
		if !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") {
			return nil
		}
		v, err := jsontree.Parse([]byte(text))
		if err != nil {
			return nil
		}
		return []wrapped{{w.path, v, true}}
	}
	var list []wrapped
	members := w.value.Members()
	for i, m := range members[:min(len(members), wrappedMost)] {
		step := m.Name
		if w.value.Kind() == jsontree.KindArray {
			step = strconv.Itoa(i)
		}
		list = append(list, wrapped{append(w.path[:len(w.path):len(w.path)], step), m.Value, w.text})
	}
	return list
}

// documentedIn counts the documented fields of an object, in any spelling.
func documentedIn(v jsontree.Value) int {
	if v.Kind() != jsontree.KindObject {
		return 0
	}
	n := 0
	for _, name := range documentedFields() {
		folded := fold(name)
		like := func(member string) bool { return fold(member) == folded }
		if len(membersLike(v, like)) > 0 {
			n++
		}
	}
	return n
}

// unwrapped reports a packet that is not at the root.
func (t *Trial) unwrapped() {
	w := t.reading.wrapped
	if w == nil {
		if t.isCoded() {
			t.Skip()
		}
		return
	}
	where := t.pointer(w.path.Pointer())
	switch {
	case w.text && where == "":
		where = "in a string"
	case w.text:
		where = "in the string " + where
	default:
		where = "under " + where
	}
	f := whole("the packet "+where, "the packet itself: unwrap it")
	f.fix = "the packet is " + where + ": unwrap it. " + t.check.Fix
	t.Report(f)
}
